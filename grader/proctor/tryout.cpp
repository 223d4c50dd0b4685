#include "grader/proctor/tryout.hpp"

#include <mock_server/faults.hpp>
#include <sstream>

#include "grader/proctor/record.hpp"

namespace proctor {
namespace {

using mock_server::Route;

constexpr const char* kPath = "/try";

const Json& options() { return config().tryout; }

mock_server::Arguments arguments_of(const Json& fault) {
  return fault.value("arguments", Json::object()).get<mock_server::Arguments>();
}

void add(Route& route, const Json& fault) {
  const std::string id = fault.at("id");
  if (id == "status") {
    route.status(fault.at("status"));
  } else if (id == "ok") {
    route.json({{"from", "the mock server"}, {"answer", 42}});
  } else {
    route.fault(id, arguments_of(fault));
  }
}

bool has_port_of_its_own(const Json& fault) { return fault.value("port", false); }

}  // namespace

std::string TryoutTest::url() {
  const Json& faults = options().at("faults");
  if (has_port_of_its_own(faults.front())) {
    server.on(kPath).json({{"from", "the mock server"}, {"answer", 42}});
    return server.fault_url(faults.front().at("id").get<std::string>(), kPath, arguments_of(faults.front()));
  }
  Route& route = server.on(kPath);
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (i > 0) route.then();
    add(route, faults[i]);
  }
  return server.url(kPath);
}

std::vector<std::string> TryoutTest::urls() {
  std::vector<std::string> urls;
  for (const Json& fault : options().at("faults")) {
    const std::string path = kPath + ("/" + std::to_string(urls.size() + 1));
    if (has_port_of_its_own(fault)) {
      urls.push_back(server.fault_url(fault.at("id").get<std::string>(), path, arguments_of(fault)));
    } else {
      add(server.on(path), fault);
      urls.push_back(server.url(path));
    }
  }
  return urls;
}

Duration TryoutTest::limit(Duration usual) const {
  const auto given = options().find("limit_ns");
  return given == options().end() ? usual : Duration(given->get<std::int64_t>());
}

int TryoutTest::retries(int usual) const { return options().value("retries", usual); }

void TryoutTest::show(const Outcome& outcome) {
  std::ostringstream text;
  text << outcome;
  current_record().outcome = text.str();
  const LeftBehind left = subject.left_behind();
  if (left.known && !left.nothing()) {
    std::ostringstream what;
    what << left;
    current_record().remark = what.str();
  }
}

}  // namespace proctor
