#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mock_server {

/// Bytes that arrive at the end and are taken off the front, each moved at most a few times however small the pieces
/// are. Keeps no large block of memory when it is empty: there are thousands of connections.
class InputBuffer {
 public:
  std::string_view view() const { return std::string_view(bytes_).substr(start_); }
  std::size_t size() const { return bytes_.size() - start_; }
  bool empty() const { return size() == 0; }

  void append(std::string_view more) {
    if (start_ > bytes_.size() / 2) {
      bytes_.erase(0, start_);
      start_ = 0;
    }
    bytes_.append(more);
  }

  /// Requires: n <= size().
  void drop(std::size_t n) {
    start_ += n;
    if (empty()) clear();
  }

  void clear() {
    start_ = 0;
    bytes_.clear();
    if (bytes_.capacity() > kKeptBytes) std::string().swap(bytes_);
  }

 private:
  static constexpr std::size_t kKeptBytes = 4 * 1024;

  std::string bytes_;
  std::size_t start_ = 0;
};

}  // namespace mock_server
