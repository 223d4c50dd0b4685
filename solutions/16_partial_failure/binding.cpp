#include <grader/subject/errors.hpp>
#include <grader/subject/expose.hpp>
#include <partial_failure.hpp>

/// An outcome, as the hidden tests see it: {"answer": …}, or {"failure": "TimeoutError"}, with the status of a
/// StatusError.
template <>
struct subject::Codec<aio::Outcome<aio::Json>> {
  static Json encode(const aio::Outcome<aio::Json>& outcome) {
    if (outcome) return {{"answer", *outcome}};
    if (!outcome.error()) return {{"failure", nullptr}};
    try {
      std::rethrow_exception(outcome.error());
    } catch (const aio::StatusError& error) {
      return {{"failure", "StatusError"}, {"status", error.status()}};
    } catch (...) {
      return {{"failure", describe_current_exception().at("type")}};
    }
  }
};

void subject::bindings() { expose("fetch_multiple_sources", &fetch_multiple_sources); }
