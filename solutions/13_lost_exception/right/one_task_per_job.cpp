#include <utility>

#include "lost_exception.hpp"

namespace {

aio::Task<bool> reached(aio::Task<> call) {
  try {
    co_await std::move(call);
    co_return true;
  } catch (const aio::Error&) {
    co_return false;
  }
}

}  // namespace

// The archive is awaited in a gather of its own task and the huts'; the answers come back as outcomes.
aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  std::vector<std::string> missed;
  const auto call_all = [&]() -> aio::Task<> {
    for (const std::string& hut : huts) {
      const bool heard = co_await reached(radio(hut, bulletin));
      if (!heard) missed.push_back(hut);
    }
  };
  std::vector<aio::Task<>> jobs;
  jobs.push_back(archive(bulletin));
  jobs.push_back(call_all());
  for (const aio::Outcome<void>& outcome : co_await aio::gather(std::move(jobs))) outcome.value();
  co_return missed;
}
