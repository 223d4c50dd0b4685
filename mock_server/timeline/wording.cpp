#include "mock_server/timeline/wording.hpp"

#include <algorithm>

#include "mock_server/describe.hpp"

namespace mock_server::timeline {

std::string name_of(Phase phase) {
  switch (phase) {
    case Phase::kConnecting:
      return "connected";
    case Phase::kReceiving:
      return "request arriving";
    case Phase::kWaiting:
      return "waiting for the server";
    case Phase::kAnswering:
      return "answer on its way";
  }
  return "";
}

std::string name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAnswered:
      return "answered";
    case Outcome::kAnsweredError:
      return "answered with an error status";
    case Outcome::kServerClosed:
      return "closed by the server";
    case Outcome::kClientLeft:
      return "client left";
    case Outcome::kClientReset:
      return "client reset the connection";
    case Outcome::kStopped:
      return "server stopped";
    case Outcome::kOpen:
      return "still open";
  }
  return "";
}

std::string result_sentence(const Bar& bar) {
  const auto took = bar.to - bar.begin;
  const std::string after = took == Time{0} ? " at once" : " after " + duration_text(took);
  const std::string fault = bar.fault.empty() ? "" : " (" + bar.fault + ")";
  switch (bar.outcome) {
    case Outcome::kAnswered:
    case Outcome::kAnsweredError:
      return std::to_string(bar.status) + after + fault;
    case Outcome::kStopped:
      return "open when the server stopped" + (took == Time{0} ? "" : "," + after) + fault;
    case Outcome::kOpen:
      return "still open" + (took == Time{0} ? "" : after) + fault;
    default:
      return name_of(bar.outcome) + after + fault;
  }
}

std::string sentence(const Bar& bar) {
  const std::string attempt = bar.attempt == 0 ? "" : ", attempt " + std::to_string(bar.attempt);
  const std::string next = bar.pause ? "; the next " + duration_text(*bar.pause) + " later" : "";
  return bar.what + attempt + ": " + result_sentence(bar) + next;
}

std::vector<std::string> summary(const Model& model, const Axis& axis) {
  const auto all = model.requests + model.left_out;
  if (all == 0 && model.length == Time{0}) return {"no requests"};
  const auto start = model.origin == Time{0} ? "" : ", " + duration_text(model.origin) + " on the server's clock";
  std::vector<std::string> sentences = {plural(all, "request") + " in " + duration_text(model.length),
                                        "times are since the first one" + start};
  if (model.left_out > 0) {
    sentences.push_back(plural(model.left_out, "request") + " after #" + std::to_string(model.left_out_after) +
                        " left out");
  }
  for (const auto& cut : cut_sentences(axis)) sentences.push_back(cut);
  return sentences;
}

std::vector<Line> lines(const Model& model) {
  std::vector<Line> found;
  std::vector<std::pair<Line, std::uint64_t>> requests;
  for (const auto& lane : model.lanes) {
    for (const auto& bar : lane.bars) {
      requests.push_back({{bar.begin, "#" + std::to_string(bar.sequence), sentence(bar)}, bar.sequence});
    }
  }
  std::ranges::sort(requests, {}, [](const auto& request) { return request.second; });
  bool before = true;
  for (auto& [line, sequence] : requests) {
    line.after_left_out = before && model.left_out > 0 && sequence > model.left_out_after;
    before = before && !line.after_left_out;
    found.push_back(std::move(line));
  }
  for (const auto& lane : model.lanes) {
    for (const auto& event : lane.events) {
      const Line line{event.at, "", event.what + " (" + lane.name + ")", false};
      found.insert(std::ranges::upper_bound(found, line.at, {}, &Line::at), line);
    }
  }
  return found;
}

}  // namespace mock_server::timeline
