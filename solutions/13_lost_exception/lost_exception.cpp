#include "lost_exception.hpp"

#include <utility>

namespace {

aio::Task<std::vector<std::string>> call_each(std::string bulletin, std::vector<std::string> huts,
                                              std::function<aio::Task<>(std::string hut, std::string bulletin)> radio) {
  std::vector<std::string> missed;
  for (const std::string& hut : huts) {
    try {
      co_await radio(hut, bulletin);
    } catch (const aio::Error&) {
      // Snowed in, or the battery is flat. The others want to hear the bulletin all the same.
      missed.push_back(hut);
    }
  }
  co_return missed;
}

}  // namespace

aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  const auto [archived, missed] = co_await aio::gather(archive(bulletin), call_each(bulletin, huts, radio));
  archived.value();
  co_return missed.value();
}
