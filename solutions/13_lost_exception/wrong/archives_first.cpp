// Loses: keeps_the_huts_informed
// "First the archive, then the huts; then nothing can get lost."
#include "lost_exception.hpp"

aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  co_await archive(bulletin);
  std::vector<std::string> missed;
  for (const std::string& hut : huts) {
    try {
      co_await radio(hut, bulletin);
    } catch (const aio::Error&) {
      missed.push_back(hut);
    }
  }
  co_return missed;
}
