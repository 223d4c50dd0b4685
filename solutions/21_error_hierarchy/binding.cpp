#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <error_hierarchy.hpp>
#include <grader/subject/expose.hpp>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <typeinfo>
#include <utility>

// The classes of the errors are the student's own, so nothing here can name them. What an error is comes from its
// run-time type information: the name of its class, and of all classes that one derives from.
namespace {

using aio::Json;

std::string name_of(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status),
                                                         &std::free);
  return status == 0 ? name.get() : type.name();
}

// The class std::throw_with_nested makes of the student's; it has no name that anybody wrote.
bool is_wrapper(std::string_view name) { return name.starts_with("std::_Nested_exception<"); }

// Appends the names of a class and all its bases, the class first, each once.
void list_classes(const std::type_info& type, Json& names) {
  const std::string name = name_of(type);
  if (std::ranges::find(names, Json(name)) != names.end()) return;
  if (!is_wrapper(name)) names.push_back(name);
  if (const auto* one = dynamic_cast<const abi::__si_class_type_info*>(&type)) {
    list_classes(*one->__base_type, names);
  } else if (const auto* many = dynamic_cast<const abi::__vmi_class_type_info*>(&type)) {
    for (unsigned i = 0; i < many->__base_count; ++i) list_classes(*many->__base_info[i].__base_type, names);
  }
}

// Appends {"classes": […], "message": "…"} for the exception being handled and for each of its causes.
void list_chain(Json& chain) {  // NOLINT(misc-no-recursion): as deep as the student's chain
  Json classes = Json::array();
  list_classes(*abi::__cxa_current_exception_type(), classes);
  try {
    throw;
  } catch (const std::exception& error) {
    chain.push_back({{"classes", classes}, {"message", error.what()}});
    const auto* nested = dynamic_cast<const std::nested_exception*>(&error);
    if (nested == nullptr || nested->nested_ptr() == nullptr) return;
    try {
      nested->rethrow_nested();
    } catch (...) {
      list_chain(chain);
    }
  } catch (...) {
    chain.push_back({{"classes", classes}, {"message", ""}});
  }
}

// Turns an error into a value that shows all of it. What is no error of anybody's design passes: a cancellation, and
// the stub.
template <class T>
aio::Task<Json> told(aio::Task<T> task) {
  try {
    co_return Json{{"value", co_await std::move(task)}};
  } catch (const aio::CancelledError&) {
    throw;
  } catch (const aio::NotImplementedError&) {
    throw;
  } catch (...) {
    Json chain = Json::array();
    list_chain(chain);
    co_return Json{{"threw", chain}};
  }
}

aio::Task<Json> told_station(Fetch fetch, std::string station, aio::Duration limit) {
  return told(read_station(std::move(fetch), std::move(station), limit));
}

aio::Task<Json> told_bulletin(Fetch fetch, std::vector<std::string> stations, aio::Duration limit) {
  return told(make_bulletin(std::move(fetch), std::move(stations), limit));
}

aio::Task<Json> told_board(Fetch fetch, std::vector<std::string> stations, aio::Duration limit) {
  return told(show_board(std::move(fetch), std::move(stations), limit));
}

// Throws an error that says the message at `index` and is caused by one that says the next, and so on; of several classes.
[[noreturn]] void throw_chain(const std::vector<std::string>& messages, std::size_t index) {
  const std::string& message = messages.at(index);
  if (index + 1 == messages.size()) throw std::out_of_range(message);
  try {
    throw_chain(messages, index + 1);
  } catch (...) {
    if (index % 3 == 0) std::throw_with_nested(std::runtime_error(message));
    if (index % 3 == 1) std::throw_with_nested(aio::TransportError(message));
    std::throw_with_nested(std::invalid_argument(message));
  }
}

std::vector<std::string> story_of_chain(std::vector<std::string> messages) {
  std::exception_ptr error;
  try {
    throw_chain(messages, 0);
  } catch (...) {
    error = std::current_exception();
  }
  return story_of(error);
}

}  // namespace

void subject::bindings() {
  expose("read_station", &told_station);
  expose("make_bulletin", &told_bulletin);
  expose("show_board", &told_board);
  expose("story_of", &story_of_chain);
}
