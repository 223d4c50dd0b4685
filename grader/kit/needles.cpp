#include "grader/kit/needles.hpp"

#include <set>
#include <utility>

namespace grader {
namespace {

constexpr std::uint64_t kBase = 1'000'003;
constexpr std::size_t kFilterBits = 1U << 22U;

std::uint64_t value(char c) { return static_cast<unsigned char>(c) + 1U; }

std::uint64_t hash_of(std::string_view window) {
  std::uint64_t hash = 0;
  for (const char c : window) hash = hash * kBase + value(c);
  return hash;
}

std::size_t bit_of(std::uint64_t hash) { return (hash ^ (hash >> 29U)) % kFilterBits; }

}  // namespace

Needles::Needles(std::size_t window, std::vector<std::string> needles)
    : window_(window), needles_(std::move(needles)), filter_(kFilterBits, false) {
  for (std::size_t i = 1; i < window_; ++i) weight_of_first_ *= kBase;
  for (std::size_t i = 0; i < needles_.size(); ++i) {
    const std::uint64_t hash = hash_of(std::string_view(needles_[i]).substr(0, window_));
    by_hash_.emplace(hash, i);
    filter_[bit_of(hash)] = true;
  }
}

std::vector<Needles::Found> Needles::find_in(std::string_view haystack) const {
  std::vector<Found> found;
  if (haystack.size() < window_) return found;
  std::set<std::size_t> seen;
  std::uint64_t hash = hash_of(haystack.substr(0, window_));
  for (std::size_t at = 0;; ++at) {
    if (filter_[bit_of(hash)]) {
      const auto [begin, end] = by_hash_.equal_range(hash);
      for (auto entry = begin; entry != end; ++entry) {
        if (haystack.substr(at).starts_with(needles_[entry->second]) && seen.insert(entry->second).second)
          found.push_back({entry->second, at});
      }
    }
    if (at + window_ == haystack.size()) return found;
    hash = (hash - value(haystack[at]) * weight_of_first_) * kBase + value(haystack[at + window_]);
  }
}

}  // namespace grader
