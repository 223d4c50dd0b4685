#pragma once

#include <span>

#include "mock_server/faults.hpp"

/// The fault table, one file per level; faults() puts them together.
namespace mock_server::fault_rows {

std::span<const Fault> connect();
std::span<const Fault> response();
std::span<const Fault> header();
std::span<const Fault> body();
std::span<const Fault> status();
std::span<const Fault> reuse();
std::span<const Fault> redirect();

// Scripts that several levels use.
inline WireScript send_all(const Wire& wire) { return {step::Send{wire.head + wire.body}}; }
inline WireScript send_all_and_close(const Wire& wire) {
  return {step::Send{wire.head + wire.body}, step::Served{}, step::Fin{}};
}

// Parameters that several faults have.
inline constexpr double kDayMs = 86'400'000;
constexpr Parameter milliseconds(std::string_view name, std::string_view meaning, double fallback, double lowest = 0) {
  return {.name = name,
          .meaning = meaning,
          .fallback = fallback,
          .lowest = lowest,
          .highest = kDayMs,
          .kind = Parameter::Kind::kFractions};
}

}  // namespace mock_server::fault_rows
