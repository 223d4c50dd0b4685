#include <algorithm>
#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kRunAll = "run_all";

class DarkroomTest : public Test {
 protected:
  Json film() { return {{"film", word()}, {"shots", number(12, 36)}}; }
  Json picture() { return {{"picture", word()}, {"sharp", number(0, 1) == 1}}; }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }

  /// Adds one input, and what the work does with it.
  void add(const Operation& work) { add(work, film()); }
  void add(const Operation& work, const Json& input) {
    ASSERT_THAT(subject.call("add_film", input, work), returned());
    films.push_back(work);
  }
  /// Adds an input whose work takes that long. Returns the result it will have.
  Json add_picture(Duration takes) {
    const Json result = picture();
    add(blocking("work").takes(takes).returns(result));
    return result;
  }
  Call start_bell(Duration pause, int times) { return subject.start("ring", bell, pause, times); }
  void expect_punctual_bell(Duration pause, int times) {
    subject.settle();
    std::vector<std::string> rung, expected;
    for (const Attempt& ring : bell.attempts()) rung.push_back(describe(ring.started));
    for (int i = 1; i <= times; ++i) expected.push_back(describe(pause * i));
    EXPECT_EQ(rung, expected) << "the times at which another task woke up";
  }
  void expect_nothing_on_the_loop() {
    for (const Operation& work : films) {
      for (const Attempt& run : work.attempts()) EXPECT_FALSE(run.on_loop) << "the work ran on the loop's own thread";
    }
  }

  std::vector<Operation> films;
  Operation bell = listener("bell");
};

}  // namespace

#define DARKROOM_CRITERION(id) \
  class id : public DarkroomTest {}

DARKROOM_CRITERION(returns_the_results_in_order);

TEST_F(returns_the_results_in_order, OfOneInput) {
  const Json result = add_picture(2s);
  EXPECT_THAT(subject.call(kRunAll), returned(Json::array({result})));
}

TEST_F(returns_the_results_in_order, WhenThereIsNoInput) {
  EXPECT_THAT(subject.call(kRunAll), AllOf(returned(Json::array()), took(0s)));
}

TEST_F(returns_the_results_in_order, WhenTheLastOneIsReadyFirst) {
  Json expected = Json::array();
  for (int i = 0; i < 4; ++i) expected.push_back(add_picture(seconds(9 - i)));
  EXPECT_THAT(subject.call(kRunAll), returned(expected));
}

TEST_F(returns_the_results_in_order, WhenTheFirstOneIsReadyFirst) {
  Json expected = Json::array();
  for (int i = 0; i < 4; ++i) expected.push_back(add_picture(seconds(1 + i)));
  EXPECT_THAT(subject.call(kRunAll), returned(expected));
}

TEST_F(returns_the_results_in_order, WhenTheyAreReadyInAnyOrder) {
  Json expected = Json::array();
  for (const int duration : {4, 1, 5, 2, 3}) expected.push_back(add_picture(seconds(duration)));
  EXPECT_THAT(subject.call(kRunAll), returned(expected));
}

TEST_F(returns_the_results_in_order, WhateverTheyAre) {
  Json expected = Json::array();
  for (const Json& result : std::vector<Json>{nullptr, false, 0, "", Json::array(), Json::object()}) {
    add(blocking("work").takes(1s).returns(result));
    expected.push_back(result);
  }
  EXPECT_THAT(subject.call(kRunAll), returned(expected));
}

TEST_F(returns_the_results_in_order, OfWorkThatIsHandedEachInputOnce) {
  std::vector<Json> inputs;
  for (int i = 0; i < 4; ++i) {
    inputs.push_back(film());
    add(blocking("work").takes(seconds(4 - i)).returns(i), inputs.back());
  }
  EXPECT_THAT(subject.call(kRunAll), returned(Json::array({0, 1, 2, 3})));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    ASSERT_EQ(films[i].started(), 1u) << "calls of the work for one input";
    EXPECT_EQ(films[i].attempts()[0].args, Json::array({inputs[i]})) << "what the work was handed";
  }
}

TEST_F(returns_the_results_in_order, OfInputsThatAreEqual) {
  const Json input = film();
  const Json result = picture();
  auto work = blocking("work").takes(2s).returns(result);
  for (int i = 0; i < 3; ++i) add(work, input);
  EXPECT_THAT(subject.call(kRunAll), returned(Json::array({result, result, result})));
  EXPECT_EQ(work.started(), 3u) << "calls of the work for three inputs that are equal";
}

