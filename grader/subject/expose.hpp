#pragma once

#include <aio/aio.hpp>
#include <string>
#include <utility>

#include "grader/subject/codec.hpp"
#include "grader/subject/registry.hpp"

/// Makes a student's functions callable by the hidden tests. A binding is a few lines, compiled once with the course:
///
///   #include <timeout.hpp>
///   #include <grader/subject/expose.hpp>
///
///   void subject::bindings() { expose("fetch_with_timeout", &fetch_with_timeout); }
///
/// Parameters, results and exceptions are deduced from the signature:
///   aio::HttpClient&                     supplied by the subject, not by the test; every other parameter takes the
///   next argument bool, numbers, std::string, aio::Json, std::vector<T>, std::map<std::string, T> std::chrono
///   durations                nanoseconds std::optional<T>                     absent is not null aio::Task<T> one run
///   of an operation that the proctor scripts std::function<aio::Task<T>(Args…)>   a run per call
/// and a result T or aio::Task<T> of the same types (or void).
namespace subject {

/// Defined by each exercise's binding.cpp; called once before the first test's call.
void bindings();

namespace detail {

template <class T>
struct IsTask : std::false_type {};
template <class T>
struct IsTask<aio::Task<T>> : std::true_type {
  using Value = T;
};

template <class Result, class... Parameters>
aio::Task<Json> invoke(Result (*function)(Parameters...), Json args) {
  ArgumentReader reader(std::move(args));
  // Braces, because they fix the order: left to right. The tuple lives as long as the call, so references into it stay
  // good.
  std::tuple<Stored<Parameters>...> values{reader.next<Parameters>()...};
  reader.finish();
  const auto call = [&]<std::size_t... Index>(std::index_sequence<Index...>) -> Result {
    return function(static_cast<Parameters&&>(std::get<Index>(values))...);
  };
  constexpr auto kIndexes = std::index_sequence_for<Parameters...>();
  if constexpr (IsTask<Result>::value) {
    if constexpr (std::is_void_v<typename IsTask<Result>::Value>) {
      co_await call(kIndexes);
      co_return Json();
    } else {
      co_return encode(co_await call(kIndexes));
    }
  } else if constexpr (std::is_void_v<Result>) {
    call(kIndexes);
    co_return Json();
  } else {
    co_return encode(call(kIndexes));
  }
}

}  // namespace detail

/// Registers a function under the name by which hidden tests call it.
template <class Result, class... Parameters>
void expose(std::string name, Result (*function)(Parameters...)) {
  registry().emplace(std::move(name), [function](Json args) { return detail::invoke(function, std::move(args)); });
}

}  // namespace subject
