#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "executor_bridge.hpp"

namespace {

struct Place {
  std::optional<aio::Json> result;
  std::exception_ptr error;
};

using Places = std::shared_ptr<std::vector<Place>>;

// On the executor: every job writes to a place of its own, and throws nothing.
void develop(const std::function<aio::Json(aio::Json)>& work, const aio::Json& input, const Places& places,
             std::size_t index) {
  try {
    places->at(index).result = work(input);
  } catch (...) {
    places->at(index).error = std::current_exception();
  }
}

}  // namespace

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  const auto places = std::make_shared<std::vector<Place>>(inputs.size());
  aio::TaskGroup group;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    group.create_task(aio::in_executor(std::bind(develop, work, inputs[i], places, i)));
  }
  co_await group.join();

  std::vector<aio::Json> results;
  for (const auto& place : *places) {
    if (place.error) std::rethrow_exception(place.error);
    results.push_back(place.result.value());
  }
  co_return results;
}
