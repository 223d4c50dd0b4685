#include <grader/proctor/proctor.hpp>

using namespace proctor;

// The answers are those of the reference, answers.json beside this file. That they are right is proven by the programs
// themselves: the ctest course/answer_key runs them.

class predicts_states_and_orders : public ::testing::Test {};

TEST_F(predicts_states_and_orders, OfTheFirstStep) {
  expect_answer("q1_first_step", "ticket repair 42",
                "create_task in exercises/kit/aio/task_handle.hpp: when does the task begin?");
}

TEST_F(predicts_states_and_orders, OfATaskThatNobodyAwaitsYet) {
  expect_answer("q2_not_yet_awaited", "6 6", "exercises/kit/aio/task.hpp: when does its body run?");
}

TEST_F(predicts_states_and_orders, OfATaskThatIsCancelled) {
  expect_answer("q3_after_cancel", "pending pending cancelled",
                "cancel and cancelled in exercises/kit/aio/task_handle.hpp");
}

TEST_F(predicts_states_and_orders, OfThreeTasksAtATime) {
  expect_answer("q4_three_repairs", "3 3 5",
                "create_task in exercises/kit/aio/task_handle.hpp: when has each of the three begun?");
}

class tells_the_two_errors_apart : public ::testing::Test {};

TEST_F(tells_the_two_errors_apart, WhenALimitPasses) {
  expect_answer("q5_too_slow", "TimeoutError 2", "\"Errors\" in exercises/kit/aio/timeout.hpp");
}

TEST_F(tells_the_two_errors_apart, WhenSomebodyElseCancels) {
  expect_answer("q6_called_off", "CancelledError 3",
                "\"Errors\" in exercises/kit/aio/timeout.hpp: had the limit passed?");
}

TEST_F(tells_the_two_errors_apart, InsideAndOutsideOfALimit) {
  expect_answer("q7_inside_and_outside", "CancelledError TimeoutError",
                "the first sentence of exercises/kit/aio/timeout.hpp about timeout, and CancelledError in errors.hpp");
}

TEST_F(tells_the_two_errors_apart, WithALimitInALimit) {
  expect_answer("q8_nested_limits", "4 TimeoutError",
                "\"Threads\" in exercises/kit/aio/timeout.hpp: which of two limits throws, and where?");
}

class knows_who_fills_a_future : public ::testing::Test {};

TEST_F(knows_who_fills_a_future, WhenOneOfThoseWhoWaitLeaves) {
  expect_answer("q9_one_waiter_leaves", "7 cancelled 7",
                "\"Errors\" in exercises/kit/aio/future.hpp: who notices that a waiting task is cancelled?");
}

TEST_F(knows_who_fills_a_future, WhenItIsFilledTwice) {
  expect_answer("q10_filled_twice", "InvalidStateError 40", "set_result in exercises/kit/aio/future.hpp");
}

TEST_F(knows_who_fills_a_future, WhenNobodyFillsIt) {
  expect_answer("q11_nobody_fills_it", "TimeoutError DeadlockError", "\"Errors\" of run in exercises/kit/aio/run.hpp");
}

TEST_F(knows_who_fills_a_future, AndWhenOneIsMadeByHand) {
  expect_answer("q12_made_by_hand", "c",
                "\"Threads\" in exercises/kit/aio/future.hpp: for which of the four does the kit have no function that "
                "returns something to await?");
}
