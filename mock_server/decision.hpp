#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "mock_server/sentence.hpp"

namespace mock_server {

/// What a decision depends on besides the request.
struct Moment {
  std::uint64_t connection = 0;
  Duration now{0};  ///< on the server's clock
  std::uint64_t seed = 0;
};

/// What a route has decided to do about one request.
struct Choice {
  Stage stage;
  std::string key;
  std::size_t attempt = 0;  ///< counts from 1 for each key
  bool to_chooser = false;  ///< the sentence's chooser is to say what happens
};

/// How far each key has come with a route.
class Tally {
 public:
  /// Carries out a sentence for one more request: the only interpreter there is.
  Choice decide(const Sentence& sentence, const Request& request, const Moment& moment);
  void clear() { by_key_.clear(); }

 private:
  struct Count {
    std::size_t attempts = 0;
    std::size_t staged = 0;  // of them, those that got to the stages
    TokenBucket bucket;
  };
  std::map<std::string, Count> by_key_;
};

/// Returns: the stage that answers the n-th request (from 1) that gets to the stages.
const Stage& stage_of(const std::vector<Stage>& stages, std::size_t n);

}  // namespace mock_server