TEST_F(returns_the_results_in_order, OfTwoCallsInARow) {
  const Json first = add_picture(2s);
  EXPECT_THAT(subject.call(kRunAll), returned(Json::array({first})));
  const Json second = add_picture(1s);
  EXPECT_THAT(subject.call(kRunAll), returned(Json::array({first, second})));
}

DARKROOM_CRITERION(works_at_the_same_time);

TEST_F(works_at_the_same_time, SoThatTheSlowestOneCounts) {
  const auto slowest = odd_duration(10'000, 20'000);
  for (const Duration takes : {Duration(2s), Duration(slowest), Duration(7s)}) add_picture(takes);
  EXPECT_THAT(subject.call(kRunAll), AllOf(returned(), took(slowest)));
}

TEST_F(works_at_the_same_time, FromTheBeginning) {
  for (int i = 0; i < 5; ++i) add_picture(seconds(3 + i));
  subject.advance(1s);
  EXPECT_THAT(subject.call(kRunAll), returned());
  for (const Operation& work : films) {
    ASSERT_EQ(work.started(), 1u) << "calls of the work for one input";
    EXPECT_EQ(describe(work.attempts()[0].started), describe(1s)) << "the moment the work began";
  }
}

TEST_F(works_at_the_same_time, WhenThereAreManyInputs) {
  for (int i = 0; i < 24; ++i) add_picture(3s);
  EXPECT_THAT(subject.call(kRunAll), AllOf(returned(), took(3s))) << "24 inputs, and each one takes 3 s";
}

TEST_F(works_at_the_same_time, WhenOneOfThemTakesMuchLonger) {
  add_picture(1s);
  add_picture(1min);
  add_picture(1s);
  auto call = subject.start(kRunAll);
  subject.advance(2s);
  EXPECT_EQ(films[2].ended(), 1u) << "the work for the third input, which takes 1 s, should be over after 2 s";
  EXPECT_FALSE(call.done()) << "the work for the second input is still under way";
  EXPECT_THAT(call.outcome(), AllOf(returned(), took(1min)));
}

DARKROOM_CRITERION(keeps_the_loop_ticking);

TEST_F(keeps_the_loop_ticking, WhileOnePieceOfWorkGoesOn) {
  add_picture(5500ms);
  auto ringing = start_bell(1s, 8);
  EXPECT_THAT(subject.call(kRunAll), returned());
  ringing.outcome();
  expect_punctual_bell(1s, 8);
  expect_nothing_on_the_loop();
}

TEST_F(keeps_the_loop_ticking, WhileManyPiecesOfWorkGoOn) {
  for (int i = 0; i < 6; ++i) add_picture(milliseconds(2500 + 300 * i));
  const auto pause = odd_duration(100, 400);
  auto ringing = start_bell(pause, 20);
  EXPECT_THAT(subject.call(kRunAll), returned());
  ringing.outcome();
  expect_punctual_bell(pause, 20);
  expect_nothing_on_the_loop();
}

TEST_F(keeps_the_loop_ticking, WhenTheWorkTakesNoTime) {
  for (int i = 0; i < 3; ++i) add_picture(0s);
  EXPECT_THAT(subject.call(kRunAll), returned());
  expect_nothing_on_the_loop();
}

TEST_F(keeps_the_loop_ticking, WhenTheWorkFails) {
  add(blocking("work").takes(2500ms).throws("TransportError", word()));
  add_picture(3500ms);
  auto ringing = start_bell(1s, 5);
  subject.call(kRunAll);
  ringing.outcome();
  expect_punctual_bell(1s, 5);
  expect_nothing_on_the_loop();
}

TEST_F(keeps_the_loop_ticking, ForALongTime) {
  add_picture(2min);
  add_picture(1min + 1s);
  auto ringing = start_bell(7s, 20);
  EXPECT_THAT(subject.call(kRunAll), returned());
  ringing.outcome();
  expect_punctual_bell(7s, 20);
  expect_nothing_on_the_loop();
}

TEST_F(keeps_the_loop_ticking, ForAnotherCall) {
  add_picture(5s);
  add_picture(4s);
  auto first = subject.start(kRunAll);
  subject.advance(1s);
  auto second = subject.start(kRunAll);
  EXPECT_THAT(first.outcome(), returned());
  EXPECT_THAT(second.outcome(), AllOf(returned(), took(5s))) << "another call was under way, and its work too";
}

