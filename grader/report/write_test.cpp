#include "grader/report/write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class WriteWhole : public testing::Test {
 protected:
  WriteWhole() {
    std::string name = (fs::temp_directory_path() / "hangtime_write_XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  ~WriteWhole() override {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  static std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::size_t files() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {})); }
  static std::string error_of(const fs::path& path) {
    try {
      write_whole(path, "text");
    } catch (const WriteError& error) {
      return error.what();
    }
    return "no error";
  }
  fs::path folder;
};

TEST_F(WriteWhole, ReplacesTheContentAndLeavesNothingElse) {
  write_whole(folder / "report.json", "one");
  write_whole(folder / "report.json", "two");
  EXPECT_EQ(read(folder / "report.json"), "two");
  EXPECT_EQ(files(), 1u);
}

TEST_F(WriteWhole, AReaderSeesOneWholeContentOrTheOther) {
  const std::string a(200'000, 'a'), b(200'000, 'b');
  write_whole(folder / "report.json", a);
  std::jthread writer([&](std::stop_token stop) {
    for (bool odd = true; !stop.stop_requested(); odd = !odd) write_whole(folder / "report.json", odd ? b : a);
  });
  for (int i = 0; i < 200; ++i) {
    const std::string seen = read(folder / "report.json");
    ASSERT_TRUE(seen == a || seen == b) << seen.size() << " bytes";
  }
}

TEST_F(WriteWhole, GivesTheFileTheUsualMode) {
  const mode_t before = ::umask(027);
  write_whole(folder / "report.json", "x");
  ::umask(before);
  struct stat info{};
  ASSERT_EQ(::stat((folder / "report.json").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(WriteWhole, SaysWhatIsWrongWithThePlace) {
  EXPECT_EQ(error_of(folder / "no" / "report.json"), "cannot write " + (folder / "no" / "report.json").string() +
                                                         ": No such file or directory; create the folder " +
                                                         (folder / "no").string() + " first");
  EXPECT_THAT(error_of(folder), HasSubstr("Is a directory; name a file in it"));
  if (::geteuid() == 0) return;  // root may write everywhere
  fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_THAT(error_of(folder / "report.json"),
              HasSubstr("Permission denied; the folder " + folder.string() + " must be writable"));
  fs::permissions(folder, fs::perms::owner_all);
}

TEST_F(WriteWhole, AFullDiskLeavesNoFileBehind) {
  EXPECT_THAT(error_of("/dev/full"), HasSubstr("No space left on device; free some space"));
  EXPECT_EQ(files(), 0u);
}

TEST_F(WriteWhole, FollowsALinkAndKeepsIt) {
  write_whole(folder / "real.json", "old");
  fs::create_symlink("real.json", folder / "link.json");
  write_whole(folder / "link.json", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link.json"));
  EXPECT_EQ(read(folder / "real.json"), "new");
}

TEST_F(WriteWhole, WritesIntoAPipe) {
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string seen;
  std::jthread reader([&] { seen = read(pipe); });
  write_whole(pipe, "through the pipe");
  reader.join();
  EXPECT_EQ(seen, "through the pipe");
}

}  // namespace
}  // namespace grader
