#include "mock_server/control/installation.hpp"

#include <utility>

#include "mock_server/catalogue.hpp"
#include "mock_server/scenario/scenario.hpp"

namespace mock_server::control {

Installation::Installation(Server& server, std::string text, std::optional<std::uint64_t> seed)
    : server_(server), seed_(seed), text_(std::move(text)) {
  if (text_.empty()) serve_catalogue(server_);
}

std::vector<json::Problem> Installation::install(const std::string& text, const std::string& file_name) {
  auto scenario = parse_scenario(text, file_name);
  if (!scenario) return std::move(scenario.error());
  if (seed_) scenario->seed = seed_;
  const std::scoped_lock lock(mutex_);
  server_.install(std::move(*scenario));
  text_ = text;
  return {};
}

void Installation::reset() {
  const std::scoped_lock lock(mutex_);
  if (text_.empty()) {
    server_.install({});
    serve_catalogue(server_);
  } else if (auto scenario = parse_scenario(text_, "")) {
    if (seed_) scenario->seed = seed_;
    server_.install(std::move(*scenario));
  }
}

std::string Installation::text() const {
  const std::scoped_lock lock(mutex_);
  return text_;
}

}  // namespace mock_server::control
