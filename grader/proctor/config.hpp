#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "grader/sandbox/confinement.hpp"

namespace proctor {

/// What the proctor program was started with; set once by `main` before the first test.
struct Config {
  std::filesystem::path subject;  ///< the student's program
  std::uint64_t seed = 0;
  std::chrono::milliseconds test_wall{30'000};  ///< real time a subject may live; tells "limited" from "for ever"
  std::chrono::milliseconds test_cpu{10'000};   ///< processor time a subject may use
  std::uint64_t test_memory = 0;                ///< bytes that a subject may use; 0: no limit
  std::uint64_t test_tasks = 0;                 ///< processes and threads that a subject may have; 0: no limit
  std::size_t output_bytes = 64 * 1024;         ///< what is kept of a subject's output
  nlohmann::json tryout = nullptr;              ///< what a student tries out; null: the hidden tests run
  bool start_ahead = false;                     ///< start the next test's subject while the present test runs
  sandbox::Confinement confinement = {.level = sandbox::Level::kC,
                                      .launcher = sandbox::find_launcher(),
                                      .bwrap = {},
                                      .uid = {},
                                      .visible = {},
                                      .lock_in = false};
};
Config& config();

/// Thrown when the grader itself cannot go on. The test it happened in becomes grader_error and costs no point.
struct InfrastructureError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace proctor
