// Loses: keeps_the_huts_informed
// "gather starts them all and loses none."
#include <utility>

#include "lost_exception.hpp"

aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  std::vector<aio::Task<>> jobs;
  jobs.push_back(archive(bulletin));
  for (const std::string& hut : huts) jobs.push_back(radio(hut, bulletin));
  const auto outcomes = co_await aio::gather(std::move(jobs));
  std::vector<std::string> missed;
  for (std::size_t i = 0; i < huts.size(); ++i) {
    if (!outcomes[i + 1]) missed.push_back(huts[i]);
  }
  outcomes[0].value();
  co_return missed;
}
