#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace grader {

/// Keeps the beginning and the end of a program's output and counts what was between.
class CappedOutput {
 public:
  explicit CappedOutput(std::size_t limit_bytes) : half_(limit_bytes / 2) {}

  void add(std::string_view chunk) {
    const std::size_t to_head = std::min(chunk.size(), half_ - head_.size());
    head_ += chunk.substr(0, to_head);
    tail_ += chunk.substr(to_head);
    if (tail_.size() > 2 * half_) trim();
  }
  std::string text() {
    trim();
    if (left_out_ == 0) return head_ + tail_;
    return head_ + "\n[… " + std::to_string(left_out_) + " bytes left out …]\n" + tail_;
  }

 private:
  void trim() {
    if (tail_.size() <= half_) return;
    left_out_ += tail_.size() - half_;
    tail_.erase(0, tail_.size() - half_);
  }

  std::size_t half_;
  std::string head_;
  std::string tail_;
  std::size_t left_out_ = 0;
};

}  // namespace grader
