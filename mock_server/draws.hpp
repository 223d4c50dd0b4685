#pragma once

#include <cstdint>
#include <string_view>

namespace mock_server {

/// The random numbers of one decision.
///
/// They depend on nothing but the arguments, so two runs with one seed decide alike in whatever order their requests
/// arrive. `purpose` keeps the decisions about one request independent of each other: "delay", "chance", …
///
/// Source:   SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014); FNV-1a for the
///           strings; Box and Muller, 1958. The standard library's distributions differ between implementations.
class Draws {
 public:
  Draws(std::uint64_t seed, std::string_view key, std::uint64_t attempt, std::string_view purpose);

  std::uint64_t next();  ///< any 64 bits
  double uniform();      ///< at least 0, less than 1
  double normal();       ///< mean 0, standard deviation 1

 private:
  std::uint64_t state_;
};

}  // namespace mock_server
