#include <fail_fast_or_collect.hpp>
#include <grader/subject/expose.hpp>
#include <optional>
#include <utility>

// An answer as its two cases, so that a message shows what is in it: {"value": 7} or {"problem": "reset"}. What the
// contract leaves empty in each case is shown only when it is not.
template <>
struct subject::Codec<Answer> {
  static Json encode(const Answer& answer) {
    Json json = Json::object();
    if (answer.ok || !answer.value.is_null()) json["value"] = answer.value;
    if (!answer.ok || !answer.problem.empty()) json["problem"] = answer.problem;
    return json;
  }
};

namespace {

using Job = std::optional<aio::Task<aio::Json>>;
using Jobs = std::vector<aio::Task<aio::Json>>;

template <class... Job>
Jobs list_of(Job... job) {
  Jobs jobs;
  ((job ? jobs.push_back(std::move(*job)) : void()), ...);
  return jobs;
}

// A test passes operations one by one, up to six; the rest are absent.
aio::Task<std::vector<aio::Json>> all_of(Job a, Job b, Job c, Job d, Job e, Job f) {
  return all_or_nothing(list_of(std::move(a), std::move(b), std::move(c), std::move(d), std::move(e), std::move(f)));
}

aio::Task<std::vector<Answer>> some_of(Job a, Job b, Job c, Job d, Job e, Job f) {
  return whatever_comes(list_of(std::move(a), std::move(b), std::move(c), std::move(d), std::move(e), std::move(f)));
}

}  // namespace

void subject::bindings() {
  expose("all_or_nothing", &all_of);
  expose("whatever_comes", &some_of);
}
