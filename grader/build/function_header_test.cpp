#include "grader/build/function_header.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kSource =
    "#include <aio/aio.hpp>\n"                               // 1
    "namespace {\n"                                          // 2
    "aio::Task<int> f(bool b /* } */) {\n"                   // 3
    "  const char* text = \"}\";  // }\n"                    // 4
    "  if (b) {\n"                                           // 5
    "    auto g = [](char c) -> aio::Json { return c; };\n"  // 6
    "  }\n"                                                  // 7
    "}\n"                                                    // 8
    "}  // namespace\n";                                     // 9

TEST(FunctionHeader, IsWhatStandsBeforeTheBrace) {
  EXPECT_THAT(header_of_function_at(kSource, 4, 3), HasSubstr("aio::Task<int> f(bool b"));
  EXPECT_THAT(header_of_function_at(kSource, 6, 3), HasSubstr("aio::Task<int> f(bool b"));  // a branch is no function
  EXPECT_THAT(header_of_function_at(kSource, 6, 42), HasSubstr("[](char c) -> aio::Json"));
  EXPECT_THAT(header_of_function_at(kSource, 8, 1), HasSubstr("aio::Task<int> f(bool b"));
}

TEST(FunctionHeader, IsEmptyOutsideOfAFunction) {
  EXPECT_THAT(header_of_function_at(kSource, 2, 3), IsEmpty());
  EXPECT_THAT(header_of_function_at(kSource, 9, 0), IsEmpty());
  EXPECT_THAT(header_of_function_at(kSource, 900, 7), IsEmpty());
  EXPECT_THAT(header_of_function_at("", 1, 1), IsEmpty());
  EXPECT_THAT(header_of_function_at("}}}} \"", 1, 0), IsEmpty());
}

}  // namespace
}  // namespace grader
