// Loses: keeps_the_huts_informed
// "A task group never loses an exception."
#include "lost_exception.hpp"

aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  std::vector<std::string> missed;
  co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Task<> {
    group.create_task(archive(bulletin), "archive");
    for (const std::string& hut : huts) {
      try {
        co_await radio(hut, bulletin);
      } catch (const aio::Error&) {
        missed.push_back(hut);
      }
    }
  });
  co_return missed;
}
