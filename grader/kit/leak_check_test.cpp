#include "grader/kit/leak_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/build/test_support.hpp"

namespace grader {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing_help::TempFolder;

class LeakCheckTest : public testing::Test {
 protected:
  LeakCheckTest() {
    folder.write("solutions/01_timeout/timeout.cpp",
                 "#include \"t.hpp\"\n\n"
                 "aio::Task<int> fetch(std::string url) {\n"
                 "  co_return co_await aio::timeout(limit, client.get(url));\n"
                 "}\n");
    folder.write("solutions/01_timeout/wrong/forgets_the_limit.cpp", "  return without_any_limit_at_all(url);\n");
    folder.write("solutions/01_timeout/right/by_hand.cpp", "\n");
    folder.write("solutions/01_timeout/right/named_in_public.cpp", "\n");
    public_files = {
        folder.write("exercises/timeout.cpp", "aio::Task<int> fetch(std::string url)\n{ throw NotYet(); }\n"),
        folder.write("exercises/README.md", "Is it named_in_public?\n")};
  }
  WithheldText withheld() const { return {folder / "solutions", public_files}; }

  TempFolder folder;
  std::vector<std::filesystem::path> public_files;
};

TEST_F(LeakCheckTest, LooksForWhatIsSpecificAndNotPublic) {
  EXPECT_EQ(withheld().lines(), 2u) << "the third is in exercises/, the others are short";
  EXPECT_EQ(withheld().names(), 1u) << "one is short, the other is public";
}

TEST_F(LeakCheckTest, FindsALineInAText) {
  const auto leaks = withheld().find_in("README.md",
                                        "# Solution\n\n\tco_return  co_await\n aio::timeout(limit,\n"
                                        "client.get(url)); // like this\n");
  EXPECT_THAT(leaks,
              ElementsAre(AllOf(Field(&Leak::file, "README.md"), Field(&Leak::line, 3u),
                                Field(&Leak::source, "solutions/01_timeout/timeout.cpp:4"),
                                Field(&Leak::text, "co_return co_await aio::timeout(limit, client.get(url));"))));
}

TEST_F(LeakCheckTest, FindsALineInAProgram) {
  std::string program(100'000, '\0');
  program += "co_return co_await aio::timeout(limit, client.get(url));";
  program += std::string(1000, '\xff');
  EXPECT_THAT(withheld().find_in("tools/bin/grader", program),
              ElementsAre(AllOf(Field(&Leak::line, 0u), Field(&Leak::source, "solutions/01_timeout/timeout.cpp:4"))));
}

TEST_F(LeakCheckTest, FindsALineAtEitherEnd) {
  const std::string line = "return without_any_limit_at_all(url);";
  EXPECT_EQ(withheld().find_in("a", line + "....").size(), 1u);
  EXPECT_EQ(withheld().find_in("a", "...." + line).size(), 1u);
  EXPECT_EQ(withheld().find_in("a", line).size(), 1u);
  EXPECT_THAT(withheld().find_in("a", line.substr(1)), IsEmpty());
  EXPECT_THAT(withheld().find_in("a", line.substr(0, line.size() - 1)), IsEmpty());
}

TEST_F(LeakCheckTest, FindsALineOnceHoweverOftenItIsThere) {
  const std::string line = "return without_any_limit_at_all(url);\n";
  EXPECT_EQ(withheld().find_in("a", line + line + line).size(), 1u);
}

TEST_F(LeakCheckTest, FindsTheNameOfASolution) {
  const auto name = AllOf(Field(&Leak::source, "solutions/01_timeout/wrong/forgets_the_limit.cpp"),
                          Field(&Leak::text, "forgets_the_limit"));
  EXPECT_THAT(withheld().find_in("notes.txt", "see forgets_the_limit, please"), ElementsAre(name));
  EXPECT_THAT(withheld().find_in("exercises/forgets_the_limit.md", ""), ElementsAre(name));
}

TEST_F(LeakCheckTest, LeavesAloneWhatIsPublicOrShort) {
  EXPECT_THAT(withheld().find_in("timeout.cpp",
                                 "aio::Task<int> fetch(std::string url) {\n#include \"t.hpp\"\n}\n"
                                 "named_in_public, by_hand\n"),
              IsEmpty());
  EXPECT_THAT(withheld().find_in("empty", ""), IsEmpty());
}

TEST_F(LeakCheckTest, TellsAStubFromAnAnswer) {
  const std::vector<std::filesystem::path> answers{folder / "solutions/01_timeout/timeout.cpp"};
  const auto find = [&](const std::string& stub) {
    return find_answer("exercises/timeout.cpp", stub, answers, folder.path(), {folder / "exercises/README.md"});
  };
  EXPECT_THAT(find("aio::Task<int> fetch(std::string url) { throw NotYet(); }\n"), IsEmpty());
  EXPECT_THAT(find(testing_help::read_file(answers.front()) + "// and more\n"),
              ElementsAre(AllOf(Field(&Leak::source, "solutions/01_timeout/timeout.cpp"),
                                Field(&Leak::text, "2 of its 2 lines"))));
}

}  // namespace
}  // namespace grader
