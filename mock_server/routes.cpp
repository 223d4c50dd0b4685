#include "mock_server/routes.hpp"

namespace mock_server {

Routes::Routes(std::vector<Sentence> sentences, StateValues states) : states_(std::move(states)) {
  for (auto& sentence : sentences) routes_.emplace_back(new Route(std::move(sentence), mutex_));
}

Route& Routes::on(const std::string& method, const std::string& path) {
  const std::scoped_lock lock(*mutex_);
  retire_what_the_newest_replaces();
  Sentence blank{.match = {.method = method, .path = path}};
  return *routes_.emplace_back(new Route(std::move(blank), mutex_));
}

/// The newest sentence is complete when the next one is begun. Without this, a test that writes one path again and again
/// would make every request slower.
void Routes::retire_what_the_newest_replaces() {
  if (routes_.empty()) return;
  const Route* const newest = routes_.back().get();
  std::vector<std::unique_ptr<Route>> kept;
  for (auto& route : routes_) {
    if (route.get() == newest || !route->sentence_.answers_the_same(newest->sentence_)) {
      kept.push_back(std::move(route));
      continue;
    }
    route->sentence_ = {};
    route->tally_.clear();
    retired_.push_back(std::move(route));
  }
  routes_ = std::move(kept);
}

Route* Routes::find(const Request& request) const {
  const Candidate candidate(request);
  Route* best = nullptr;
  auto rank_of = [](const Sentence& sentence) {
    auto rank = sentence.match.rank();
    rank.missing_conditions -= sentence.when_state.size();
    return rank;
  };
  RequestMatcher::Rank best_rank;
  for (const auto& route : routes_) {
    const auto& sentence = route->sentence_;
    if (!sentence.match.matches(candidate) || !states_.hold(sentence.when_state)) continue;
    const auto rank = rank_of(sentence);
    // Among equals the first one, except that a sentence written again replaces the older one.
    if (best == nullptr || rank < best_rank || (rank == best_rank && sentence.answers_the_same(best->sentence_))) {
      best = route.get();
      best_rank = rank;
    }
  }
  return best;
}

std::optional<Choice> Routes::choose(const Request& request, const Moment& moment) {
  std::optional<Choice> choice;
  Chooser chooser;
  {
    const std::scoped_lock lock(*mutex_);
    Route* const route = find(request);
    if (route == nullptr) return std::nullopt;
    choice = route->tally_.decide(route->sentence_, request, moment);
    if (choice->to_chooser) chooser = route->sentence_.chooser;
    states_.set(choice->stage.set_state);
  }
  if (!chooser) return choice;
  choice->stage = chooser(request, choice->attempt);
  const std::scoped_lock lock(*mutex_);
  states_.set(choice->stage.set_state);
  return choice;
}

Route* Routes::match(const Request& request) const {
  const std::scoped_lock lock(*mutex_);
  return find(request);
}

NearestRoute Routes::nearest(const Request& request) const {
  const std::scoped_lock lock(*mutex_);
  NearestRoute nearest(request, states_);
  for (const auto& route : routes_) nearest.consider(route->sentence_);
  return nearest;
}

std::string Routes::state(const std::string& name) const {
  const std::scoped_lock lock(*mutex_);
  return states_.value(name);
}

void Routes::set_state(const std::string& name, const std::string& value) {
  const std::scoped_lock lock(*mutex_);
  states_.set({{name, value}});
}

}  // namespace mock_server
