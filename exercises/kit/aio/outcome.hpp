#pragma once
#include <aio/detail/task_state.hpp>
#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace aio {

/// How one of several operations ended: with a value, or with an exception (a `CancelledError` among them).
///
/// Requires: `*outcome` and `outcome->` are used only when there is a value.
template <class T>
class Outcome {
 public:
  explicit Outcome(detail::Stored<T> value) : value_(std::move(value)) {}
  explicit Outcome(std::exception_ptr error) : error_(std::move(error)) {}

  bool has_value() const { return value_.has_value(); }
  explicit operator bool() const { return has_value(); }

  /// Returns the value, or throws the exception.
  const detail::Stored<T>& value() const& {
    if (error_) std::rethrow_exception(error_);
    return *value_;
  }
  detail::Stored<T> value() && {
    if (error_) std::rethrow_exception(error_);
    return std::move(*value_);
  }
  const detail::Stored<T>& operator*() const { return *value_; }
  const detail::Stored<T>* operator->() const { return &*value_; }

  /// Returns the exception, or null when there is a value.
  std::exception_ptr error() const { return error_; }
  /// Returns what the exception says, or nothing when there is a value.
  std::string what() const { return error_ ? detail::what_of(error_) : std::string(); }

 private:
  std::optional<detail::Stored<T>> value_;
  std::exception_ptr error_;
};

}  // namespace aio
