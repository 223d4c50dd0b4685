#pragma once

#include <cstdint>
#include <memory>
#include <mock_server/clock.hpp>
#include <mock_server/server.hpp>
#include <random>

#include "grader/proctor/subject.hpp"

namespace proctor {

enum class Time { kVirtual, kReal };

/// What one hidden test happens in: a mock server, a subject process, a clock that both share, and seeded randomness.
///
/// Fixtures of hidden tests are Worlds on virtual time. A test that must show real time makes its own: `World
/// real{Time::kReal};`.
class World {
 public:
  explicit World(Time time = Time::kVirtual);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  class Engine;  // what drives the test; hidden from tests
  Engine& engine() { return *engine_; }

 private:
  std::unique_ptr<Engine> engine_;

 public:
  mock_server::Server& server;  ///< on the world's clock, port 0, fresh for this test
  Subject subject;

  /// Random numbers for inputs, seeded by the run's seed and the test's name: the same run gets the same inputs.
  std::mt19937_64& random();
  /// A random word of lower-case letters, for paths and values that cannot be guessed.
  std::string word(std::size_t letters = 8);
  /// A random integer in [low, high].
  int number(int low, int high);
};

}  // namespace proctor
