// Loses: keeps_the_cause
// "Nobody is going to derive from these classes, so they are final."
#include <stdexcept>
#include <utility>

#include "error_hierarchy.hpp"

namespace hut {

struct HutError : std::exception {
  explicit HutError(std::string text) : text_(std::move(text)) {}
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::string text_;
};

struct StationError : HutError {
  StationError(std::string name, const std::string& what_happened)
      : HutError("station '" + name + "': " + what_happened), station(std::move(name)) {}
  std::string station;
};
struct StationAway : StationError {
  using StationError::StationError;
};
struct StationSilent final : StationAway {
  explicit StationSilent(std::string name) : StationAway(std::move(name), "silence") {}
};
struct StationUnreachable final : StationAway {
  explicit StationUnreachable(std::string name) : StationAway(std::move(name), "no way to reach it") {}
};
struct StationGarbled final : StationError {
  explicit StationGarbled(std::string name) : StationError(std::move(name), "not a reading") {}
};
struct BulletinError final : HutError {
  explicit BulletinError(const std::string& station) : HutError("no bulletin because of " + station) {}
};

[[noreturn]] void rethrow_translated(const std::string& station) {
  try {
    throw;
  } catch (const aio::TimeoutError&) {
    std::throw_with_nested(StationSilent(station));
  } catch (const aio::ConnectError&) {
    std::throw_with_nested(StationUnreachable(station));
  } catch (const aio::TransportError&) {
    std::throw_with_nested(StationUnreachable(station));
  } catch (const aio::StatusError&) {
    std::throw_with_nested(StationGarbled(station));
  } catch (const aio::JsonError&) {
    std::throw_with_nested(StationGarbled(station));
  }
}

}  // namespace hut

aio::Task<int> read_station(Fetch fetch, std::string station, aio::Duration limit) {
  aio::Json reading;
  try {
    reading = co_await aio::timeout(limit, fetch(station));
  } catch (...) {
    hut::rethrow_translated(station);
  }
  if (!reading.is_object() || !reading.contains("depth_cm") || !reading["depth_cm"].is_number()) {
    throw hut::StationGarbled(station);
  }
  co_return reading["depth_cm"].get<int>();
}

aio::Task<aio::Json> make_bulletin(Fetch fetch, std::vector<std::string> stations, aio::Duration limit) {
  aio::Json bulletin(aio::Json::value_t::object);
  for (const auto& station : stations) {
    std::optional<int> depth;
    try {
      depth = co_await read_station(fetch, station, limit);
    } catch (const hut::StationAway&) {
      // A bulletin can do without it.
    } catch (const hut::StationError& error) {
      std::throw_with_nested(hut::BulletinError(error.station));
    }
    bulletin[station] = depth ? aio::Json(*depth) : aio::Json(nullptr);
  }
  co_return bulletin;
}

std::vector<std::string> story_of(std::exception_ptr error) {
  std::vector<std::string> story;
  while (error) {
    try {
      std::rethrow_exception(std::exchange(error, nullptr));
    } catch (const std::exception& e) {
      story.push_back(e.what());
      if (const auto* nested = dynamic_cast<const std::nested_exception*>(&e)) error = nested->nested_ptr();
    }
  }
  return story;
}

aio::Task<aio::Json> show_board(Fetch fetch, std::vector<std::string> stations, aio::Duration limit) {
  std::exception_ptr failure;
  try {
    co_return co_await make_bulletin(std::move(fetch), std::move(stations), limit);
  } catch (const hut::HutError&) {
    failure = std::current_exception();
  }
  co_return aio::Json{{"no_bulletin", story_of(failure)}};
}
