#include "grader/commands/folder_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <fstream>

#include "grader/build/test_support.hpp"

namespace grader {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;
using testing_help::TempFolder;

class FolderWatchTest : public testing::TestWithParam<FolderWatch::Method> {
 protected:
  FolderWatchTest() { folder.write("one/a.cpp", "1"); }
  void write(const std::string& text) const { std::ofstream(one / "a.cpp") << text; }
  static std::set<std::filesystem::path> wait_for_changes(FolderWatch& watch) {
    for (int i = 0; i < 1000; ++i) {  // as long as it takes: up to 100 s
      struct pollfd wait{watch.fd(), POLLIN, 0};
      ::poll(&wait, 1, static_cast<int>(FolderWatch::kPoll.count()));
      if (auto files = watch.changed(); !files.empty()) return files;
    }
    return {};
  }
  TempFolder folder;
  std::filesystem::path one = folder / "one";
};

TEST_P(FolderWatchTest, SeesAFileThatIsWritten) {
  FolderWatch watch({one}, GetParam());
  EXPECT_THAT(watch.changed(), IsEmpty());
  write("22");
  EXPECT_THAT(wait_for_changes(watch), Contains(one / "a.cpp"));
  EXPECT_THAT(watch.changed(), IsEmpty()) << "once is enough";
}

TEST_P(FolderWatchTest, SeesAFileThatIsReplacedAsEditorsDo) {
  FolderWatch watch({one}, GetParam());
  folder.write("one/.a.cpp.new", "1");
  std::filesystem::rename(one / ".a.cpp.new", one / "a.cpp");
  std::set<std::filesystem::path> seen;
  while (!seen.contains(one / "a.cpp")) {
    const auto files = wait_for_changes(watch);
    ASSERT_THAT(files, Not(IsEmpty()));
    seen.insert(files.begin(), files.end());
  }
}

TEST_P(FolderWatchTest, SeesAFileThatGoesAndComesBack) {
  FolderWatch watch({one}, GetParam());
  std::filesystem::remove(one / "a.cpp");
  EXPECT_THAT(wait_for_changes(watch), Contains(one / "a.cpp"));
  write("3");
  EXPECT_THAT(wait_for_changes(watch), Contains(one / "a.cpp"));
}

TEST_P(FolderWatchTest, WatchesEachOfItsFolders) {
  folder.write("two/b.cpp", "1");
  folder.write("three/c.cpp", "1");
  FolderWatch watch({one, folder / "two"}, GetParam());
  folder.write("three/c.cpp", "22");
  folder.write("two/b.cpp", "22");
  const auto files = wait_for_changes(watch);
  EXPECT_THAT(files, Contains(folder / "two/b.cpp"));
  EXPECT_THAT(files, Not(Contains(folder / "three/c.cpp")));
}

INSTANTIATE_TEST_SUITE_P(Methods, FolderWatchTest,
                         testing::Values(FolderWatch::Method::kBest, FolderWatch::Method::kPolling),
                         [](const auto& method) {
                           return method.param == FolderWatch::Method::kBest ? "Inotify" : "Polling";
                         });

TEST(FolderWatch, PollsWhereAFolderCannotBeWatched) {
  const TempFolder folder;
  folder.write("file", "1");
  FolderWatch watch({folder / "nowhere"});
  EXPECT_EQ(watch.fd(), -1);
  folder.write("nowhere/a.cpp", "1");
  EXPECT_THAT(watch.changed(), Contains(folder / "nowhere/a.cpp"));
}

}  // namespace
}  // namespace grader
