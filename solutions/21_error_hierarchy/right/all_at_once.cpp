#include <stdexcept>
#include <utility>

#include "error_hierarchy.hpp"

// The stations are read at the same time, and the outcomes sorted afterwards. Each error carries its cause because the
// root derives from std::nested_exception: it takes along whatever is being handled when it is made.
class HutError : public std::runtime_error, public std::nested_exception {
 public:
  using std::runtime_error::runtime_error;
};
class StationError : public HutError {
 public:
  using HutError::HutError;
};
class StationAway : public StationError {
 public:
  using StationError::StationError;
};
class StationSilent : public StationAway {
 public:
  using StationAway::StationAway;
};
class StationUnreachable : public StationAway {
 public:
  using StationAway::StationAway;
};
class StationGarbled : public StationError {
 public:
  using StationError::StationError;
};
class BulletinError : public HutError {
 public:
  using HutError::HutError;
};

aio::Task<int> read_station(Fetch fetch, std::string station, aio::Duration limit) {
  try {
    auto reading = co_await aio::timeout(limit, fetch(station));
    if (const auto depth = reading.is_object() ? reading.find("depth_cm") : reading.end();
        depth != reading.end() && depth->is_number()) {
      co_return depth->get<int>();
    }
    throw aio::JsonError("there is no depth in " + reading.dump());
  } catch (const aio::TimeoutError& error) {
    throw StationSilent(station + ": " + error.what());
  } catch (const aio::ConnectError& error) {
    throw StationUnreachable(station + ": " + error.what());
  } catch (const aio::TransportError& error) {
    throw StationUnreachable(station + ": " + error.what());
  } catch (const aio::StatusError& error) {
    throw StationGarbled(station + ": " + error.what());
  } catch (const aio::JsonError& error) {
    throw StationGarbled(station + ": " + error.what());
  }
}

aio::Task<aio::Json> make_bulletin(Fetch fetch, std::vector<std::string> stations, aio::Duration limit) {
  std::vector<aio::Task<int>> reads;
  for (const std::string& station : stations) reads.push_back(read_station(fetch, station, limit));
  const auto outcomes = co_await aio::gather(std::move(reads));

  aio::Json bulletin = aio::Json::object();
  for (std::size_t i = 0; i < stations.size(); ++i) {
    try {
      bulletin[stations[i]] = outcomes[i].value();
    } catch (const StationAway&) {
      bulletin[stations[i]] = nullptr;
    } catch (const StationGarbled&) {
      throw BulletinError("the bulletin needs " + stations[i]);
    }
  }
  co_return bulletin;
}

namespace {

void append(std::vector<std::string>& story, const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& link) {
    story.emplace_back(link.what());
    try {
      std::rethrow_if_nested(link);
    } catch (...) {
      append(story, std::current_exception());
    }
  }
}

}  // namespace

std::vector<std::string> story_of(std::exception_ptr error) {
  std::vector<std::string> story;
  append(story, error);
  return story;
}

aio::Task<aio::Json> show_board(Fetch fetch, std::vector<std::string> stations, aio::Duration limit) {
  try {
    co_return co_await make_bulletin(fetch, stations, limit);
  } catch (const BulletinError&) {
    co_return aio::Json::object({{"no_bulletin", story_of(std::current_exception())}});
  }
}
