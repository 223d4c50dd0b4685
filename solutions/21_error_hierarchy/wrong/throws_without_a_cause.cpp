// Loses: keeps_the_cause
// "What I throw replaces what I caught; the message says it all."
#include <stdexcept>

#include "error_hierarchy.hpp"

namespace {

class HutError : public std::runtime_error {
  using runtime_error::runtime_error;
};
class StationError : public HutError {
  using HutError::HutError;
};
class StationAway : public StationError {
  using StationError::StationError;
};
class StationSilent : public StationAway {
  using StationAway::StationAway;
};
class StationUnreachable : public StationAway {
  using StationAway::StationAway;
};
class StationGarbled : public StationError {
  using StationError::StationError;
};
class BulletinError : public HutError {
  using HutError::HutError;
};

// Collects the causes from the outside in.
void tell(const std::exception& error, std::vector<std::string>& story) {
  story.emplace_back(error.what());
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception& cause) {
    tell(cause, story);
  }
}

}  // namespace

aio::Task<int> read_station(Fetch fetch, std::string station, aio::Duration limit) {
  try {
    const aio::Json reading = co_await aio::timeout(limit, fetch(station));
    co_return reading.at("depth_cm").get<int>();
  } catch (const aio::TimeoutError&) {
    throw StationSilent(station + " does not answer");
  } catch (const aio::ConnectError&) {
    throw StationUnreachable("no connection to " + station);
  } catch (const aio::TransportError&) {
    throw StationUnreachable("the connection to " + station + " broke off");
  } catch (const aio::StatusError&) {
    throw StationGarbled(station + " sent an error");
  } catch (const aio::JsonError&) {
    throw StationGarbled(station + " sent no JSON");
  } catch (const aio::Json::exception&) {
    throw StationGarbled(station + " sent no reading");
  }
}

aio::Task<aio::Json> make_bulletin(Fetch fetch, std::vector<std::string> stations, aio::Duration limit) {
  aio::Json bulletin = aio::Json::object();
  for (const std::string& station : stations) {
    try {
      bulletin[station] = co_await read_station(fetch, station, limit);
    } catch (const StationAway&) {
      bulletin[station] = nullptr;
    } catch (const StationError&) {
      std::throw_with_nested(BulletinError("no bulletin"));
    }
  }
  co_return bulletin;
}

std::vector<std::string> story_of(std::exception_ptr error) {
  std::vector<std::string> story;
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& outermost) {
    tell(outermost, story);
  }
  return story;
}

aio::Task<aio::Json> show_board(Fetch fetch, std::vector<std::string> stations, aio::Duration limit) {
  try {
    co_return co_await make_bulletin(fetch, stations, limit);
  } catch (const HutError&) {
    co_return aio::Json{{"no_bulletin", story_of(std::current_exception())}};
  }
}
