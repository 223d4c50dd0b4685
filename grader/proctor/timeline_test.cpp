// What a test leaves for the picture of it: which entries belong together, and how requests ended.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "grader/proctor/proctor.hpp"
#include "grader/proctor/record.hpp"

namespace proctor {
namespace {

using ::testing::ElementsAre;

class Timeline : public ::testing::Test {
 protected:
  Timeline() {
    config() = Config{};
    config().subject = HANGTIME_SPECIMEN;
    current_record() = TestRecord{};
  }
  static std::vector<std::string> story(const char* key) {
    std::vector<std::string> told;
    for (const Json& entry : current_record().timeline) {
      if (entry.contains(key)) told.push_back(entry.at("what").get<std::string>() + ' ' + entry.at(key).dump());
    }
    return told;
  }
};

TEST_F(Timeline, SaysWhichEndBelongsToWhichBegin) {
  {
    World world;
    Call slow = world.subject.start("nap", 3s);
    Call fast = world.subject.start("nap", 1s);
    EXPECT_THAT(slow.outcome(), took(3s));
    EXPECT_THAT(fast.outcome(), took(1s));
  }
  std::map<int, std::vector<double>> times;
  for (const Json& entry : current_record().timeline) times[entry.at("id")].push_back(entry.at("at_ms"));
  EXPECT_THAT(times, ElementsAre(testing::Pair(1, ElementsAre(0, 3000)), testing::Pair(2, ElementsAre(0, 1000))));
}

TEST_F(Timeline, NamesFaultAndStatus) {
  {
    World world;
    world.server.on("/busy").status(503);
    world.server.on("/slow").hang();
    world.subject.call("fetch_within", world.server.url("/busy"), 200ms);
    world.subject.call("fetch_within", world.server.url("/slow"), 200ms);
    EXPECT_TRUE(world.server.client_left("/slow"));
  }
  EXPECT_THAT(story("status"), ElementsAre("served 503"));
  EXPECT_THAT(story("fault"), testing::Contains("request \"hang\""));
}

TEST_F(Timeline, ARequestThatOutlivesTheTestWasNotGivenUp) {
  {
    World world;
    world.server.on("/slow").hang();
    Call call = world.subject.start("fetch", world.server.url("/slow"));
    world.subject.advance(2s);
    EXPECT_FALSE(call.done());
  }
  EXPECT_THAT(story("path"), ElementsAre("request \"/slow\"", "still_open \"/slow\""));
}

TEST_F(Timeline, KeepsAShortValue) {
  {
    World world;
    EXPECT_THAT(world.subject.call("add", 40, 2), returned(42));
    world.subject.call("echo", std::string(500, 'x'));
  }
  EXPECT_THAT(story("value"), ElementsAre("returned 42"));
}

}  // namespace
}  // namespace proctor
