#pragma once

#include <aio/aio.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "grader/subject/objects.hpp"
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

template <class... Args>
Json list_of(const Args&... args) {
  Json list = Json::array();
  (list.push_back(encode(args)), ...);
  return list;
}

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

/// A listener, a source of values or a blocking operation: what a function is that is called and not awaited.
template <class R, class... Args>
struct Codec<std::function<R(Args...)>> {
  static std::function<R(Args...)> decode(const Json& json) {
    const auto operation = json.at(wire::kOperation).get<std::size_t>();
    const std::string kind = json.at("kind");
    if (kind == wire::kBlocking) {
      return [operation](Args... args) -> R {
        const Json answer = ask_and_block(operation, detail::list_of(args...));
        if constexpr (!std::is_void_v<R>) return Codec<R>::decode(answer);
      };
    }
    const auto next = std::make_shared<std::atomic<std::size_t>>(0);
    return [operation, next, values = json.value("values", Json::array())](Args... args) -> R {
      tell(operation, detail::list_of(args...));
      if constexpr (!std::is_void_v<R>) return Codec<R>::decode(values.at(std::min((*next)++, values.size() - 1)));
    };
  }
};

template <class T, class... Args>
struct Codec<std::function<aio::Task<T>(Args...)>> {
  static std::function<aio::Task<T>(Args...)> decode(const Json& json) {
    return [operation = json.at(wire::kOperation).get<std::size_t>()](Args... args) {
      return detail::run_operation<T>(operation, detail::list_of(args...));
    };
  }
};

/// An object that a factory has made stays in the subject; the test holds a reference to it.
template <class T>
struct Codec<std::unique_ptr<T>> {
  static Json encode(std::unique_ptr<T> object) {
    return {{wire::kObject, objects().keep<T>(std::shared_ptr<T>(std::move(object)))}};
  }
};

/// Whether a parameter is a reference to an object that a factory has made.
template <class Parameter>
inline constexpr bool kIsObject =
    std::is_lvalue_reference_v<Parameter> && std::is_polymorphic_v<std::remove_cvref_t<Parameter>>;

/// How a parameter is kept while the call runs: by value, but for the client, which the subject supplies, and objects, which are shared
/// so that they outlive the call.
template <class Parameter>
using Stored =
    std::conditional_t<std::is_same_v<Parameter, aio::HttpClient&>, aio::HttpClient&,
                       std::conditional_t<kIsObject<Parameter>, std::shared_ptr<std::remove_cvref_t<Parameter>>,
                                          std::remove_cvref_t<Parameter>>>;

/// Turns what was kept into the parameter itself.
template <class Parameter, class Kept>
Parameter&& unwrap(Kept& kept) {
  if constexpr (kIsObject<Parameter>) {
    return *kept;
  } else {
    return static_cast<Parameter&&>(kept);
  }
}

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
      if constexpr (kIsObject<Parameter>) {
        return objects().get<std::remove_cvref_t<Parameter>>(args_[next_++].at(wire::kObject).template get<int>());
      } else {
        return Codec<std::remove_cvref_t<Parameter>>::decode(args_[next_++]);
      }
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
