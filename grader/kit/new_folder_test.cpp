#include "grader/kit/new_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "grader/build/errors.hpp"
#include "grader/build/test_support.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing_help::TempFolder;

std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no UsageError";
}

std::ptrdiff_t entries(const fs::path& folder) { return std::distance(fs::directory_iterator(folder), {}); }

TEST(NewFolderTest, AppearsWhenItIsPublished) {
  const TempFolder place;
  NewFolder folder(place / "kit/");
  std::ofstream(folder.path() / "file") << "text";
  EXPECT_FALSE(fs::exists(place / "kit"));
  folder.publish();
  EXPECT_EQ(testing_help::read_file(place / "kit/file"), "text");
  EXPECT_EQ(entries(place.path()), 1);
}

TEST(NewFolderTest, LeavesNothingBehindOtherwise) {
  const TempFolder place;
  {
    const NewFolder folder(place / "kit");
  }
  EXPECT_EQ(entries(place.path()), 0);
}

TEST(NewFolderTest, TakesAnEmptyFoldersPlaceAndNoOther) {
  const TempFolder place;
  fs::create_directory(place / "empty");
  NewFolder(place / "empty").publish();
  place.write("full/file", "text");
  EXPECT_THAT(refusal([&] { NewFolder(place / "full"); }), HasSubstr("is not empty"));
  EXPECT_THAT(refusal([&] { NewFolder(place / "full/file"); }), HasSubstr("is not a folder"));
  EXPECT_THAT(refusal([&] { NewFolder(place / "none/kit"); }), HasSubstr("there is no folder"));
  fs::create_symlink("empty", place / "link");
  EXPECT_THAT(refusal([&] { NewFolder(place / "link"); }), HasSubstr("is not a folder"));
  NewFolder late(place / "late");
  place.write("late/file", "text");
  EXPECT_THAT(refusal([&] { late.publish(); }), HasSubstr("meanwhile"));
}

}  // namespace
}  // namespace grader
