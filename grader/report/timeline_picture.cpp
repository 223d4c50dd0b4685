#include "grader/report/timeline_picture.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "grader/report/time_text.hpp"
#include "grader/report/timeline_entries.hpp"

namespace grader {
namespace {

using What = TimelinePicture::What;
using End = TimelinePicture::End;
using Bar = TimelinePicture::Bar;
using Lane = TimelinePicture::Lane;
using Role = TimelineEntry::Role;

// All that has one name; its bars may overlap.
struct Group {
  What what = What::kEvent;
  std::string name{};
  std::vector<Bar> bars{};
  std::vector<std::string> ids{};  // of the bars
  std::vector<bool> over{};        // of the bars: the end has been read
  std::vector<TimelinePicture::Mark> marks{};
};

class Reader {
 public:
  void read(const TimelineEntry& entry) {
    times_.push_back(entry.at_ms);
    Group& group = group_of(entry);
    if (entry.role == Role::kMoment) group.marks.push_back({.at_ms = entry.at_ms, .text = entry.text});
    if (entry.role == Role::kBegin) {
      group.bars.push_back({.from_ms = entry.at_ms, .to_ms = entry.at_ms, .ending = "", .fault = entry.text});
      group.ids.push_back(entry.id);
      group.over.push_back(false);
    }
    if (entry.role != Role::kCancel && entry.role != Role::kEnd) return;
    const auto place = open_bar(group, entry);
    if (!place) return;
    Bar& bar = group.bars[*place];
    if (entry.role == Role::kCancel) {
      bar.cancelled_ms = entry.at_ms;
      return;
    }
    bar.to_ms = std::max(bar.from_ms, entry.at_ms);
    bar.end = entry.end;
    bar.ending = entry.text;
    group.over[*place] = true;
  }

  std::vector<Group> take(std::vector<double>& moments) {
    std::ranges::sort(times_);
    times_.erase(std::ranges::unique(times_).begin(), times_.end());
    for (Group& group : groups_) {
      for (std::size_t i = 0; i < group.bars.size(); ++i) {
        if (!group.over[i]) group.bars[i].to_ms = times_.back();
      }
    }
    moments = times_;
    return std::move(groups_);
  }

 private:
  Group& group_of(const TimelineEntry& entry) {
    const auto [place, is_new] = known_.emplace(std::pair(entry.what, entry.name), groups_.size());
    if (is_new) groups_.push_back({.what = entry.what, .name = entry.name});
    return groups_[place->second];
  }

  static std::optional<std::size_t> open_bar(const Group& group, const TimelineEntry& entry) {
    for (std::size_t i = 0; i < group.bars.size(); ++i) {
      if (group.over[i] || group.ids[i] != entry.id) continue;
      if (entry.role == Role::kCancel && group.bars[i].cancelled_ms) continue;
      return i;
    }
    return std::nullopt;
  }

