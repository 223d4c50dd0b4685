#include "mock_server/framing.hpp"

#include <gmock/gmock.h>

namespace mock_server {
namespace {

using namespace std::string_literals;
using State = RequestFramer::State;

struct Framed {
  State state;
  std::string head;
  std::string body;
  std::string left;
  int refusal;
};

Framed frame(std::string_view bytes) {
  RequestFramer framer(100);
  const auto state = framer.consume(bytes);
  return {state, framer.head(), framer.body(), std::string(bytes), framer.refusal()};
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
    std::string_view bytes = std::string_view(whole).substr(0, cut);
    EXPECT_LT(framer.consume(bytes), State::kComplete) << cut;
    const std::string rest = std::string(bytes) + whole.substr(cut);
    bytes = rest;
    EXPECT_EQ(framer.consume(bytes), State::kComplete) << cut;
    EXPECT_EQ(framer.body(), "abcde") << cut;
  }
}

TEST(RequestFramer, KnowsThePathBeforeTheBodyArrives) {
  RequestFramer framer(100);
  std::string_view bytes = "PUT /a?b HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n";
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

TEST(RequestFramer, RefusesAHeadWithoutEndAndNamesTheLimit) {
  const std::string target = "GET /" + std::string(RequestFramer::kMaxTargetBytes, 'a');
  EXPECT_EQ(frame(target).refusal, 414) << "before the end of the line has come";
  EXPECT_EQ(frame(target + " HTTP/1.1\r\n\r\n").refusal, 414);
  const std::string most = "GET /" + std::string(RequestFramer::kMaxTargetBytes - 1, 'a');
  EXPECT_EQ(frame(most + " HTTP/1.1\r\n\r\n").state, State::kComplete);
  EXPECT_EQ(frame("GET / " + std::string(RequestFramer::kMaxHeadBytes, 'a')).refusal, 431);
  EXPECT_EQ(frame(kStart + "A: " + std::string(RequestFramer::kMaxHeadBytes, 'a')).refusal, 431);
  EXPECT_EQ(frame(kStart + "A: " + std::string(RequestFramer::kMaxHeadBytes, 'a') + "\r\n\r\n").refusal, 431);
}

std::string with_headers(std::size_t n) {
  std::string head = kStart;
  for (std::size_t i = 0; i < n; ++i) head += "a:b\r\n";
  return head + "\r\n";
}

TEST(RequestFramer, CountsTheHeaders) {
  EXPECT_EQ(frame(with_headers(RequestFramer::kMaxHeaders)).state, State::kComplete);
  EXPECT_EQ(frame(with_headers(RequestFramer::kMaxHeaders + 1)).refusal, 431);
}

TEST(RequestFramer, RefusesLinesThatTwoReadersCouldUnderstandDifferently) {
  for (const std::string& head :
       {"A: b\n"s, "A: b\rC: d\r\n"s, "A: b\r\r\n"s, "A: \0b\r\n"s, "A : b\r\n"s, " A: b\r\n"s, "\tfolded\r\n"s,
        "A\r\n"s, ": b\r\n"s, "Content-Length : 4\r\n"s,
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"s, "Content-Length: 1\r\ncontent-length: 01\r\n"s,
        "Content-Length: 1, 1\r\n"s, "Content-Length:\r\n"s}) {
    EXPECT_EQ(frame(kStart + head + "\r\n").refusal, 400) << head;
  }
  EXPECT_EQ(frame("GET / HTTP/1.1\nHost: x\n\n").refusal, 400) << "not waited for, as it never ends";
  EXPECT_EQ(frame(kStart + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab").state, State::kComplete);
}

TEST(RequestFramer, BoundsWhatSurroundsChunks) {
  const std::string chunked = kStart + "Transfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(frame(chunked + "1;" + std::string(RequestFramer::kMaxChunkLineBytes, 'x')).refusal, 400);
  std::string trailers;
  while (trailers.size() <= RequestFramer::kMaxTrailerBytes) trailers += "Trailer: x\r\n";
  EXPECT_EQ(frame(chunked + "0\r\n" + trailers).refusal, 431) << "a trailer section need not end, either";
}

// Found by fuzzing: the head of a refusal had the line that was refused in it if it had come in one piece.
TEST(RequestFramer, KeepsTheGoodLinesOfARefusedHead) {
  EXPECT_EQ(frame("GET /" + std::string(8300, 'a') + " HTTP/1.1\r\n\r\n").head, "");
  EXPECT_EQ(frame(kStart + "A : b\r\n\r\n").head, kStart);
}

TEST(RequestFramer, SaysWhyItRefuses) {
  RequestFramer framer(100);
  const std::string whole = kStart + "Content-Length: 101\r\n\r\n";
  std::string_view bytes = whole;
  framer.consume(bytes);
  EXPECT_EQ(framer.why(), "the body is larger than 100 bytes");
  EXPECT_EQ(framer.target(), "/a") << "the journal can name what was refused";
}

}  // namespace
}  // namespace mock_server
