#include "grader/report/timeline_entries.hpp"

#include <array>
#include <cmath>
#include <string_view>

#include "grader/report/json_view.hpp"

namespace grader {
namespace {

using namespace json_view;
using What = TimelinePicture::What;
using End = TimelinePicture::End;
using Role = TimelineEntry::Role;

constexpr double kLongest = 1e15;  // milliseconds: beyond it no difference between two times is exact

std::string dump(const ReportJson& value) { return value.dump(-1, ' ', false, ReportJson::error_handler_t::replace); }

struct RequestEnd {
  std::string_view word;
  End end;
};
// As the mock server's journal calls them, and the proctor's own "still_open".
constexpr std::array<RequestEnd, 6> kRequestEnds = {{{"served", End::kDone},
                                                     {"client_left", End::kLeft},
                                                     {"client_reset", End::kReset},
                                                     {"server_closed", End::kClosed},
                                                     {"stopped", End::kStopped},
                                                     {"still_open", End::kOpen}}};

struct Suffix {
  std::string_view word;
  Role role;
  End end;
};
constexpr std::array<Suffix, 5> kOperationWords = {
    {{" started", Role::kBegin, End::kOpen},
     {" started, on the event loop's own thread", Role::kBegin, End::kOpen},
     {" cancelled", Role::kCancel, End::kOpen},
     {" cleaned up", Role::kEnd, End::kCancelled},
     {" ended", Role::kEnd, End::kDone}}};

bool read_call(const ReportJson& entry, const std::string& word, TimelineEntry& read) {
  if (!at(entry, "function").is_string()) return false;
  read.what = What::kCall;
  read.name = text(entry, "function");
  if (word == "call") {
    read.role = Role::kBegin;
  } else if (word == "cancel") {
    read.role = Role::kCancel;
  } else if (word == "threw") {
    read.role = Role::kEnd;
    read.end = End::kFailed;
    read.text = text(entry, "error");
  } else if (word == "returned") {
    read.role = Role::kEnd;
    read.end = End::kDone;
    const ReportJson& value = at(entry, "value");
    const bool shown =
        value.is_primitive() && !value.is_null();  // a state, a count; an object says little in a picture
    read.text = shown ? dump(value) : "";
  } else if (word == "waits for ever") {
    read.role = Role::kEnd;
    read.end = End::kForEver;
  } else {
    return false;
  }
  return true;
}

bool read_request(const ReportJson& entry, const std::string& word, TimelineEntry& read) {
  if (!at(entry, "path").is_string()) return false;
  read.what = What::kRequest;
  read.name = text(entry, "path");
  if (word == "request") {
    read.role = Role::kBegin;
    read.text = text(entry, "fault");
    return true;
  }
  for (const auto& [name, end] : kRequestEnds) {
    if (word != name) continue;
    read.role = Role::kEnd;
    read.end = end;
    const auto status = number(entry, "status");
    if (end == End::kDone && status > 0) read.text = std::to_string(status);
    if (end == End::kDone && status >= 400) read.end = End::kFailed;
    return true;
  }
  return false;
}

bool read_operation(const ReportJson& entry, const std::string& word, TimelineEntry& read) {
  if (word == "subject ended") return false;
  for (const auto& [suffix, role, end] : kOperationWords) {
    if (!word.ends_with(suffix) || word.size() == suffix.size()) continue;
    read.what = What::kOperation;
    read.name = word.substr(0, word.size() - suffix.size());
    read.role = role;
    read.end = end;
    if (role == Role::kBegin && suffix.size() > kOperationWords[0].word.size()) read.text = "on the loop's thread";
    const std::string error = text(entry, "error");
    if (role == Role::kEnd && !error.empty()) {
      read.end = End::kFailed;
      read.text = error;
    }
    return true;
  }
  return false;
}

void read_moment(const ReportJson& entry, const std::string& word, TimelineEntry& read) {
  read.role = word.starts_with("… (") ? Role::kCut : Role::kMoment;
  read.name = word;
  for (const auto& [key, value] : entry.items()) {
    if (key == "at_ms" || key == "what" || key == "id") continue;
    if (!read.text.empty()) read.text += ", ";
    if (key != "args" && key != "why") read.text += key + ' ';
    read.text += value.is_string() ? value.get<std::string>() : dump(value);
  }
}

}  // namespace

std::optional<TimelineEntry> read_timeline_entry(const ReportJson& entry) {
  const ReportJson& time = at(entry, "at_ms");
  const std::string word = text(entry, "what");
  if (!time.is_number() || word.empty()) return std::nullopt;
  TimelineEntry read;
  read.at_ms = time.get<double>();
  if (!(std::abs(read.at_ms) <= kLongest)) return std::nullopt;
  if (at(entry, "id").is_number_integer()) read.id = dump(at(entry, "id"));
  if (read_call(entry, word, read) || read_request(entry, word, read) || read_operation(entry, word, read)) return read;
  TimelineEntry moment;
  moment.at_ms = read.at_ms;
  read_moment(entry, word, moment);
  return moment;
}

}  // namespace grader
