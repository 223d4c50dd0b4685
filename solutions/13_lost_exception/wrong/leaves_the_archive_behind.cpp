// Loses: leaves_nothing_running
// "When the huts are cancelled the exception leaves the function, and everything in it ends."
#include "lost_exception.hpp"

aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  auto archiving = aio::create_task(archive(bulletin), "archive");
  std::vector<std::string> missed;
  for (const std::string& hut : huts) {
    try {
      co_await radio(hut, bulletin);
    } catch (const aio::Error&) {
      missed.push_back(hut);
    }
  }
  co_await archiving;
  co_return missed;
}
