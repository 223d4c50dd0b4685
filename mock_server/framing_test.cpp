#include "mock_server/framing.hpp"

#include <gmock/gmock.h>

namespace mock_server {
namespace {

using State = RequestFramer::State;

struct Framed {
  State state;
  std::string head;
  std::string body;
  std::string left;
  int refusal;
};

Framed frame(std::string bytes) {
  RequestFramer framer(100);
  const auto state = framer.consume(bytes);
  return {state, framer.head(), framer.body(), bytes, framer.refusal()};
}

const std::string kStart = "POST /a HTTP/1.1\r\n";

TEST(RequestFramer, LeavesTheNextRequestAlone) {
  const auto framed = frame(kStart + "Content-Length: 4\r\n\r\nbodyGET /b");
  EXPECT_EQ(framed.state, State::kComplete);
  EXPECT_EQ(framed.body, "body");
  EXPECT_EQ(framed.left, "GET /b");
}

TEST(RequestFramer, TakesOffTheChunkFraming) {
  const auto framed = frame(
      kStart + "Transfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\nNEXT");
  EXPECT_EQ(framed.state, State::kComplete);
  EXPECT_EQ(framed.body, "abc0123456789");
  EXPECT_EQ(framed.left, "NEXT");
}

TEST(RequestFramer, IsTheSameForEveryCutOfTheBytes) {
  const std::string whole = kStart + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    RequestFramer framer(100);
    std::string bytes = whole.substr(0, cut);
    EXPECT_LT(framer.consume(bytes), State::kComplete) << cut;
    bytes += whole.substr(cut);
    EXPECT_EQ(framer.consume(bytes), State::kComplete) << cut;
    EXPECT_EQ(framer.body(), "abcde") << cut;
  }
  RequestFramer framer(100);
  std::string bytes;
  for (const char byte : whole) framer.consume(bytes += byte);
  EXPECT_EQ(framer.state(), State::kComplete);
}

TEST(RequestFramer, KnowsThePathBeforeTheBodyArrives) {
  RequestFramer framer(100);
  std::string bytes = "PUT /a?b HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n";
  EXPECT_EQ(framer.consume(bytes), State::kBody);
  EXPECT_EQ(framer.method(), "PUT");
  EXPECT_EQ(framer.target(), "/a?b");
  EXPECT_TRUE(framer.expects_continue());
}

TEST(RequestFramer, AllowsEmptyLinesBeforeARequest) {
  EXPECT_EQ(frame("\r\n\r\nGET / HTTP/1.1\r\n\r\n").head, "GET / HTTP/1.1\r\n\r\n");
}

TEST(RequestFramer, RefusesWhatItCannotFrame) {
  const std::vector<std::pair<std::string, int>> refused = {
      {std::string("\x16\x03\x01\x02\x00", 5), 400},  // the start of a TLS handshake
      {"Content-Length: -1", 400},
      {"Content-Length: 1x", 400},
      {"Content-Length: 99999999999999999999999", 400},
      {"Content-Length: 101", 413},
      {"Content-Length: 1\r\nContent-Length: 2", 400},
      {"Content-Length: 1\r\nTransfer-Encoding: chunked", 400},
      {"Transfer-Encoding: gzip", 501},
      {"Transfer-Encoding: chunked\r\n\r\nzz", 400},
      {"Transfer-Encoding: chunked\r\n\r\n65", 413},
      {"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF", 413},
      {"Transfer-Encoding: chunked\r\n\r\n1\r\nabc", 400},
  };
  for (const auto& [bytes, status] : refused) {
    const bool whole = bytes.front() == '\x16';
    const auto framed =
        frame(whole ? bytes : kStart + bytes + (bytes.find("\r\n\r\n") == bytes.npos ? "\r\n\r\n" : "\r\n"));
    EXPECT_EQ(framed.state, State::kRefused) << bytes;
    EXPECT_EQ(framed.refusal, status) << bytes;
  }
}

TEST(RequestFramer, RefusesAHeadWithoutEnd) {
  EXPECT_EQ(frame("GET /" + std::string(RequestFramer::kMaxHeadBytes, 'a')).refusal, 431);
}

}  // namespace
}  // namespace mock_server
