#include "grader/build/explain_message.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "grader/build/function_header.hpp"

namespace grader {
namespace {

constexpr Explanation kForgottenAwait{
    "forgotten_await",
    "A task (or a handle or a future) stands for a value that is not there yet. co_await waits for it and gives the "
    "value."};
constexpr Explanation kDroppedTask{
    "dropped_task",
    "The call only makes the task; not one line of its body has run. Await it with co_await, or start it with "
    "aio::create_task and join the handle later."};
constexpr Explanation kReturnInCoroutine{
    "return_in_coroutine",
    "A coroutine gives its value with co_return. Only a function that is no coroutine may return, and what it returns "
    "has to be a whole Task."};
constexpr Explanation kEndWithoutValue{
    "end_without_value",
    "There is a way through this coroutine that ends without co_return, and whoever awaits it then gets an error "
    "instead of a value. End each way with co_return, or with an exception."};
constexpr Explanation kNoCoroutineAtAll{
    "no_coroutine_at_all",
    "A function is a coroutine only when co_await or co_return stands in it. This one returns a Task without either, "
    "so it would have to return a Task from somewhere; with co_return it makes one itself."};
constexpr Explanation kCoReturnWithoutValue{"co_return_without_value",
                                            "The type promises a value: Task<T> needs co_return with a T. A coroutine "
                                            "that has nothing to give returns Task<>."};
constexpr Explanation kCoReturnWithValue{
    "co_return_with_value",
    "Task<> (the same as Task<void>) promises no value, so co_return takes none here. Who wants to give one returns "
    "Task<T>."};
constexpr Explanation kAwaitInHandler{
    "await_in_handler",
    "C++ allows no co_await in a catch block. In the handler, only note what happened (a variable, or "
    "std::current_exception()); await after the block, and rethrow there if need be."};
constexpr Explanation kNoCoroutineType{
    "no_coroutine_type",
    "co_await and co_return make a function a coroutine, and a coroutine has to return a Task: aio::Task<int> where it "
    "was int, aio::Task<> where it was void. Its callers then await it."};
constexpr Explanation kDeducedType{
    "deduced_type",
    "The compiler cannot guess the type of a coroutine. Write it out; with a lambda it stands behind the parameters: "
    "[] () -> aio::Task<…> { … }."};
constexpr Explanation kAwaitInSpecial{
    "await_in_special_function",
    "A constructor or destructor returns nothing that could be awaited, so it cannot wait. Put the waiting into a "
    "function of its own, which somebody awaits before the object is used or dropped."};
constexpr Explanation kDangling{
    "dangling",
    "What this refers to is gone at the end of the statement or function. A coroutine goes on later, and then finds "
    "nothing there: keep a value of your own instead of a reference, pointer or view."};
constexpr Explanation kNotAwaitable{
    "not_awaitable",
    "co_await waits for a Task, a TaskHandle or an aio::Future, and this is none of them. What an ordinary function "
    "returns is there at once, without co_await."};
constexpr Explanation kAwaitedDuration{
    "awaited_duration",
    "A duration is only a number; nothing happens when it has passed. aio::sleep makes a task of it, and that can be "
    "awaited."};
constexpr Explanation kAwaitedStdFuture{
    "awaited_std_future",
    "A std::future can only block its thread, and with it every other task. Its counterpart here is aio::Future; "
    "blocking work goes to aio::in_executor, which can be awaited."};
constexpr Explanation kAwaitedMany{
    "awaited_many", "A container of tasks is no task. Await them one by one, or let aio::gather make one task of all."};
constexpr Explanation kNotCalled{
    "not_called", "This is a function that makes a task, not a task. Call it, with (), and await what it returns."};
constexpr Explanation kConstTask{"const_task",
                                 "Awaiting uses a task up, so a const one cannot be awaited. Take the const away."};
constexpr Explanation kCopiedTask{
    "copied_task",
    "A Task cannot be copied, because its body runs only once. Hand it on with std::move; what is left behind has "
    "nothing more to await."};
constexpr Explanation kListOfTasks{
    "list_of_tasks",
    "A list in braces copies its elements, and a Task cannot be copied. Put the tasks in one by one, with push_back."};
constexpr Explanation kFunctionHoldsTask{
    "function_holds_task",
    "A std::function copies what it holds, and a lambda that holds a Task cannot be copied. Let the lambda make the "
    "task when it is called, instead of holding one."};
constexpr Explanation kTaskForFunction{
    "task_for_function",
    "Wanted is a function that makes a new task at each call, and this is one task that is made already. Pass the "
    "function, or a lambda that returns its call."};
constexpr Explanation kMissingNamespace{"missing_namespace",
                                        "The kit's names live in the namespace aio: write aio:: before them."};
constexpr Explanation kSystemSleep{
    "system_sleep",
    "Without aio:: this is the operating system's sleep, which blocks everything. Write aio::sleep, and await it."};
constexpr Explanation kMissingLiterals{
    "missing_literals",
    "Durations such as 5s and 200ms are understood after using namespace std::chrono_literals; put that line above "
    "the function."};
constexpr Explanation kMissingKitHeader{"missing_kit_header",
                                        "The kit has one header for everything: #include <aio/aio.hpp>."};

constexpr std::array kAll{
    kForgottenAwait,       kDroppedTask,       kReturnInCoroutine, kEndWithoutValue, kNoCoroutineAtAll,
    kCoReturnWithoutValue, kCoReturnWithValue, kAwaitInHandler,    kNoCoroutineType, kDeducedType,
    kAwaitInSpecial,       kDangling,          kNotAwaitable,      kAwaitedDuration, kAwaitedStdFuture,
    kAwaitedMany,          kNotCalled,         kConstTask,         kCopiedTask,      kListOfTasks,
    kFunctionHoldsTask,    kTaskForFunction,   kMissingNamespace,  kSystemSleep,     kMissingLiterals,
    kMissingKitHeader};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The types and names that a message quotes: 'int' and 'std::string' of "from 'int' to 'std::string' (aka 'basic…')".
// What "aka" says once more is left out.
std::vector<std::string_view> quoted(std::string_view text) {
  std::vector<std::string_view> all;
  for (std::size_t at = 0; (at = text.find('\'', at)) != std::string_view::npos;) {
    const std::size_t end = text.find('\'', at + 1);
    if (end == std::string_view::npos) break;
    if (!text.substr(0, at).ends_with("(aka ")) all.push_back(text.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return all;
}

// Whether a type is the kit's template of this name, however it is qualified.
bool is_kits(std::string_view type, std::string_view name) {
  for (const std::string_view prefix : {"const ", "volatile ", "aio::"}) {
    if (type.starts_with(prefix)) type.remove_prefix(prefix.size());
  }
  return type.starts_with(name) && type.substr(name.size()).starts_with('<');
}
bool is_task(std::string_view type) { return is_kits(type, "Task"); }
bool is_promise_of_a_value(std::string_view type) {
  return is_task(type) || is_kits(type, "TaskHandle") || is_kits(type, "Future");
}
bool is_made_of_tasks(std::string_view type) { return !is_task(type) && has(type, "Task<"); }

// "… conversion from 'A' to 'B'": what became of a task that was to become something else.
const Explanation* explain_conversion(std::string_view text) {
  const std::size_t at = text.find("conversion from ");
  if (at == std::string_view::npos) return nullptr;
  const auto types = quoted(text.substr(at));
  if (types.size() < 2) return nullptr;
  if (is_task(types[0]) && has(types[1], "function<") && is_made_of_tasks(types[1])) return &kTaskForFunction;
  if (is_task(types[1]) && !is_task(types[0]) && has(text, "returned value")) return &kReturnInCoroutine;
  if (is_promise_of_a_value(types[0]) && !has(types[1], "Task") && !has(types[1], "Future<")) return &kForgottenAwait;
  return nullptr;
}

// A task where its value was meant: in a condition, an operation, a loop, a call.
const Explanation* explain_use_of_task(const CompilerFinding& finding) {
  const std::string_view text = finding.head.text;
  if (const Explanation* found = explain_conversion(text)) return found;
  static constexpr std::string_view kUses[] = {"is not contextually convertible to 'bool'",
                                               "invalid operands to binary expression",
                                               "to unary expression",
                                               "no member named ",
                                               "invalid range expression of type ",
                                               "no viable overloaded operator[] for type ",
                                               "is not a pointer",
                                               "indirection requires pointer operand",
                                               "statement requires expression of integer type",
                                               "without a conversion operator"};
  const auto types = quoted(text);
  const bool about_a_task = std::ranges::any_of(types, is_promise_of_a_value);
  if (about_a_task && std::ranges::any_of(kUses, [&](std::string_view use) { return has(text, use); }))
    return &kForgottenAwait;
  static constexpr std::string_view kCalls[] = {"no matching ", "no viable overloaded '="};
  if (std::ranges::none_of(kCalls, [&](std::string_view call) { return text.starts_with(call); })) return nullptr;
  for (const CompilerMessage& note : finding.notes) {
    if (!has(note.text, "no known conversion from ")) continue;
    if (const Explanation* found = explain_conversion(note.text)) return found;
  }
  return nullptr;
}

std::string_view line_at(const StudentsPlace& place) {
  const auto lines = lines_of(place.content);
  return place.line > 0 && place.line <= lines.size() ? lines[place.line - 1] : std::string_view();
}

bool follows_co_await(const StudentsPlace& place) {
  std::string_view before = line_at(place).substr(0, place.column > 0 ? place.column - 1 : 0);
  while (!before.empty() && (std::isspace(static_cast<unsigned char>(before.back())) != 0 || before.back() == '('))
    before.remove_suffix(1);
  return before.ends_with("co_await");
}

const Explanation* explain_awaited(std::string_view text, const StudentsPlace& place) {
  const bool no_class = has(text, "member reference base type ") && follows_co_await(place);
  if (!no_class && !text.starts_with("no member named 'await_ready' in ")) {
    return text.starts_with("base of member reference is a function") && follows_co_await(place) ? &kNotCalled
                                                                                                 : nullptr;
  }
  const auto types = quoted(text);
  const std::string_view type = types.empty() ? std::string_view() : types.back();
  if (is_task(type)) return &kConstTask;
  if (has(type, "std::function<")) return is_made_of_tasks(type) ? &kNotCalled : &kNotAwaitable;
  if (has(type, "chrono::duration<") || has(type, "chrono::seconds") || has(type, "chrono::milliseconds"))
    return &kAwaitedDuration;
  if (has(type, "std::future<") || has(type, "std::shared_future<")) return &kAwaitedStdFuture;
  if (is_made_of_tasks(type)) return &kAwaitedMany;
  return &kNotAwaitable;
}

const Explanation* explain_coroutine(std::string_view text, const StudentsPlace& place) {
  if (has(text, "return statement not allowed in coroutine")) return &kReturnInCoroutine;
  if (has(text, "no member named 'return_void' in")) return &kCoReturnWithoutValue;
  if (has(text, "no member named 'return_value' in")) return &kCoReturnWithValue;
  if (text.starts_with("this function cannot be a coroutine")) return &kNoCoroutineType;
  if (has(text, "cannot be used in the handler of a try block")) return &kAwaitInHandler;
  if (has(text, "cannot be used in a function with a deduced return type")) return &kDeducedType;
  if (has(text, "cannot be used in a constructor") || has(text, "cannot be used in a destructor"))
    return &kAwaitInSpecial;
  if (text.starts_with("non-void coroutine does not return a value")) return &kEndWithoutValue;
  if (text.starts_with("non-void function does not return a value") &&
      has(header_of_function_at(place.content, place.line, place.column), "Task<"))
    return &kNoCoroutineAtAll;
  return nullptr;
}

bool is_copy_of_task(std::string_view text) {
  if (!has(text, "implicitly-deleted copy") && !has(text, "copy assignment operator is implicitly deleted"))
    return false;
  return std::ranges::any_of(quoted(text), is_task);
}

const Explanation* explain_copy(const CompilerFinding& finding) {
  const auto any = [&](auto&& holds) {
    return holds(finding.head.text) ||
           std::ranges::any_of(finding.notes, [&](const CompilerMessage& note) { return holds(note.text); });
  };
  if (has(finding.head.text, "std::function target must be copy-constructible")) return &kFunctionHoldsTask;
  if (!any(is_copy_of_task)) return nullptr;
  const bool from_a_list = any([](std::string_view text) { return has(text, "_M_range_initialize"); });
  return from_a_list ? &kListOfTasks : &kCopiedTask;
}

const Explanation* explain_names(const CompilerFinding& finding) {
  const std::string_view text = finding.head.text;
  if (has(text, "did you mean 'aio::")) return &kMissingNamespace;
  if (text.starts_with("no matching literal operator for call to 'operator\"\"")) {
    static constexpr std::string_view kSuffixes[] = {"h'", "min'", "s'", "ms'", "us'", "ns'"};
    const std::string_view suffix = text.substr(text.find("\"\"") + 2);
    const bool of_time = std::ranges::any_of(kSuffixes, [&](std::string_view one) { return suffix.starts_with(one); });
    return of_time ? &kMissingLiterals : nullptr;
  }
  if (text.starts_with("'aio") && has(text, "file not found")) return &kMissingKitHeader;
  const bool systems =
      std::ranges::any_of(finding.notes, [](const CompilerMessage& note) { return note.path.ends_with("/unistd.h"); });
  return text.starts_with("no matching function for call to 'sleep'") && systems ? &kSystemSleep : nullptr;
}

}  // namespace

std::span<const Explanation> explanations() { return kAll; }

const Explanation* explain(const CompilerFinding& finding, const StudentsPlace& place) {
  const std::string_view text = finding.head.text;
  if (finding.head.severity == "warning") {
    if (has(text, "ignoring return value") && has(text, "a Task does nothing until")) return &kDroppedTask;
    if (has(text, "[-Wdangling") || has(text, "[-Wreturn-stack-address]")) return &kDangling;
    return explain_coroutine(text, place);
  }
  if (const Explanation* found = explain_names(finding)) return found;
  if (const Explanation* found = explain_coroutine(text, place)) return found;
  if (const Explanation* found = explain_awaited(text, place)) return found;
  if (const Explanation* found = explain_copy(finding)) return found;
  return explain_use_of_task(finding);
}

}  // namespace grader
