#include "mock_server/pattern.hpp"

#include <algorithm>

#include "mock_server/pattern_parser.hpp"

namespace mock_server {

namespace {

using Kind = Pattern::Step::Kind;

class Compiler {
 public:
  Pattern::Compiled compile(const PatternNode& node) {
    emit(node);
    add({.kind = Kind::kEnd}, node.offset);
    return std::move(compiled_);
  }

 private:
  std::uint16_t here() const { return static_cast<std::uint16_t>(compiled_.steps.size()); }
  Pattern::Step& step(std::uint16_t which) { return compiled_.steps[which]; }

  std::uint16_t add(Pattern::Step step, std::size_t offset) {
    if (compiled_.steps.size() >= Pattern::kMostSteps) throw PatternError(offset, "the pattern is too large");
    compiled_.steps.push_back(step);
    return static_cast<std::uint16_t>(compiled_.steps.size() - 1);
  }

  void emit(const PatternNode& node) {
    switch (node.kind) {
      case PatternNode::Kind::kBytes:
        emit_bytes(node);
        break;
      case PatternNode::Kind::kSequence:
        for (const auto& part : node.parts) emit(part);
        break;
      case PatternNode::Kind::kChoice:
        emit_choice(node);
        break;
      case PatternNode::Kind::kRepeat:
        emit_repeat(node);
        break;
    }
  }

  void emit_bytes(const PatternNode& node) {
    auto& sets = compiled_.sets;
    auto found = std::ranges::find(sets, node.bytes);
    if (found == sets.end()) found = sets.insert(sets.end(), node.bytes);
    add({.kind = Kind::kByte, .bytes = static_cast<std::uint16_t>(found - sets.begin())}, node.offset);
  }

  void emit_choice(const PatternNode& node) {
    std::vector<std::uint16_t> exits;
    for (const auto& part : node.parts) {
      const bool last = &part == &node.parts.back();
      const auto fork = last ? here() : add({.kind = Kind::kFork}, node.offset);
      if (!last) step(fork).next = here();
      emit(part);
      if (last) break;
      exits.push_back(add({.kind = Kind::kJump}, node.offset));
      step(fork).other = here();
    }
    for (const auto exit : exits) step(exit).next = here();
  }

  void emit_repeat(const PatternNode& node) {
    const auto& part = node.parts.front();
    for (std::size_t i = 0; i < node.least; ++i) emit_counted(part);
    if (!node.most) {
      const auto fork = add({.kind = Kind::kFork}, node.offset);
      step(fork).next = here();
      emit(part);
      step(add({.kind = Kind::kJump}, node.offset)).next = fork;
      step(fork).other = here();
      return;
    }
    std::vector<std::uint16_t> exits;
    for (std::size_t i = node.least; i < *node.most; ++i) {
      exits.push_back(add({.kind = Kind::kFork}, node.offset));
      step(exits.back()).next = here();
      emit_counted(part);
    }
    for (const auto exit : exits) step(exit).other = here();
  }

  /// An empty part takes no steps, so the limit on steps would not bound how often it is emitted.
  void emit_counted(const PatternNode& part) {
    if (++repeats_ > Pattern::kMostSteps) throw PatternError(part.offset, "the pattern is too large");
    emit(part);
  }

  Pattern::Compiled compiled_;
  std::size_t repeats_ = 0;
};

/// The places in the pattern that can be reached with the bytes read so far.
class Places {
 public:
  explicit Places(const std::vector<Pattern::Step>& steps) : steps_(steps), seen_(steps.size()) {}

  void add(std::uint16_t place) {
    stack_.push_back(place);
    while (!stack_.empty()) {
      const auto at = stack_.back();
      stack_.pop_back();
      if (seen_[at]) continue;
      seen_[at] = true;
      all_.push_back(at);
      const auto& step = steps_[at];
      if (step.kind == Kind::kFork) stack_.push_back(step.other);
      if (step.kind == Kind::kFork || step.kind == Kind::kJump) stack_.push_back(step.next);
    }
  }

  const std::vector<std::uint16_t>& all() const { return all_; }

  void clear() {
    for (const auto place : all_) seen_[place] = false;
    all_.clear();
  }

 private:
  const std::vector<Pattern::Step>& steps_;
  std::vector<bool> seen_;
  std::vector<std::uint16_t> all_;
  std::vector<std::uint16_t> stack_;
};

}  // namespace

Pattern::Pattern(std::string text) : text_(std::move(text)) {
  if (text_.size() > kLongestPattern) {
    throw PatternError(kLongestPattern, "longer than " + std::to_string(kLongestPattern) + " bytes");
  }
  compiled_ = Compiler().compile(parse_pattern(text_));
}

bool Pattern::matches(std::string_view value) const {
  if (value.size() > kLongestValue) return false;
  const auto& steps = compiled_.steps;
  Places one(steps), another(steps);
  Places* places = &one;
  Places* next = &another;
  places->add(0);
  for (const char c : value) {
    for (const auto place : places->all()) {
      const auto& step = steps[place];
      if (step.kind != Kind::kByte || !compiled_.sets[step.bytes].test(static_cast<unsigned char>(c))) continue;
      next->add(static_cast<std::uint16_t>(place + 1));
    }
    places->clear();
    std::swap(places, next);
    if (places->all().empty()) return false;
  }
  return std::ranges::any_of(places->all(), [&](auto place) { return steps[place].kind == Kind::kEnd; });
}

}  // namespace mock_server
