#include "grader/proctor/spans.hpp"

#include <gtest/gtest.h>

namespace proctor {
namespace {

Json entry(double at_ms, const char* what, const std::string& id) {
  Json made{{"at_ms", at_ms}, {"what", what}, {"id", id}};
  if (id.starts_with("call")) made["function"] = "f";
  return made;
}

TEST(Spans, TheEntriesOfASpanGetOneNumber) {
  std::vector<Json> entries = {entry(0, "call", "call 7"),
                               entry(0, "request", "request 0"),
                               {{"at_ms", 1}, {"what", "tick"}},
                               entry(5, "served", "request 0"),
                               entry(5, "returned", "call 7")};
  number_spans(entries);
  EXPECT_EQ(entries[0]["id"], entries[4]["id"]);
  EXPECT_EQ(entries[1]["id"], entries[3]["id"]);
  EXPECT_NE(entries[0]["id"], entries[1]["id"]);
  EXPECT_FALSE(entries[2].contains("id"));
}

// Eight connections that arrive at one moment are accepted in any order; the same story must be the same record.
TEST(Spans, AreNumberedTheSameInWhateverOrderTheyWereNoted) {
  const auto story = [](const char* first, const char* second, const char* third) {
    std::vector<Json> entries = {entry(0, "request", first),      entry(0, "request", second),
                                 entry(0, "request", third),      entry(1, "served", "request 1"),
                                 entry(2, "served", "request 2"), entry(3, "client_left", "request 3")};
    number_spans(entries);
    return Json(entries).dump();
  };
  const std::string told = story("request 1", "request 2", "request 3");
  EXPECT_EQ(story("request 3", "request 1", "request 2"), told);
  EXPECT_EQ(story("request 2", "request 3", "request 1"), told);
  EXPECT_NE(told.find(R"({"at_ms":0.0,"id":1,"what":"request"},{"at_ms":0.0,"id":2)"), std::string::npos) << told;
}

TEST(Spans, ASpanThatWasOverBeforeAnotherBeganComesFirst) {
  std::vector<Json> entries = {entry(0, "state", "call 8"), entry(0, "returned open", "call 8"),
                               entry(0, "state", "call 9"), entry(0, "returned closed", "call 9")};
  number_spans(entries);
  EXPECT_EQ(entries[0]["id"], 1);
  EXPECT_EQ(entries[1]["what"], "returned open");
  EXPECT_EQ(entries[1]["id"], 1);
  EXPECT_EQ(entries[2]["id"], 2);
  EXPECT_EQ(entries[3]["id"], 2);
}

TEST(Spans, OnlyShortValuesAreShown) {
  EXPECT_TRUE(is_short("open"));
  EXPECT_TRUE(is_short(false));
  EXPECT_FALSE(is_short(nullptr)) << "as good as nothing to say";
  EXPECT_FALSE(is_short(std::string(50, 'x')));
}

}  // namespace
}  // namespace proctor
