#include "mock_server/decision.hpp"

#include <algorithm>

#include "mock_server/draws.hpp"

namespace mock_server {

namespace {

Stage rate_limited(const RateLimit& limit, Duration wait) {
  Stage stage;
  stage.called = "rate_limited";
  stage.response = {.status = 429, .body = error_body(429)};
  if (limit.retry_after) stage.response.headers = {{"Retry-After", std::to_string(retry_after_seconds(wait))}};
  return stage;
}

/// One lot for all chances, so that each has the share it names.
const Chance* drawn(const std::vector<Chance>& chances, Draws draws) {
  double lot = draws.uniform();
  for (const auto& chance : chances) {
    if (lot < chance.p) return &chance;
    lot -= chance.p;
  }
  return nullptr;
}

}  // namespace

const Stage& stage_of(const std::vector<Stage>& stages, std::size_t n) {
  for (const auto& stage : stages) {
    const auto answers = std::max<std::size_t>(stage.times, 1);
    if (n <= answers) return stage;
    n -= answers;
  }
  return stages.back();
}

Choice Tally::decide(const Sentence& sentence, const Request& request, const Moment& moment) {
  Choice choice{.stage = {}, .key = sentence.key.of(request, moment.connection)};
  auto& count = by_key_[choice.key];
  choice.attempt = ++count.attempts;
  if (sentence.rate_limit) {
    const auto wait = count.bucket.take(*sentence.rate_limit, moment.now);
    if (wait > Duration{0}) {
      choice.stage = rate_limited(*sentence.rate_limit, wait);
      return choice;
    }
  }
  if (!sentence.chances.empty()) {
    if (const auto* const chance = drawn(sentence.chances, {moment.seed, choice.key, choice.attempt, "chance"})) {
      choice.stage = chance->stage;
      return choice;
    }
  }
  choice.to_chooser = sentence.chooser != nullptr;
  if (!choice.to_chooser) choice.stage = stage_of(sentence.stages, ++count.staged);
  return choice;
}

}  // namespace mock_server
