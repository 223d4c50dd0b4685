#pragma once
#include <aio/detail/state.hpp>
#include <aio/detail/task_state.hpp>
#include <exception>
#include <list>
#include <memory>
#include <vector>

namespace aio::detail {

/// The part of a task group that its tasks refer to, however long the group itself lives.
class GroupState : public std::enable_shared_from_this<GroupState> {
 public:
  explicit GroupState(const Origin& origin) : origin_(origin) {}
  GroupState(const GroupState&) = delete;
  GroupState& operator=(const GroupState&) = delete;

  void throw_if_closed() const;
  void add(std::shared_ptr<TaskBase> task);
  /// Names the task that runs the group's body and is cancelled when a task fails; until `join` begins.
  void set_parent(std::shared_ptr<TaskBase> parent) { parent_ = std::move(parent); }
  /// Waits for the tasks; `body_error` is what ended the body, if anything did.
  Task<void> join(std::exception_ptr body_error);
  std::vector<std::exception_ptr> errors() const;
  /// Cancels the tasks of a group that is gone.
  void disband();

 private:
  struct Member final : DoneListener {
    Member(GroupState& group_of_it, std::shared_ptr<TaskBase> task_of_it)
        : group(group_of_it), task(std::move(task_of_it)) {}
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;
    ~Member() { task->remove_listener(*this); }
    void on_done() override;

    GroupState& group;
    std::shared_ptr<TaskBase> task;
  };
  struct Failure {
    std::exception_ptr error;
    std::shared_ptr<TaskBase> task;  // null for the body
  };
  class EmptyWait;

  void member_done(const Member* member);
  void abort();

  const Origin origin_;
  std::shared_ptr<TaskBase> parent_;
  bool parent_cancelled_ = false;  // by this group
  bool joining_ = false;
  bool aborting_ = false;
  std::list<Member> members_;  // those not done
  std::vector<Failure> failures_;
  EmptyWait* waiter_ = nullptr;
};

}  // namespace aio::detail