  std::vector<Group> groups_;
  std::map<std::pair<What, std::string>, std::size_t> known_;
  std::vector<double> times_;
};

// From when to when something but the calls themselves goes on, joined and ascending.
std::vector<std::pair<double, double>> busy_times(const std::vector<Group>& groups) {
  std::vector<std::pair<double, double>> all;
  for (const Group& group : groups) {
    if (group.what != What::kOperation && group.what != What::kRequest) continue;
    for (const Bar& bar : group.bars) all.emplace_back(bar.from_ms, bar.to_ms);
  }
  std::ranges::sort(all);
  std::vector<std::pair<double, double>> joined;
  for (const auto& [from, to] : all) {
    if (!joined.empty() && from <= joined.back().second) {
      joined.back().second = std::max(joined.back().second, to);
    } else {
      joined.emplace_back(from, to);
    }
  }
  return joined;
}

// How long a call goes on from a moment: to the end of the last one that is under way then.
std::optional<double> call_until(const std::vector<Group>& groups, double moment) {
  std::optional<double> until;
  for (const Group& group : groups) {
    if (group.what != What::kCall) continue;
    for (const Bar& bar : group.bars) {
      if (bar.from_ms <= moment && moment < bar.to_ms) until = std::max(until.value_or(bar.to_ms), bar.to_ms);
    }
  }
  return until;
}

// Time in which a call is under way and nothing else is wait; it is shown behind whatever ended last before it.
void find_waits(std::vector<Group>& groups) {
  const auto busy = busy_times(groups);
  for (std::size_t i = 0; i < busy.size(); ++i) {
    const double from = busy[i].second;
    const auto call = call_until(groups, from);
    if (!call) continue;
    const double to = i + 1 < busy.size() ? std::min(*call, busy[i + 1].first) : *call;
    Bar* last = nullptr;
    for (Group& group : groups) {
      if (group.what != What::kOperation && group.what != What::kRequest) continue;
      for (Bar& bar : group.bars) {
        if (bar.to_ms == from) last = &bar;
      }
    }
    if (last != nullptr) last->wait_to_ms = to;
  }
}

// At one moment: begins and ends there.
bool is_instant(const Bar& bar) { return bar.from_ms == bar.to_ms; }

bool fits_behind(const Lane& lane, const Bar& bar) {
  if (lane.bars.empty()) return true;
  const Bar& last = lane.bars.back();
  if (last.to_ms < bar.from_ms) return true;
  return last.to_ms == bar.from_ms && !is_instant(bar) && !is_instant(last);
}

std::vector<std::size_t> in_order_of_time(const std::vector<Bar>& bars) {
  std::vector<std::size_t> places(bars.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::ranges::sort(places, {}, [&bars](std::size_t i) { return std::tuple(bars[i].from_ms, bars[i].to_ms, i); });
  return places;
}

void add_lanes(std::vector<Lane>& lanes, const Group& group) {
  std::vector<Lane> own;
  for (const std::size_t place : in_order_of_time(group.bars)) {
    const Bar& bar = group.bars[place];
    Bar* twin = nullptr;
    for (Lane& lane : own) {
      for (Bar& other : lane.bars) {
        Bar single = other;
        single.times = 1;
        single.wait_to_ms = bar.wait_to_ms;  // at most one of them has it
        if (is_instant(bar) && single == bar) twin = &other;
      }
    }
    if (twin != nullptr) {
      ++twin->times;
      if (bar.wait_to_ms) twin->wait_to_ms = bar.wait_to_ms;
      continue;
    }
    auto lane = std::ranges::find_if(own, [&bar](const Lane& each) { return fits_behind(each, bar); });
    if (lane == own.end()) {
      own.push_back({.what = group.what, .name = group.name, .first = own.empty()});
      lane = own.end() - 1;
    }
    lane->bars.push_back(bar);
  }
  if (own.empty() && !group.marks.empty()) own.push_back({.what = group.what, .name = group.name});
  if (!own.empty()) own.front().marks = group.marks;
  for (Lane& lane : own) {
    const bool same =
        !lanes.empty() && !lane.first && lanes.back().bars == lane.bars && lanes.back().marks == lane.marks;
    if (same) {
      ++lanes.back().times;
    } else {
      lanes.push_back(std::move(lane));
    }
  }
}

std::string sentence(const Lane& lane, const Bar& bar) {
  std::string text = lane.name + (bar.times > 1 ? ", " + std::to_string(bar.times) + " times," : "");
  text += is_instant(bar) ? " at " + time_text(bar.from_ms)
                          : " from " + time_text(bar.from_ms) + " to " + time_text(bar.to_ms);
  if (!bar.fault.empty()) text += " (" + bar.fault + ')';
  if (bar.cancelled_ms) text += ", cancelled at " + time_text(*bar.cancelled_ms);
  text += ": ";
  if (!bar.ending.empty() && lane.what == What::kRequest) text += "answered ";
  if (!bar.ending.empty() && lane.what == What::kCall) text += bar.end == End::kFailed ? "threw " : "returned ";
  text += bar.ending.empty() ? words_for(lane.what, bar.end) : bar.ending;
  if (bar.wait_to_ms) text += "; then a wait of " + time_text(*bar.wait_to_ms - bar.to_ms);
  return text;
}

}  // namespace

TimelinePicture timeline_picture(const ReportJson& timeline) {
  TimelinePicture picture;
  if (!timeline.is_array()) return picture;
  Reader reader;
  bool any = false;
  for (const ReportJson& json : timeline) {
    const auto entry = read_timeline_entry(json);
    if (!entry) continue;
    if (entry->role == Role::kCut) {
      picture.cut = entry->name;
      continue;
    }
    reader.read(*entry);
    any = true;
  }
  if (!any) return picture;
  std::vector<Group> groups = reader.take(picture.moments);
  find_waits(groups);
  for (const What what : {What::kCall, What::kOperation, What::kRequest, What::kEvent}) {
    for (const Group& group : groups) {
      if (group.what == what) add_lanes(picture.lanes, group);
    }
  }
  return picture;
}

std::string words_for(What what, End end) {
  switch (end) {
    case End::kDone:
      return what == What::kRequest ? "answered" : what == What::kCall ? "returned" : "ended";
    case End::kFailed:
      return "failed";
    case End::kCancelled:
      return "cancelled";
    case End::kLeft:
      return "client left";
    case End::kReset:
      return "client reset";
    case End::kClosed:
      return "server closed";
    case End::kStopped:
      return "server stopped";
    case End::kOpen:
      return what == What::kRequest ? "still open" : "still running";
    case End::kForEver:
      return "waits for ever";
  }
  return "";
}

const char* timeline_glyph(End end) {
  switch (end) {
    case End::kDone:
      return "✓";
    case End::kFailed:
    case End::kClosed:
      return "✗";
    case End::kCancelled:
      return "⊘";
    case End::kLeft:
      return "◁";
    case End::kReset:
      return "◀";
    case End::kStopped:
      return "■";
    case End::kOpen:
      return "…";
    case End::kForEver:
      return "∞";
  }
  return "?";
}

std::vector<std::string> timeline_sentences(const TimelinePicture& picture) {
  std::vector<std::string> sentences;
  for (const Lane& lane : picture.lanes) {
    const std::string times = lane.times > 1 ? " (" + std::to_string(lane.times) + " alike)" : "";
    for (const Bar& bar : lane.bars) sentences.push_back(sentence(lane, bar) + times);
    for (const auto& mark : lane.marks)
      sentences.push_back(lane.name + " at " + time_text(mark.at_ms) + (mark.text.empty() ? "" : ": " + mark.text));
  }
  if (!picture.cut.empty()) sentences.push_back(picture.cut);
  return sentences;
}

}  // namespace grader
