#pragma once

#include <aio/aio.hpp>
#include <functional>
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
///
///   aio::HttpClient&                      supplied by the subject, not by the test; every other one takes the next argument
///   bool, numbers, std::string, aio::Json, std::vector<T>, std::map<std::string, T>
///   std::chrono durations                 nanoseconds
///   std::optional<T>                      absent is not null
///   aio::Task<T>                          one run of an operation that the proctor scripts
///   std::function<aio::Task<T>(Args…)>    … a run per call
///   std::function<T(Args…)>               a listener, a source of values, or an operation that blocks, as the test hands it over
///   T&, const T& of a polymorphic T       an object that a factory has made
///
/// and a result T or aio::Task<T> of the same types (or void), or a std::unique_ptr<T> to an object, which then stays in the subject.
/// Types of an exercise's own get a specialisation of `Codec` in the binding.
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

template <class Result, class... Parameters, class Function>
aio::Task<Json> invoke(Function function, Json args) {
  ArgumentReader reader(std::move(args));
  // Braces, because they fix the order: left to right. The tuple lives as long as the call, so references into it stay
  // good.
  std::tuple<Stored<Parameters>...> values{reader.next<Parameters>()...};
  reader.finish();
  const auto call = [&]<std::size_t... Index>(std::index_sequence<Index...>) -> Result {
    return function(unwrap<Parameters>(std::get<Index>(values))...);
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
  registry().emplace(std::move(name), [function](Json args) {
    return detail::invoke<Result, Parameters...>(function, std::move(args));
  });
}

/// Registers a member function: its first argument is the object, as a factory returned it.
template <class Result, class Class, class... Parameters>
void expose(std::string name, Result (Class::*function)(Parameters...)) {
  registry().emplace(std::move(name), [function](Json args) {
    return detail::invoke<Result, Class&, Parameters...>(std::mem_fn(function), std::move(args));
  });
}
template <class Result, class Class, class... Parameters>
void expose(std::string name, Result (Class::*function)(Parameters...) const) {
  registry().emplace(std::move(name), [function](Json args) {
    return detail::invoke<Result, const Class&, Parameters...>(std::mem_fn(function), std::move(args));
  });
}

}  // namespace subject
