#include "mock_server/robustness/fixture.hpp"

namespace mock_server {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using namespace std::string_literals;

class HostileRequests : public RobustServer {};

TEST_F(HostileRequests, AnswersGarbageWithA400AndCloses) {
  for (const std::string& garbage :
       {std::string("\x16\x03\x01\0\xff", 5), std::string("\0\0\0", 3), std::string("{}"), std::string("GET\r\n\r\n"),
        std::string("GET / HTTP/9.9\r\n\r\n"), std::string("LAUGH / HTTP/1.1\r\n\r\n")}) {
    EXPECT_THAT(RawClient(server.port()).send(garbage).receive_all(), StartsWith("HTTP/1.1 400 ")) << garbage;
  }
}

TEST_F(HostileRequests, RefusesRequestsBeyondTheLimits) {
  EXPECT_THAT(RawClient(server.port()).send("POST /ok HTTP/1.1\r\nContent-Length: 1001\r\n\r\n").receive_all(),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(RawClient(server.port()).send("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n").receive_all(),
              StartsWith("HTTP/1.1 414 "));
}

TEST_F(HostileRequests, AnswersWhileTheRefusedBodyStillArrives) {
  RawClient client(server.port());
  client.send("POST /ok HTTP/1.1\r\nContent-Length: 4000000\r\n\r\n").send(std::string(4'000'000, 'x'));
  EXPECT_THAT(client.receive_all(), StartsWith("HTTP/1.1 413 "));
  EXPECT_FALSE(client.was_reset()) << "the answer must not be destroyed by a reset";
}

TEST_F(HostileRequests, AreToldWhyTheyAreRefused) {
  const std::string post = "POST /echo HTTP/1.1\r\n";
  const std::vector<std::tuple<std::string, int, std::string>> requests = {
      {"GET /" + std::string(100'000, 'a'), 414, "longer than 8 KiB"},
      {"GET / " + std::string(100'000, 'a'), 431, "larger than 64 KiB"},
      {"GET /ok HTTP/1.1\r\nA: " + std::string(100'000, 'a'), 431, "larger than 64 KiB"},
      {"GET /ok HTTP/1.1\nHost: x\n\n", 400, "CR LF"},
      {"GET /ok HTTP/1.1\r\nA: \0\r\n\r\n"s, 400, "NUL"},
      {"GET /o\0k HTTP/1.1\r\n\r\n"s, 400, "NUL"},
      {post + "Content-Length: -1\r\n\r\n", 400, "no number"},
      {post + "Content-Length: 18446744073709551616\r\n\r\n", 400, "no number"},
      {post + "Content-Length: 18446744073709551615\r\n\r\n", 413, "1000 bytes"},
      {post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "two different"},
      {post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "both"},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501, "chunked"},
      {post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400, "hexadecimal"},
      {post + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n", 413, "1000 bytes"},
  };
  for (const auto& [bytes, status, why] : requests) {
    EXPECT_THAT(answer_to(bytes), AllOf(StartsWith("HTTP/1.1 " + std::to_string(status)), HasSubstr(why),
                                        HasSubstr("Connection: close\r\n")))
        << bytes.substr(0, 100);
  }
  EXPECT_EQ(server.journal().count(), requests.size()) << "each is in the journal";
  EXPECT_EQ(server.journal().count("/echo"), 8u) << "with its path, once that was known";
}

TEST_F(HostileRequests, MayHaveAsManyShortHeadersAsFit) {
  std::string head = "GET /ok HTTP/1.1\r\nConnection: close\r\n";
  for (int i = 0; i < 999; ++i) head += "H" + std::to_string(i) + ": x\r\n";
  EXPECT_THAT(answer_to(head + "\r\n"), EndsWith("fine"));
  EXPECT_THAT(answer_to(head + "One-more: x\r\n\r\n"), StartsWith("HTTP/1.1 431 "));
}

// cpp-httplib matches a Range with std::regex, whose stack grows with the text.
TEST_F(HostileRequests, WithALongRangeAreAnsweredLikeOthers) {
  std::string ranges = "Connection: close\r\nRange: bytes=0-0";
  while (ranges.size() < 8'000) ranges += ",1-1";
  EXPECT_THAT(RawClient(server.port()).get("/ok", ranges + "\r\n").receive_all(),
              AllOf(StartsWith("HTTP/1.1 200 "), EndsWith("\r\n\r\nfine")));
  EXPECT_THAT(RawClient(server.port()).get("/ok", "Connection: close\r\nRange: bytes=1-2\r\n").receive_all(),
              EndsWith("\r\n\r\nfine"))
      << "a fault is the same for every client";
  EXPECT_EQ(find_header(server.journal().snapshot().back().request.headers, "Range"), "bytes=1-2");
}

TEST_F(HostileRequests, MayBeChunkedWithExtensionsAndTrailers) {
  EXPECT_THAT(answer_to("POST /echo HTTP/1.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "4;a=b;c=\"d\"\r\nbody\r\n001 ;x\r\n!\r\n0;last\r\nTrailer: x\r\nOther: y\r\n\r\n"),
              EndsWith("\r\n\r\n<body!>"));
}

TEST_F(HostileRequests, MayAskForAnythingHttpHas) {
  EXPECT_THAT(answer_to("OPTIONS /ok HTTP/1.1\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer_to("OPTIONS * HTTP/1.1\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(answer_to("GET http://example.test/ok?a=b HTTP/1.1\r\nConnection: close\r\n\r\n"), EndsWith("fine"))
      << "absolute form, as to a proxy";
  EXPECT_EQ(server.journal().snapshot().back().request.path, "/ok");
  EXPECT_THAT(answer_to("GET http://example.test HTTP/1.1\r\nConnection: close\r\n\r\n"),
              HasSubstr("no route for GET /;"));
  EXPECT_THAT(answer_to("BREW /ok HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer_to("GET /ok HTTP/1.1\r\nConnection: Close\r\n\r\n"), EndsWith("fine")) << "any case";
}

TEST_F(HostileRequests, CostNoMoreThanTheirBytes) {
  // Each of these once moved the rest of the bytes for every piece taken off the front: minutes for what takes none.
  Server patient({.max_request_bytes = 16 << 20});
  patient.on("/ok").text("fine");
  std::string chunks = "POST /ok HTTP/1.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
  while (chunks.size() < 4 << 20) chunks += "1\r\nx\r\n";
  EXPECT_THAT(RawClient(patient.port()).send(chunks + "0\r\n\r\n").receive_all(), EndsWith("fine"));
  std::string empty_lines;
  while (empty_lines.size() < 4 << 20) empty_lines += "\r\n\r\n\r\n\r\n";
  RawClient client(patient.port());
  EXPECT_THAT(client.send(empty_lines).get("/ok", "Connection: close\r\n").receive_all(), EndsWith("fine"));
}

}  // namespace
}  // namespace mock_server
