#include <grader/proctor/answers.hpp>
#include <grader/proctor/proctor.hpp>

using namespace proctor;