DARKROOM_CRITERION(lets_errors_arrive);

TEST_F(lets_errors_arrive, OfTheOnlyPieceOfWork) {
  const std::string message = word();
  add(blocking("work").takes(2s).throws("TransportError", message));
  EXPECT_THAT(subject.call(kRunAll), threw("TransportError", message));
}

TEST_F(lets_errors_arrive, WhateverTheirType) {
  for (const char* type : {"TimeoutError", "StatusError", "JsonError", "Error", "std::runtime_error"}) {
    World world;
    const std::string message = word();
    world.subject.call("add_film", film(), blocking("work").takes(1s).throws(type, message));
    EXPECT_THAT(world.subject.call(kRunAll), threw(type, message)) << "the error comes out as the work threw it";
  }
}

TEST_F(lets_errors_arrive, OfTheLastPieceOfWork) {
  const std::string message = word();
  add_picture(1s);
  add_picture(2s);
  add(blocking("work").takes(3s).throws("JsonError", message));
  EXPECT_THAT(subject.call(kRunAll), threw("JsonError", message));
}

TEST_F(lets_errors_arrive, OnceAllTheWorkHasEnded) {
  const std::string message = word();
  add_picture(3s);
  add(blocking("work").takes(1s).throws("TransportError", message));
  add_picture(6s);
  auto call = subject.start(kRunAll);
  subject.advance(4s);
  EXPECT_FALSE(call.done()) << "work is still under way, and the call has ended";
  EXPECT_THAT(call.outcome(), threw("TransportError", message));
  for (const Operation& work : films) EXPECT_EQ(work.ended(), 1u) << "the call is over, and work is not";
  EXPECT_TRUE(subject.left_behind().nothing()) << "the call is over; " << subject.left_behind();
}

TEST_F(lets_errors_arrive, AtTheMomentTheLastPieceOfWorkEnds) {
  const auto longest = odd_duration(5'000, 9'000);
  add_picture(3s);
  add(blocking("work").takes(1s).throws("TransportError", word()));
  add_picture(longest);
  add(blocking("work").takes(2s).throws("TransportError", word()));
  EXPECT_THAT(subject.call(kRunAll), AllOf(threw("TransportError"), took(longest)));
}

TEST_F(lets_errors_arrive, OfTheFirstInputWhenSeveralFail) {
  const std::string message = word();
  add_picture(1s);
  add(blocking("work").takes(5s).throws("ConnectError", message));
  add(blocking("work").takes(2s).throws("TransportError", word()));
  add(blocking("work").takes(7s).throws("JsonError", word()));
  EXPECT_THAT(subject.call(kRunAll), threw("ConnectError", message)) << "the first one in the order of the inputs";
}

TEST_F(lets_errors_arrive, OfTheFirstInputWhenItIsTheLastToFail) {
  const std::string message = word();
  add(blocking("work").takes(5s).throws("ConnectError", message));
  add(blocking("work").takes(2s).throws("TransportError", word()));
  EXPECT_THAT(subject.call(kRunAll), threw("ConnectError", message)) << "the first one in the order of the inputs";
}

TEST_F(lets_errors_arrive, InTheOneCallThatFailsAndInNoOther) {
  add_picture(1s);
  auto first = subject.start(kRunAll);
  subject.settle();
  add(blocking("work").takes(2s).throws("TransportError", word()));
  auto second = subject.start(kRunAll);
  EXPECT_THAT(first.outcome(), returned()) << "another call failed, this one did not";
  EXPECT_THAT(second.outcome(), threw("TransportError"));
}

TEST_F(lets_errors_arrive, AndACancellationToo) {
  add_picture(10s);
  add_picture(20s);
  auto call = subject.start(kRunAll);
  subject.advance(5s);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError")) << "the caller was cancelled while the work went on";
}

TEST_F(lets_errors_arrive, AndLetsTheWorkOfACancelledCallGoOn) {
  const Json first = add_picture(10s);
  const Json second = add_picture(20s);
  auto call = subject.start(kRunAll);
  subject.advance(5s);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError"));
  subject.advance(30s);
  EXPECT_TRUE(subject.left_behind().known) << "the call was cancelled, and the program has not outlived the work";
  EXPECT_THAT(subject.call(kRunAll), returned(Json::array({first, second})));
}
