#include "grader/proctor/subject.hpp"

#include "grader/proctor/engine.hpp"

namespace proctor {

bool Call::done() const { return world_->engine().call_done(id_); }
void Call::cancel() { world_->engine().cancel_call(id_); }
Outcome Call::outcome() { return world_->engine().outcome(id_); }

Call Subject::start_with(const std::string& function, const std::vector<Argument>& args) {
  return {world_, world_->engine().start_call(function, args)};
}
void Subject::advance(Duration duration) { world_->engine().advance(duration); }
void Subject::settle() { world_->engine().settle(); }
Duration Subject::now() const { return world_->engine().now(); }
LeftBehind Subject::left_behind() { return world_->engine().left_behind(); }
std::vector<Json> Subject::diagnostics() { return world_->engine().diagnostics(); }

std::ostream& operator<<(std::ostream& out, const LeftBehind& left) {
  if (!left.known) return out << "a program that is gone";
  if (left.nothing()) return out << "nothing left behind";
  const char* separator = "";
  const auto item = [&](std::size_t count, const char* noun) {
    if (count == 0) return;
    out << separator << count << ' ' << noun << (count == 1 ? "" : "s");
    separator = ", ";
  };
  item(left.tasks, "task");
  item(left.timers, "timer");
  item(left.requests, "request");
  item(left.jobs, "executor job");
  return out << " left behind";
}

}  // namespace proctor
