#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace grader {

/// Many texts to be looked for at once, in any number of haystacks; the time it takes does not depend on how many they are.
///
/// Threads: safe from several threads once made.
/// Source:  R. M. Karp, M. O. Rabin: Efficient randomized pattern-matching algorithms, 1987. What has the hash of a needle
///          is compared in full, so that nothing is left to chance.
class Needles {
 public:
  struct Found {
    std::size_t needle;  ///< its index
    std::size_t place;   ///< where it begins
  };

  /// Requires: no needle is shorter than `window`, whose first so many bytes are hashed.
  Needles(std::size_t window, std::vector<std::string> needles);

  std::size_t size() const { return needles_.size(); }
  const std::string& operator[](std::size_t index) const { return needles_[index]; }

  /// Finds the first place of each needle that is there, in the order of the places.
  std::vector<Found> find_in(std::string_view haystack) const;

 private:
  std::size_t window_;
  std::uint64_t weight_of_first_ = 1;
  std::vector<std::string> needles_;
  std::unordered_multimap<std::uint64_t, std::size_t> by_hash_;
  std::vector<bool> filter_;  ///< says of nearly all windows, by their hash, that they begin no needle
};

}  // namespace grader
