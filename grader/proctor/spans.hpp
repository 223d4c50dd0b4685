#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "grader/proctor/outcome.hpp"

namespace proctor {

// A span is one thing of a test that begins and ends: a call, a request, a run of an operation. The entries of a
// timeline that belong to the same span carry the same "id"; while the test runs it is one of these names.

std::string span_of_call(int call);
std::string span_of_request(std::uint64_t sequence);
std::string span_of_ask(std::uint64_t ask);

/// Replaces the ids by numbers from 1, in the order of the begins, that are the same in every run of the test.
///
/// Requests and operations that begin or end side by side at one moment are noted in any order, as threads and
/// connections are quick or slow: they are put in the order of their texts and of how they go on.
/// Requires: entries are in the order of time.
void number_spans(std::vector<Json>& entries);

/// Tells whether a value is short enough to stand in a picture.
bool is_short(const Json& value);

}  // namespace proctor
