#include "grader/digest/digest.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(Digest, AgreesWithThePublishedExamples) {
  EXPECT_EQ(sha256(""), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, TellsFileSetsApartThatConcatenateAlike) {
  EXPECT_NE(sha256_of_files({{"a", "bc"}}), sha256_of_files({{"ab", "c"}}));
  EXPECT_NE(sha256_of_files({{"a", ""}, {"b", "x"}}), sha256_of_files({{"a", "b"}, {"", "x"}}));
  EXPECT_NE(sha256_of_files({{"a", "1"}}), sha256_of_files({{"a", "1"}, {"b", ""}}));
  EXPECT_EQ(sha256_of_files({{"a", "1"}, {"b", "2"}}), sha256_of_files({{"b", "2"}, {"a", "1"}}));
}

}  // namespace
}  // namespace grader
