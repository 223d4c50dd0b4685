// The main program of every subject: a student's object file and its binding, linked with this and the kit.
//
// It is an object file, not part of an archive, so that a student's own `main` is a link error and never takes its
// place.

#include <atomic>
#include <csignal>
#include <cstring>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "grader/subject/errors.hpp"
#include "grader/subject/expose.hpp"
#include "grader/subject/link.hpp"

// Theory of operation: one task per call serves the proctor's messages on the kit's own loop, next to whatever the
// student's code starts there. The loop's clock moves only when the proctor says so (unless the test is on real time),
// and the loop reports each time it has nothing left to do; from these reports the proctor knows when time may pass.

namespace subject {
namespace {

struct Asked {
  aio::Future<Json> answer;
};

std::map<std::uint64_t, Asked> asked;        // NOLINT: one loop, one thread
std::map<int, aio::TaskHandle<void>> calls;  // NOLINT
std::atomic<std::uint64_t> next_ask = 1;     // NOLINT

// What threads wait for that block; the reading thread hands out the answers.
std::mutex blocked_mutex;                             // NOLINT
std::map<std::uint64_t, std::promise<Json>> blocked;  // NOLINT

Link& link() {
  static Link value(wire::kChannelFd);
  return value;
}

// Waits for the answer to `id` and yields it as the operation's result.
aio::Task<Json> answer_to(std::uint64_t id) {
  aio::Future<Json> future;
  asked.insert_or_assign(id, Asked{future});
  Json answer = co_await future;
  if (answer.contains("error")) throw_error(answer["error"]);
  if (answer.contains("cancelled")) throw aio::CancelledError();
  co_return answer["ok"];
}

aio::Task<void> run_call(int id, Exposed function, Json args) {
  Json reply{{"op", "result"}, {"id", id}};
  try {
    reply["ok"] = co_await function(std::move(args));
  } catch (...) {
    reply["error"] = describe_current_exception();
  }
  calls.erase(id);
  link().send(reply);
}

void handle(const Json& message) {
  const std::string& op = message.at("op").get_ref<const std::string&>();
  if (op == "call") {
    const int id = message.at("id");
    const Exposed& function = registry().at(message.at("function").get<std::string>());
    calls.emplace(id, aio::create_task(run_call(id, function, message.at("args")), "the call"));
  } else if (op == "cancel") {
    if (const auto call = calls.find(message.at("id").get<int>()); call != calls.end()) call->second.cancel();
  } else if (op == "answer") {
    const auto found = asked.find(message.at("ask").get<std::uint64_t>());
    if (found == asked.end()) return;
    aio::Future<Json> future = found->second.answer;
    asked.erase(found);
    if (!future.done()) future.set_result(message);
  }  // "ping": the loop reports idle once more by itself
}

void answer_a_blocked_thread(const Json& message) {
  if (message.at("op") != "answer") return;
  const std::lock_guard lock(blocked_mutex);
  const auto found = blocked.find(message.at("ask").get<std::uint64_t>());
  if (found == blocked.end()) return;
  found->second.set_value(message);
  blocked.erase(found);
}

void drop_object(Json object) { objects().drop(object.at(wire::kObject).get<int>()); }

aio::Task<void> serve() {
  const aio::ExternalWork proctor;
  link().start(handle, answer_a_blocked_thread);
  Json names = Json::array();
  for (const auto& [name, function] : registry()) names.push_back(name);
  link().send({{"op", "hello"}, {"protocol", wire::kProtocol}, {"functions", names}});
  aio::Future<int> never;
  co_await never;
}

}  // namespace

std::map<std::string, Exposed, std::less<>>& registry() {
  static std::map<std::string, Exposed, std::less<>> functions;
  return functions;
}

aio::HttpClient& client() {
  static aio::HttpClient value;
  return value;
}

aio::Task<Json> ask(std::size_t operation, Json args) {
  const std::uint64_t id = next_ask++;
  link().send({{"op", "ask"}, {"ask", id}, {"operation", operation}, {"args", std::move(args)}});
  bool cancelled = false;
  try {
    co_return co_await answer_to(id);
  } catch (const aio::CancelledError&) {
    // Also thrown when the script itself throws one: then its answer has been taken and there is nothing to clean up.
    cancelled = asked.contains(id);
    if (!cancelled) throw;
  }
  link().send({{"op", "ask_cancelled"}, {"ask", id}});
  co_return co_await answer_to(id);
}

Json ask_and_block(std::size_t operation, Json args) {
  const std::uint64_t id = next_ask++;
  std::future<Json> answered;
  {
    const std::lock_guard lock(blocked_mutex);
    answered = blocked[id].get_future();
  }
  Json message{{"op", "ask"}, {"ask", id}, {"operation", operation}, {"args", std::move(args)}, {"blocks", "thread"}};
  if (link().on_loop()) {
    message["blocks"] = "loop";
    message["jobs"] = link().jobs();
  }
  link().send(message);
  Json answer = answered.get();
  // What follows in the same step sees the time that has passed; the timers that are due by now come after it.
  if (answer.contains("now_ns")) link().advance_to(answer["now_ns"].get<std::int64_t>());
  if (answer.contains("error")) throw_error(answer["error"]);
  return answer["ok"];
}

void tell(std::size_t operation, Json args) {
  link().send({{"op", "tell"}, {"operation", operation}, {"args", std::move(args)}});
}

ObjectTable& objects() {
  static ObjectTable value;
  return value;
}

}  // namespace subject

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const bool real_time = argc > 1 && std::strcmp(argv[1], "--real-time") == 0;
  subject::bindings();
  subject::expose("drop_object", &subject::drop_object);
  aio::run(subject::serve(), {.host = &subject::link(), .external_time = !real_time});
}
