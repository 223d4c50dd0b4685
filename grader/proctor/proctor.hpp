#pragma once

/// What a hidden test includes; nothing else is needed, and never a student's header.
///
///   #include <grader/proctor/proctor.hpp>
///   using namespace proctor;
///
///   CRITERION(gives_up_the_connection);
///
///   TEST_F(gives_up_the_connection, WhenTheServerHangsInTheMiddleOfTheBody) {
///     server.on("/slow").hang_mid_body();
///     auto outcome = subject.call("fetch_with_timeout", server.url("/slow"), 200ms);
///     EXPECT_THAT(outcome, threw("TimeoutError"));
///     EXPECT_TRUE(server.client_left("/slow")) << "after the limit the request must be cancelled, not just abandoned";
///   }
///
/// The suite is the criterion's id. The text after << (or the matcher's own) is the student's message; file, line and
/// expression stay with the instructor. Write the fact that was expected, never the answer.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/proctor/answers.hpp"
#include "grader/proctor/config.hpp"
#include "grader/proctor/operation.hpp"
#include "grader/proctor/outcome.hpp"
#include "grader/proctor/subject.hpp"
#include "grader/proctor/world.hpp"

namespace proctor {

using namespace std::chrono_literals;  // NOLINT: the test's vocabulary

/// The fixture of every hidden test.
class Test : public ::testing::Test, public World {};

}  // namespace proctor

/// Declares the suite of one criterion.
#define CRITERION(id) \
  class id : public ::proctor::Test {}
