#include "grader/commands/tryout_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/build/errors.hpp"

namespace grader {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string error_of(const TryOptions& options) {
  try {
    tryout_json(options);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(TryoutOptions, NameFaultsForOneRequestAfterTheOther) {
  const json faults = tryout_json({.faults = {"503", "delay:ms=700", "hang", "ok"}}).at("faults");
  ASSERT_EQ(faults.size(), 4u);
  EXPECT_EQ(faults[0], (json{{"id", "status"}, {"status", 503}}));
  EXPECT_EQ(faults[1]["arguments"], (json{{"ms", 700.0}}));
  EXPECT_EQ(faults[2]["id"], "hang");
}

TEST(TryoutOptions, AreAGoodAnswerWhenNothingIsSaid) {
  const json tryout = tryout_json({});
  EXPECT_EQ(tryout.at("faults")[0]["id"], "ok");
  EXPECT_FALSE(tryout.contains("limit_ns"));
  EXPECT_FALSE(tryout.contains("retries"));
}

TEST(TryoutOptions, TakeALimitWithItsUnit) {
  const auto limit = [](const char* text) { return tryout_json({.limit = text}).at("limit_ns").get<std::int64_t>(); };
  EXPECT_EQ(limit("200ms"), 200'000'000);
  EXPECT_EQ(limit("1.5s"), 1'500'000'000);
  EXPECT_EQ(limit("2min"), 120'000'000'000);
  EXPECT_EQ(limit("7us"), 7'000);
  for (const char* wrong : {"", "200", "ms", "-1s", "0s", "1h", "1e3s", "nans", "40000000min", "1.2.3s"})
    EXPECT_THAT(error_of({.limit = wrong}), HasSubstr("is no limit: say 200ms")) << wrong;
}

TEST(TryoutOptions, RefuseWhatIsNoFault) {
  EXPECT_THAT(error_of({.faults = {"hnag"}}), HasSubstr("did you mean \"hang\"?"));
  EXPECT_THAT(error_of({.faults = {"delay:sm=7"}}), HasSubstr("sm"));
  EXPECT_THAT(error_of({.faults = {"delay:ms=-7"}}), HasSubstr("ms"));
  EXPECT_THAT(error_of({.faults = {"delay:ms"}}), HasSubstr("is no parameter: write it as ms=700"));
  EXPECT_THAT(error_of({.faults = {"700"}}), HasSubstr("is no status"));
}

TEST(TryoutOptions, KeepFaultsOfConnectionsApart) {
  EXPECT_TRUE(tryout_json({.faults = {"refused"}}).at("faults")[0]["port"]);
  EXPECT_THAT(error_of({.faults = {"refused", "ok"}}), HasSubstr("stands alone"));
  EXPECT_THAT(error_of({.faults = {"accept_never"}}), HasSubstr("takes real time"));
}

}  // namespace
}  // namespace grader
