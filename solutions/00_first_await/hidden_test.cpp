#include <grader/proctor/proctor.hpp>

using namespace proctor;

namespace {

std::string note_of(const std::string& words) { return "heard: " + words; }

std::string kinds(const std::vector<Json>& diagnostics) {
  std::string list;
  for (const Json& diagnostic : diagnostics) list += diagnostic.value("text", "") + "\n";
  return list;
}

}  // namespace

CRITERION(returns_the_answer);

TEST_F(returns_the_answer, WhenTheClockSpeaksAtOnce) {
  const std::string words = word();
  EXPECT_THAT(subject.call("hear", operation("dial").returns(words)), returned(note_of(words)));
}

TEST_F(returns_the_answer, WhenTheClockTakesItsTime) {
  const std::string words = word() + " past " + word();
  EXPECT_THAT(subject.call("hear", operation("dial").takes(std::chrono::seconds(number(2, 90))).returns(words)),
              returned(note_of(words)));
}

TEST_F(returns_the_answer, WhenTheClockSaysSomethingElseNextTime) {
  for (int i = 0; i < 3; ++i) {
    const std::string words = word();
    EXPECT_THAT(subject.call("hear", operation("dial").takes(1s).returns(words)), returned(note_of(words)))
        << "each call of hear listens to a call of its own";
  }
}

CRITERION(waits_for_it);

TEST_F(waits_for_it, AsLongAsTheClockTakes) {
  const auto pause = std::chrono::seconds(number(1, 8)) + std::chrono::milliseconds(number(101, 899));
  auto dial = operation("dial").takes(pause).returns(word());
  auto outcome = subject.call("hear", dial);
  EXPECT_THAT(outcome, returned());
  EXPECT_THAT(outcome, took(pause)) << "hear ends when the clock has spoken, neither sooner nor later";
  EXPECT_EQ(dial.ended(), 1u) << "the call is over before hear returns";
}

TEST_F(waits_for_it, AndDialsOnce) {
  auto dial = operation("dial").takes(3s).returns(word());
  EXPECT_THAT(subject.call("hear", dial), returned());
  EXPECT_EQ(dial.started(), 1u) << "one call is made, and it is the one that is listened to";
}

TEST_F(waits_for_it, AndDropsNoTask) {
  EXPECT_THAT(subject.call("hear", operation("dial").takes(2s).returns(word())), returned());
  EXPECT_TRUE(subject.left_behind().nothing()) << "left behind: " << subject.left_behind();
  EXPECT_EQ(kinds(subject.diagnostics()), "") << "every task that is made is awaited";
}

TEST_F(waits_for_it, AlsoWhenTheLineGoesDead) {
  const std::string message = "the line is dead: " + word();
  auto dial = operation("dial").takes(2s).throws("TransportError", message);
  EXPECT_THAT(subject.call("hear", dial), threw("TransportError", message))
      << "an error of the call comes out as it is";
}
