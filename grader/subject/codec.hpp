#pragma once

#include <aio/aio.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "grader/subject/registry.hpp"
#include "grader/wire/messages.hpp"

namespace subject {

/// Translates one C++ type to and from the JSON of a call. Specialise it for the types of an exercise.
template <class T>
struct Codec {
  static Json encode(const T& value) { return Json(value); }
  static T decode(const Json& json) { return json.get<T>(); }
};

template <>
struct Codec<Json> {
  static Json encode(Json value) { return value; }
  static Json decode(const Json& json) { return json; }
};

template <class Rep, class Period>
struct Codec<std::chrono::duration<Rep, Period>> {
  using T = std::chrono::duration<Rep, Period>;
  static Json encode(T value) { return std::chrono::duration_cast<std::chrono::nanoseconds>(value).count(); }
  static T decode(const Json& json) {
    return std::chrono::duration_cast<T>(std::chrono::nanoseconds(json.get<std::int64_t>()));
  }
};

template <class T>
struct Codec<std::optional<T>> {
  static Json encode(const std::optional<T>& value) {
    return value ? Codec<T>::encode(*value) : Json{{wire::kAbsent, true}};
  }
  static std::optional<T> decode(const Json& json) {
    if (json.is_object() && json.contains(wire::kAbsent)) return std::nullopt;
    return Codec<T>::decode(json);
  }
};

template <class T>
struct Codec<std::vector<T>> {
  static Json encode(const std::vector<T>& values) {
    Json array = Json::array();
    for (const T& value : values) array.push_back(Codec<T>::encode(value));
    return array;
  }
  static std::vector<T> decode(const Json& json) {
    std::vector<T> values;
    for (const Json& value : json) values.push_back(Codec<T>::decode(value));
    return values;
  }
};

template <class T>
struct Codec<std::map<std::string, T>> {
  static Json encode(const std::map<std::string, T>& values) {
    Json object = Json::object();
    for (const auto& [key, value] : values) object[key] = Codec<T>::encode(value);
    return object;
  }
  static std::map<std::string, T> decode(const Json& json) {
    std::map<std::string, T> values;
    for (const auto& [key, value] : json.items()) values.emplace(key, Codec<T>::decode(value));
    return values;
  }
};

/// Turns a result into JSON.
template <class T>
Json encode(T&& value) {
  return Codec<std::remove_cvref_t<T>>::encode(std::forward<T>(value));
}

namespace detail {

template <class T>
aio::Task<T> run_operation(std::size_t operation, Json args) {
  if constexpr (std::is_void_v<T>) {
    co_await ask(operation, std::move(args));
  } else {
    co_return Codec<T>::decode(co_await ask(operation, std::move(args)));
  }
}

}  // namespace detail

template <class T>
struct Codec<aio::Task<T>> {
  static aio::Task<T> decode(const Json& json) {
    return detail::run_operation<T>(json.at(wire::kOperation).get<std::size_t>(), Json::array());
  }
};

template <class T, class... Args>
struct Codec<std::function<aio::Task<T>(Args...)>> {
  static std::function<aio::Task<T>(Args...)> decode(const Json& json) {
    return [operation = json.at(wire::kOperation).get<std::size_t>()](Args... args) {
      Json list = Json::array();
      (list.push_back(encode(args)), ...);
      return detail::run_operation<T>(operation, std::move(list));
    };
  }
};

/// How a parameter is kept while the call runs: by value, but for what the subject itself supplies.
template <class Parameter>
using Stored =
    std::conditional_t<std::is_same_v<Parameter, aio::HttpClient&>, aio::HttpClient&, std::remove_cvref_t<Parameter>>;

/// Hands out the arguments of one call in order.
///
/// Errors: std::invalid_argument when there are too few or too many: the hidden test and the binding do not fit.
class ArgumentReader {
 public:
  explicit ArgumentReader(Json args) : args_(std::move(args)) {}

  template <class Parameter>
  Stored<Parameter> next() {
    if constexpr (std::is_same_v<Parameter, aio::HttpClient&>) {
      return client();
    } else {
      if (next_ >= args_.size()) throw std::invalid_argument("the call has too few arguments");
      return Codec<std::remove_cvref_t<Parameter>>::decode(args_[next_++]);
    }
  }

  void finish() const {
    if (next_ != args_.size()) throw std::invalid_argument("the call has too many arguments");
  }

 private:
  Json args_;
  std::size_t next_ = 0;
};

}  // namespace subject
