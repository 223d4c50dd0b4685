#include "grader/proctor/world.hpp"

#include "grader/proctor/engine.hpp"
#include "grader/proctor/record.hpp"

namespace proctor {
namespace {

std::unique_ptr<World::Engine> make_engine(Time time) {
  try {
    return std::make_unique<World::Engine>(time);
  } catch (const std::exception& error) {
    // No server, no descriptor: the machine's failure, whatever the test makes of it.
    current_record().infrastructure_error = error.what();
    throw InfrastructureError(error.what());
  }
}

}  // namespace

Config& config() {
  static Config value;
  return value;
}

TestRecord& current_record() {
  static TestRecord record;
  return record;
}

World::World(Time time) : engine_(make_engine(time)), server(engine_->server()), subject(this) {}
World::~World() = default;

std::mt19937_64& World::random() { return engine_->random(); }

std::string World::word(std::size_t letters) {
  std::string text;
  while (text.size() < letters) text.push_back(static_cast<char>('a' + random()() % 26));
  return text;
}

int World::number(int low, int high) {
  // std::uniform_int_distribution differs between standard libraries; the same seed must give the same inputs
  // everywhere.
  const auto span = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<int>(random()() % span);
}

}  // namespace proctor
