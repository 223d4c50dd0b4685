#include "mock_server/draws.hpp"

#include <cmath>
#include <numbers>

namespace mock_server {

namespace {

constexpr std::uint64_t kGamma = 0x9e3779b97f4a7c15;

std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return value;
}

}  // namespace

Draws::Draws(std::uint64_t seed, std::string_view key, std::uint64_t attempt, std::string_view purpose)
    : state_(mix(seed + kGamma)) {
  // Mixed in one after the other, so that ("ab", "c") and ("a", "bc") differ.
  for (const auto part : {hash(key), attempt, hash(purpose)}) state_ = mix((state_ ^ part) + kGamma);
}

std::uint64_t Draws::next() { return mix(state_ += kGamma); }

double Draws::uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

double Draws::normal() {
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

}  // namespace mock_server
