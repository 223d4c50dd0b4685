#include <aio/detail/event_loop.hpp>
#include <aio/detail/group_state.hpp>
#include <aio/errors.hpp>

// Theory of operation. As CPython's TaskGroup: the end of a member is dealt with in a callback of its own, so members
// that fail in the same iteration of the loop all count as failures. While the body runs, a failure cancels the parent
// task, and `join` takes that cancellation back before it decides whether the parent was also cancelled by somebody
// else. One difference: CPython cancels the parent also when the failure comes during the wait for the members, and
// does not take it back.
namespace aio::detail {

/// Waits until no member is left.
class GroupState::EmptyWait final : public Suspension {
 public:
  explicit EmptyWait(GroupState& group) : group_(group) {}
  ~EmptyWait() override { group_.waiter_ = nullptr; }

  bool await_ready() const { return group_.members_.empty(); }
  void await_suspend(std::coroutine_handle<> coroutine) {
    group_.waiter_ = this;
    park(coroutine);
  }
  void await_resume() const { throw_if_cancelled(); }
  bool cancel() override {
    if (woken()) return false;
    wake_cancelled();
    return true;
  }
  std::string describe() const override {
    return "the " + std::to_string(group_.members_.size()) + " tasks of its group";
  }
  void on_empty() {
    if (!woken()) wake();
  }

 private:
  GroupState& group_;
};

void GroupState::throw_if_closed() const {
  if (joining_ && members_.empty()) throw InvalidStateError("this task group has been joined: it takes no more tasks");
  if (aborting_) throw InvalidStateError("this task group is shutting down: it takes no more tasks");
}

void GroupState::add(std::shared_ptr<TaskBase> task) {
  Member& member = members_.emplace_back(*this, std::move(task));
  member.task->add_listener(member);
}

void GroupState::Member::on_done() {
  EventLoop::current().call_soon([state = group.shared_from_this(), this] { state->member_done(this); });
}

void GroupState::member_done(const Member* member) {
  const std::shared_ptr<TaskBase> task = member->task;
  members_.remove_if([&](const Member& other) { return &other == member; });
  if (waiter_ && members_.empty()) waiter_->on_empty();
  if (!task->failed()) return;
  failures_.push_back({task->peek_error(), task});
  if (aborting_) return;
  abort();
  if (parent_ && !joining_) {
    parent_cancelled_ = true;
    parent_->cancel();
  }
}

void GroupState::abort() {
  aborting_ = true;
  for (const Member& member : members_) {
    if (!member.task->done()) member.task->cancel();
  }
}

Task<void> GroupState::join(std::exception_ptr body_error) {
  const auto keep_alive = shared_from_this();
  joining_ = true;
  bool cancelled = false;
  try {
    if (body_error) std::rethrow_exception(body_error);
  } catch (const CancelledError&) {
    cancelled = true;
  } catch (...) {
    failures_.push_back({body_error, nullptr});
  }
  if (parent_cancelled_ && parent_->uncancel() == 0) cancelled = false;
  if (body_error && !aborting_) abort();

  while (!members_.empty()) {
    try {
      co_await EmptyWait(*this);
    } catch (const CancelledError&) {
      if (!aborting_) {
        cancelled = true;
        abort();
      }
    }
  }
  if (!failures_.empty()) {
    if (failures_.front().task) failures_.front().task->mark_retrieved();
    std::rethrow_exception(failures_.front().error);
  }
  if (cancelled) throw CancelledError();
}

std::vector<std::exception_ptr> GroupState::errors() const {
  std::vector<std::exception_ptr> result;
  for (const Failure& failure : failures_) {
    if (failure.task) failure.task->mark_retrieved();
    result.push_back(failure.error);
  }
  return result;
}

void GroupState::disband() {
  if (members_.empty()) return;
  report({.kind = Diagnostic::Kind::kNeverJoined,
          .text = "a task group was destroyed before it was joined: " + std::to_string(members_.size()) +
                  " of its tasks were cancelled",
          .file = origin_.file,
          .line = origin_.line});
  joining_ = true;
  parent_ = nullptr;
  abort();
}

}  // namespace aio::detail
