#include "mock_server/timeline/model.hpp"

#include <algorithm>
#include <map>

#include "mock_server/describe.hpp"

namespace mock_server::timeline {

namespace {

constexpr std::size_t kLongestWord = 400;

Outcome outcome_of(const Exchange& exchange) {
  switch (exchange.end) {
    case End::kServed:
      return exchange.status >= 400 ? Outcome::kAnsweredError : Outcome::kAnswered;
    case End::kServerClosed:
      return Outcome::kServerClosed;
    case End::kClientLeft:
      return Outcome::kClientLeft;
    case End::kClientReset:
      return Outcome::kClientReset;
    case End::kStopped:
      return Outcome::kStopped;
    case End::kOpen:
      break;
  }
  return Outcome::kOpen;
}

/// Appends a span that begins where the last one ended.
void extend(Bar& bar, Time to, Phase phase) {
  const auto from = bar.spans.empty() ? bar.from : bar.spans.back().to;
  if (to > from) bar.spans.push_back({from, to, phase});
}

Time begin_of(const Exchange& exchange) {
  return exchange.index_on_connection == 0 ? std::min(exchange.accepted, exchange.first_byte) : exchange.first_byte;
}

Time end_of(const Exchange& exchange) {
  auto end = exchange.first_byte;
  for (const auto& time : {exchange.head_known, exchange.request_complete, exchange.first_response_byte,
                           exchange.last_response_byte, exchange.ended}) {
    if (time) end = std::max(end, *time);
  }
  for (const auto& waiting : exchange.waits) end = std::max(end, waiting.since);
  return end;
}

Bar make_bar(const Exchange& exchange, Time origin, Time length) {
  const auto since_origin = [origin](Time time) { return time - origin; };
  Bar bar;
  bar.sequence = exchange.sequence;
  bar.from = since_origin(begin_of(exchange));
  bar.begin = since_origin(exchange.first_byte);
  bar.to = exchange.ended ? std::max(bar.begin, since_origin(*exchange.ended)) : length;
  const auto within = [&](const std::optional<Exchange::TimePoint>& time) {
    return time ? std::clamp(since_origin(*time), bar.begin, bar.to) : bar.to;
  };
  extend(bar, bar.begin, Phase::kConnecting);
  // A connection that is never read has no request to receive.
  const bool is_read = exchange.head_known || exchange.waits.empty();
  extend(bar, is_read ? within(exchange.request_complete) : bar.begin, Phase::kReceiving);
  extend(bar, within(exchange.first_response_byte), Phase::kWaiting);
  if (exchange.last_response_byte) extend(bar, within(exchange.last_response_byte), Phase::kAnswering);
  extend(bar, bar.to, Phase::kWaiting);
  bar.outcome = outcome_of(exchange);
  const auto method = exchange.request.method.empty() ? "" : printable(exchange.request.method, 20) + " ";
  bar.what =
      method + (exchange.request.path.empty() ? path_text(exchange) : printable(exchange.request.path, kLongestWord));
  bar.attempt = exchange.attempt;
  bar.status = exchange.status;
  if (exchange.fault != "ok" && exchange.fault != "status") bar.fault = printable(exchange.fault);
  return bar;
}

std::string lane_name(const Exchange& exchange, Options::LaneBy by) {
  if (by == Options::LaneBy::kConnection) return "connection " + std::to_string(exchange.connection);
  if (!exchange.key.empty()) return printable(exchange.key, kLongestWord);
  return exchange.request.path.empty() ? path_text(exchange) : printable(exchange.request.path, kLongestWord);
}

/// The first and the last ones, if there are too many.
std::vector<const Exchange*> choose(const Journal::Exchanges& exchanges, const Options& options, Model& model) {
  std::vector<const Exchange*> chosen;
  const auto most = std::max<std::size_t>(options.max_requests, 2);
  const bool cut = exchanges.size() > most;
  const auto head = cut ? most - most / 3 : exchanges.size();
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    if (cut && i == head) {
      model.left_out = exchanges.size() - most;
      model.left_out_after = exchanges[i - 1].sequence;
      i += model.left_out;
    }
    chosen.push_back(&exchanges[i]);
  }
  model.requests = chosen.size();
  return chosen;
}

void measure(Model& model, const std::vector<const Exchange*>& chosen, const std::vector<Mark>& marks) {
  std::optional<Time> first;
  Time last{0};
  const auto include = [&](Time from, Time to) {
    first = std::min(first.value_or(from), from);
    last = std::max(last, to);
  };
  for (const auto* exchange : chosen) include(begin_of(*exchange), end_of(*exchange));
  for (const auto& mark : marks) include(mark.at, mark.at);
  model.origin = first.value_or(Time{0});
  model.length = std::max(Time{0}, last - model.origin);
}

class Lanes {
 public:
  explicit Lanes(Model& model) : model_(model) {}

  Lane& named(const std::string& name) {
    const auto [place, is_new] = places_.emplace(name, model_.lanes.size());
    if (is_new) model_.lanes.push_back({.name = name, .bars = {}, .events = {}});
    return model_.lanes[place->second];
  }

 private:
  Model& model_;
  std::map<std::string, std::size_t> places_;
};

void find_pauses(Lane& lane, const Model& model) {
  for (std::size_t i = 1; i < lane.bars.size(); ++i) {
    auto& before = lane.bars[i - 1];
    const auto& next = lane.bars[i];
    // What was left out may have been on this lane.
    const bool known =
        model.left_out == 0 || next.sequence <= model.left_out_after || before.sequence > model.left_out_after;
    if (known && before.outcome != Outcome::kOpen && next.begin > before.to) before.pause = next.begin - before.to;
  }
}

}  // namespace

std::vector<std::size_t> pack(const std::vector<std::pair<double, double>>& extents) {
  std::vector<double> free_from;
  std::vector<std::size_t> tracks;
  for (const auto& [from, to] : extents) {
    auto free = std::ranges::find_if(free_from, [begin = from](double until) { return until <= begin; });
    tracks.push_back(static_cast<std::size_t>(free - free_from.begin()));
    if (free == free_from.end()) {
      free_from.push_back(to);
    } else {
      *free = to;
    }
  }
  return tracks;
}

Model make_timeline(const Journal::Exchanges& exchanges, const Options& options) {
  Model model;
  const auto chosen = choose(exchanges, options, model);
  measure(model, chosen, options.marks);
  Lanes lanes(model);
  for (const auto* exchange : chosen) {
    lanes.named(lane_name(*exchange, options.lane_by)).bars.push_back(make_bar(*exchange, model.origin, model.length));
  }
  for (const auto& mark : options.marks) {
    auto& events = lanes.named(printable(mark.lane, kLongestWord)).events;
    const Event event{mark.at - model.origin, printable(mark.what)};
    events.insert(std::ranges::upper_bound(events, event.at, {}, &Event::at), event);
  }
  for (auto& lane : model.lanes) find_pauses(lane, model);
  return model;
}

}  // namespace mock_server::timeline
