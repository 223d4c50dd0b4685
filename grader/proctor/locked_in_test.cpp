// Hidden tests of no exercise: what a proctor that has locked itself in can still do, and what not.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "grader/proctor/proctor.hpp"

extern const char* const kExercise;
const char* const kExercise = "locked_in";

namespace {

using proctor::returned;

class locked_in : public proctor::Test {};

TEST_F(locked_in, StartsOneSubjectAfterTheOther) {
  EXPECT_THAT(subject.call("add", 40, 2), returned(42));
  proctor::World another;
  EXPECT_THAT(another.subject.call("add", 1, 2), returned(3));
  proctor::World in_real_time{proctor::Time::kReal};
  EXPECT_THAT(in_real_time.subject.call("add", 2, 2), returned(4));
}

TEST_F(locked_in, OpensNoFile) {
  EXPECT_LT(::open("/etc/passwd", O_RDONLY | O_CLOEXEC), 0);
  EXPECT_LT(::open("here", O_WRONLY | O_CREAT | O_CLOEXEC, 0600), 0);
}

// As the tests of an exercise that has answers and no program.
TEST(locked_in_alone, OpensNoFile) { EXPECT_LT(::open("/etc/passwd", O_RDONLY | O_CLOEXEC), 0); }

TEST_F(locked_in, OpensNoSocket) { EXPECT_LT(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), 0); }

// What is told of a crash on the way that grading takes; not among the tests that have to pass.
TEST_F(locked_in, LosesItsSubject) { EXPECT_THAT(subject.call("dangling_parameter"), returned(100)) << "why?"; }

}  // namespace
