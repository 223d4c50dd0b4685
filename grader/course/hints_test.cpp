#include "grader/course/hints.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "grader/course/load.hpp"

namespace grader {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Hints, AreStepsInSections) {
  const auto sections =
      parse_hints("# Hints\n\n## 1. First row\n\n- Ask.\n- A longer\n  step.\n\n## Second\n- Read.\n");
  ASSERT_EQ(sections.size(), 2U);
  EXPECT_EQ(sections[0].title, "First row");
  EXPECT_THAT(sections[0].steps, ElementsAre("Ask.", "A longer step."));
  EXPECT_EQ(sections[1].title, "Second");
  EXPECT_THAT(sections[1].steps, ElementsAre("Read."));
}

TEST(Hints, OfATextWithoutSectionsAreNone) {
  EXPECT_THAT(parse_hints(""), IsEmpty());
  EXPECT_THAT(parse_hints("- a list\n- before any section\n"), IsEmpty());
}

// `hint` goes by the order of the rows.
TEST(Hints, OfEveryExerciseHaveASectionForEachRow) {
  const Course course = load_course(HANGTIME_ROOT);
  for (const Exercise& exercise : course.exercises) {
    std::ifstream file(exercise.folder / "hints.md");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto sections = parse_hints(text);
    EXPECT_EQ(sections.size(), exercise.criteria.size()) << exercise.id;
    for (const HintSection& section : sections) EXPECT_GE(section.steps.size(), 2U) << exercise.id << section.title;
  }
}

}  // namespace
}  // namespace grader
