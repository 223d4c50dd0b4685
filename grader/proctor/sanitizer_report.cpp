#include "grader/proctor/sanitizer_report.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace proctor {
namespace {

constexpr std::string_view kOutlived =
    "Something was used after its end: a reference, a pointer or a lambda's capture outlived what it refers to. A "
    "coroutine goes on after the call that made it, so all it uses has to live until it is over.";
constexpr std::string_view kCoroutineIsOver =
    "What was used belonged to a coroutine that was over: its parameters, variables and temporaries end with it.";
constexpr std::string_view kGivenBack =
    "The memory had been given back before: its object was deleted, or its container has moved its elements or is "
    "gone.";
constexpr std::string_view kOutOfBounds =
    "An index or a pointer went past the end, or before the beginning, of what it points into.";
constexpr std::string_view kNull =
    "A null pointer was followed: what it should point at was never set, or was moved away.";

constexpr std::array kOfAddress{
    CrashMeaning{"stack-use-after-return", kOutlived},
    CrashMeaning{"stack-use-after-scope", kOutlived},
    CrashMeaning{"heap-use-after-free", kGivenBack},
    CrashMeaning{"buffer-overflow", kOutOfBounds},
    CrashMeaning{"buffer-underflow", kOutOfBounds},
    CrashMeaning{"container-overflow", kOutOfBounds},
    CrashMeaning{"double-free", "The same memory was given back twice: two owners, or a pointer deleted by hand."},
    CrashMeaning{"attempting free",
                 "Memory was given back that was never asked for in this way, such as a variable's."},
    CrashMeaning{"alloc-dealloc-mismatch", "What new made has to end with delete, and what new[] made with delete[]."},
    CrashMeaning{"stack-overflow", "Functions called each other without an end: which call was to be the last one?"},
    CrashMeaning{"allocation-size-too-big", "So much memory is hardly meant: was a negative number taken for a size?"},
};

constexpr std::array kOfBehaviour{
    CrashMeaning{"null pointer", kNull},
    CrashMeaning{"integer overflow",
                 "The result does not fit into its type. Where numbers can grow, check before you compute."},
    CrashMeaning{"out of bounds", kOutOfBounds},
    CrashMeaning{"division by zero", "The divisor was zero."},
    CrashMeaning{"end of a value-returning function",
                 "A function came to its end without a return. When it returns a Task, was it to be a coroutine, with "
                 "co_return?"},
    CrashMeaning{"is not a valid value for type", "A variable was read before anything was put into it."},
    CrashMeaning{"outside the range of representable values",
                 "The number does not fit into the type it was converted to."},
    CrashMeaning{"shift exponent", "A shift has to be shorter than its type is wide, and not negative."},
};

template <std::size_t Size>
std::string_view meaning_of(std::string_view headline, const std::array<CrashMeaning, Size>& all) {
  for (const CrashMeaning& each : all) {
    if (headline.find(each.sign) != std::string_view::npos) return each.text;
  }
  return {};
}

std::string_view line_at(std::string_view text, std::size_t position) {
  return text.substr(position, text.find('\n', position) - position);
}

// The first line of the student's own code in a back trace: "#3 0x… in fetch(…) ./timeout.cpp:12:5".
std::optional<std::string> student_frame(std::string_view trace) {
  for (std::size_t position = 0; (position = trace.find("\n    #", position)) != std::string_view::npos;) {
    const std::string_view line = line_at(trace, position + 1);
    position += 1;
    const auto has = [&](std::string_view part) { return line.find(part) != std::string_view::npos; };
    if (has("/usr/") || has("/exercises/kit/") || has("/grader/subject/") || has("binding.cpp:")) continue;
    const std::size_t file = line.rfind(' ');
    if (file == std::string_view::npos || line.find(".cpp:", file) == std::string_view::npos) continue;
    const std::string_view place = line.substr(file + 1);
    return std::string(place.substr(place.rfind('/') + 1));
  }
  return std::nullopt;
}

// The part of a report from its headline to where another stack begins: who gave the memory back, who asked for it.
std::string_view first_stack(std::string_view report) {
  std::size_t end = report.size();
  for (const std::string_view other :
       {"\nfreed by thread", "\npreviously allocated by", "\nallocated by thread", "\nAddress 0x"}) {
    end = std::min(end, report.find(other));
  }
  return report.substr(0, end);
}

std::string_view stack_after(std::string_view report, std::string_view beginning) {
  const std::size_t at = report.find(beginning);
  return at == std::string_view::npos ? std::string_view() : first_stack(report.substr(at + 1));
}

// "    [32, 64) 'text' (line 8) <== Memory access at offset 40 is inside this variable"
std::string variable_in(std::string_view report) {
  const std::size_t arrow = report.find(" <== Memory access");
  if (arrow == std::string_view::npos) return "";
  const std::size_t begin = report.rfind('\n', arrow) + 1;
  const std::string_view line = report.substr(begin, arrow - begin);
  const std::size_t open = line.find('\'');
  const std::size_t close = line.find('\'', open + 1);
  const std::size_t number = line.find("(line ", close);
  if (open == std::string_view::npos || close == std::string_view::npos || number == std::string_view::npos) return "";
  const std::string_view name = line.substr(open, close - open + 1);
  if (name.starts_with("'ref.tmp") || name.starts_with("'agg.tmp")) return "";  // a temporary, which has no name
  const std::size_t end = line.find(')', number);
  return " (variable " + std::string(name) + " of line " + std::string(line.substr(number + 6, end - number - 6)) + ")";
}

bool is_null(std::string_view headline) {
  const std::size_t at = headline.find("unknown address 0x");
  if (at == std::string_view::npos) return headline.find("(nil)") != std::string_view::npos;
  const std::string_view digits = headline.substr(at + 18, headline.find(' ', at + 18) - at - 18);
  // The first page is never there; a member of a null object lies a little behind zero.
  return digits.size() >= 4 && digits.substr(0, digits.size() - 3).find_first_not_of('0') == std::string_view::npos;
}

CrashAccount account_of_address(std::string_view report) {
  const std::string_view headline = line_at(report, 0);
  std::string text(headline.substr(0, headline.find(" on address")));
  text = text.substr(0, text.find(" on unknown address"));
  text = text.substr(0, text.find(" (pc "));
  if (const auto frame = student_frame(first_stack(report))) text += " at " + *frame;
  text += variable_in(report);
  std::string_view meaning = headline.find("SEGV") != std::string_view::npos ? (is_null(headline) ? kNull : "")
                                                                             : meaning_of(headline, kOfAddress);
  const std::string_view freed = stack_after(report, "\nfreed by thread");
  if (meaning == kGivenBack && freed.find("(.destroy)") != std::string_view::npos) meaning = kCoroutineIsOver;
  return {std::move(text), meaning};
}

// "./retry.cpp:9:7: runtime error: signed integer overflow: …", and a back trace below.
CrashAccount account_of_behaviour(std::string_view output, std::size_t at) {
  const std::size_t line = output.rfind('\n', at);
  const std::size_t begin = line == std::string_view::npos ? 0 : line + 1;
  std::string_view place = output.substr(begin, at - begin);
  if (place.ends_with(": ")) place.remove_suffix(2);
  const std::string_view what = line_at(output, at + std::strlen("runtime error: "));
  std::string text = "UndefinedBehaviorSanitizer: ";
  if (place.starts_with("./")) {
    text += std::string(what) + " at " + std::string(place.substr(place.rfind('/') + 1));
  } else if (const auto frame = student_frame(first_stack(output.substr(at)))) {
    text += std::string(what) + " at " + *frame;
  } else {
    text += line_at(output, begin);  // wherever it is, nothing of it is left out
  }
  return {std::move(text), meaning_of(what, kOfBehaviour)};
}

}  // namespace

std::vector<CrashMeaning> crash_meanings() {
  std::vector<CrashMeaning> all(kOfAddress.begin(), kOfAddress.end());
  all.insert(all.begin() + 3, {"heap-use-after-free, of a coroutine", kCoroutineIsOver});
  all.push_back({"SEGV, of address 0", kNull});
  all.insert(all.end(), kOfBehaviour.begin(), kOfBehaviour.end());
  return all;
}

std::optional<CrashAccount> account_of_crash(std::string_view output) {
  if (const std::size_t at = output.find("ERROR: AddressSanitizer: "); at != std::string_view::npos)
    return account_of_address(output.substr(at + std::strlen("ERROR: ")));
  if (const std::size_t at = output.find("runtime error: "); at != std::string_view::npos)
    return account_of_behaviour(output, at);
  if (const std::size_t at = output.find("terminate called"); at != std::string_view::npos) {
    std::string text(line_at(output, at));
    if (const std::size_t what = output.find("what():", at); what != std::string_view::npos)
      text += ", " + std::string(line_at(output, what));
    return CrashAccount{std::move(text), {}};
  }
  return std::nullopt;
}

}  // namespace proctor
