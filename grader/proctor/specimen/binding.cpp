#include <grader/subject/expose.hpp>
#include <specimen.hpp>

void subject::bindings() {
  expose("echo", &echo);
  expose("add", &add);
  expose("add_at_once", &add_at_once);
  expose("half", &half);
  expose("nap", &nap);
  expose("fetch", &fetch);
  expose("fetch_within", &fetch_within);
  expose("run_at_once", &run_at_once);
  expose("run_within", &run_within);
  expose("drop", &drop);
  expose("leave_a_task_behind", &leave_a_task_behind);
  expose("wait_for_ever", &wait_for_ever);
  expose("throw_own_timeout_error", &throw_own_timeout_error);
  expose("throw_logic_error", &throw_logic_error);
  expose("crash", &crash);
  expose("use_after_free", &use_after_free);
  expose("exit_with_success", &exit_with_success);
  expose("print_fake_results", &print_fake_results);
  expose("flood_output", &flood_output);
  expose("spin", &spin);
  expose("block", &block);
  expose("poll", &poll);
  expose("throw_in_a_thread", &throw_in_a_thread);
  expose("close_every_descriptor", &close_every_descriptor);
  expose("send_garbage", &send_garbage);
  expose("send_a_forged_result", &send_a_forged_result);
  expose("fork_and_leave_a_child", &fork_and_leave_a_child);
}
