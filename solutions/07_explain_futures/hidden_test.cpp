#include <grader/proctor/answers.hpp>
#include <grader/proctor/proctor.hpp>

using namespace proctor;

// The right answers are those of the reference, which ctest proves by running the programs (course/answer_key).

CRITERION(predicts_states_and_orders);

TEST_F(predicts_states_and_orders, OfTheFirstStep) {}
