#pragma once

// What examples of the course's pages are compiled with; see pages_test.awk.
#include <aio/aio.hpp>
#include <chrono>
#include <string_view>
#include <vector>

using namespace std::chrono_literals;

namespace pages {

/// A block of a page that says what it prints.
struct Example {
  std::string_view page;
  int line;  ///< of the fence before the block
  void (*run)();
  std::string_view expected;
};

/// Returns the examples of all pages, in their order.
const std::vector<Example>& examples();

}  // namespace pages
