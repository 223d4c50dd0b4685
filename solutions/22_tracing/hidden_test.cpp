#include <array>
#include <cstdint>
#include <cstdio>
#include <grader/proctor/proctor.hpp>
#include <mock_server/testing/matchers.hpp>
#include <string_view>

using namespace proctor;
using mock_server::exactly;
using mock_server::requests;

namespace {

constexpr auto kFetch = "fetch_traced";
constexpr std::uint64_t kLarge = 0x8000'0000'0000'0000;

std::string digits(std::uint64_t number) {
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(number));
  return text.data();
}

class TracingTest : public Test {
 protected:
  /// A number whose 16 digits are no zeros, all of them, and that no other type than a large one can hold.
  std::uint64_t draw() { return random()() | kLarge | 1; }
  std::vector<std::uint64_t> draws(int count) {
    std::vector<std::uint64_t> numbers;
    for (int i = 0; i < count; ++i) numbers.push_back(draw());
    return numbers;
  }
  static Operation gives(const std::vector<std::uint64_t>& numbers) {
    return values("random", std::vector<Json>(numbers.begin(), numbers.end()));
  }

  Json answer() { return {{"booking", number(1, 9'999)}, {"ferry", word()}}; }
  /// A path that fails `failures` times and answers then.
  std::string fails(int failures) {
    const std::string path = "/" + word();
    if (failures == 0) {
      server.on(path).json(answer());
    } else {
      server.on(path).times(static_cast<std::size_t>(failures)).status(503).then().json(answer());
    }
    return path;
  }
  Outcome fetch(const std::string& path, int attempts, const Argument& incoming, const Operation& random) {
    return subject.call(kFetch, server.url(path), attempts, incoming, random);
  }

  /// The traceparent headers of one request, the first being 0.
  std::string traceparent(const std::string& path, std::size_t request) {
    const auto exchanges = server.journal().exchanges(path);
    if (request >= exchanges.size()) return "no such request";
    std::string found;
    for (const auto& [name, value] : exchanges[request].request.headers) {
      if (mock_server::equal_ignoring_case(name, "traceparent")) found += (found.empty() ? "" : " and ") + value;
    }
    return found.empty() ? "none" : found;
  }
  void expect_traceparents(const std::string& path, const std::vector<std::string>& expected) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(traceparent(path, i), expected[i]) << "the traceparent of request " << i + 1;
    }
    EXPECT_THAT(server.journal(), requests(path, exactly(expected.size())));
  }
  /// A call with this `incoming` sends the numbers `drawn` as a trace of its own.
  void expect_new_trace(const std::string& incoming) {
    const std::string path = fails(0);
    const auto drawn = draws(3);
    fetch(path, 1, incoming, gives(drawn));
    EXPECT_EQ(traceparent(path, 0), begun(drawn, drawn[2])) << "what came in was: " << incoming;
  }
  /// A traceparent of a trace begun with the first two of the numbers.
  static std::string begun(const std::vector<std::uint64_t>& drawn, std::uint64_t span) {
    return "00-" + digits(drawn[0]) + digits(drawn[1]) + "-" + digits(span) + "-01";
  }
  std::string new_trace_id() { return digits(draw()) + digits(draw()); }
};

}  // namespace

#define TRACING_CRITERION(id) \
  class id : public TracingTest {}

TRACING_CRITERION(sends_a_traceparent);

TEST_F(sends_a_traceparent, OfTheNumbersThatWereDrawn) {
  const std::string path = fails(0);
  const auto drawn = draws(3);
  EXPECT_THAT(fetch(path, 1, std::nullopt, gives(drawn)), returned());
  expect_traceparents(path, {begun(drawn, drawn[2])});
}

TEST_F(sends_a_traceparent, WithTheZerosThatASmallNumberBeginsWith) {
  const std::string path = fails(0);
  fetch(path, 1, std::nullopt, gives({0x1f, 1, 0xabc}));
  expect_traceparents(path, {"00-000000000000001f0000000000000001-0000000000000abc-01"});
}

TEST_F(sends_a_traceparent, WithAllDigitsOfALargeNumber) {
  const std::string path = fails(0);
  fetch(path, 1, std::nullopt, gives({0xffff'ffff'ffff'ffff, 0xfedc'ba98'7654'3210, 0x8000'0000'0000'0000}));
  expect_traceparents(path, {"00-fffffffffffffffffedcba9876543210-8000000000000000-01"});
}

TEST_F(sends_a_traceparent, AndReturnsTheAnswer) {
  for (const Json& value : std::vector<Json>{answer(), nullptr, false, Json::array()}) {
    const std::string path = "/" + word();
    server.on(path).json(value);
    EXPECT_THAT(fetch(path, 3, std::nullopt, gives(draws(3))), returned(value));
    EXPECT_THAT(server.journal(), requests(path, exactly(1)));
  }
}

TEST_F(sends_a_traceparent, InEachOfSeveralCallsAtOnce) {
  std::vector<Call> calls;
  std::vector<std::string> paths;
  std::vector<std::string> expected;
  for (int i = 0; i < 4; ++i) {
    const auto drawn = draws(3);
    paths.push_back("/" + word());
    server.on(paths.back()).delay(std::chrono::seconds(9 - i)).json(answer());
    expected.push_back(begun(drawn, drawn[2]));
    calls.push_back(subject.start(kFetch, server.url(paths.back()), 1, std::nullopt, gives(drawn)));
  }
  for (Call& call : calls) EXPECT_THAT(call.outcome(), returned());
  for (std::size_t i = 0; i < calls.size(); ++i) expect_traceparents(paths[i], {expected[i]});
}

TRACING_CRITERION(keeps_one_trace_for_all_attempts);

TEST_F(keeps_one_trace_for_all_attempts, WithASpanIdOfItsOwnForEach) {
  const std::string path = fails(2);
  const auto drawn = draws(5);
  EXPECT_THAT(fetch(path, 3, std::nullopt, gives(drawn)), returned()) << "the third attempt had an answer";
  expect_traceparents(path, {begun(drawn, drawn[2]), begun(drawn, drawn[3]), begun(drawn, drawn[4])});
}

TEST_F(keeps_one_trace_for_all_attempts, WhateverTheyFailBy) {
  const Json value = answer();
  server.on("/ferry").rst().then().status(404).then().truncated_fin().then().invalid_json().then().json(value);
  const auto drawn = draws(7);
  EXPECT_THAT(fetch("/ferry", 5, std::nullopt, gives(drawn)), returned(value)) << "the fifth attempt had an answer";
  expect_traceparents("/ferry", {begun(drawn, drawn[2]), begun(drawn, drawn[3]), begun(drawn, drawn[4]),
                                 begun(drawn, drawn[5]), begun(drawn, drawn[6])});
}

TEST_F(keeps_one_trace_for_all_attempts, UntilThereAreNoMore) {
  const int attempts = number(2, 5);
  server.on("/ferry").status(503);
  EXPECT_THAT(fetch("/ferry", attempts, std::nullopt, gives(draws(9))), threw("StatusError"));
  EXPECT_THAT(server.journal(), requests("/ferry", exactly(static_cast<std::size_t>(attempts))));
}

TEST_F(keeps_one_trace_for_all_attempts, UntilThereIsAnAnswer) {
  const std::string path = fails(1);
  EXPECT_THAT(fetch(path, 5, std::nullopt, gives(draws(9))), returned());
  EXPECT_THAT(server.journal(), requests(path, exactly(2)));
}

TEST_F(keeps_one_trace_for_all_attempts, OfWhichThereMayBeOnlyOne) {
  const std::string path = fails(1);
  EXPECT_THAT(fetch(path, 1, std::nullopt, gives(draws(4))), threw("StatusError"));
  EXPECT_THAT(server.journal(), requests(path, exactly(1)));
}

TEST_F(keeps_one_trace_for_all_attempts, AndThrowsTheErrorOfTheLast) {
  server.on("/ferry").status(503).then().invalid_json().then().rst();
  EXPECT_THAT(fetch("/ferry", 3, std::nullopt, gives(draws(5))), threw("TransportError"))
      << "the connection broke during the last attempt";
  server.on("/cabin").rst().then().status(404);
  EXPECT_THAT(fetch("/cabin", 2, std::nullopt, gives(draws(4))), threw("StatusError"))
      << "the status of the last attempt was 404";
}

TEST_F(keeps_one_trace_for_all_attempts, AndBeginsAnotherInTheNextCall) {
  const std::string path = fails(1);
  const auto first = draws(4);
  const auto second = draws(3);
  fetch(path, 2, std::nullopt, gives(first));
  fetch(path, 2, std::nullopt, gives(second));
  expect_traceparents(path, {begun(first, first[2]), begun(first, first[3]), begun(second, second[2])});
}

TEST_F(keeps_one_trace_for_all_attempts, AndDrawsNoNumberThatIsNotNeeded) {
  auto random = gives(draws(9));
  fetch(fails(2), 5, std::nullopt, random);
  EXPECT_EQ(random.started(), 5u) << "numbers drawn: two for the trace id, and one for each of three attempts";
}

TEST_F(keeps_one_trace_for_all_attempts, UntilTheCallerIsCancelled) {
  server.on("/ferry").status(503).then().hang();
  auto call = subject.start(kFetch, server.url("/ferry"), 5, std::nullopt, gives(draws(9)));
  subject.advance(3s);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError"));
  EXPECT_EQ(subject.left_behind().requests, 0u) << "the call is over, and its request is still open";
  EXPECT_THAT(server.journal(), requests("/ferry", exactly(2)));
}

TRACING_CRITERION(continues_an_incoming_trace);

TEST_F(continues_an_incoming_trace, WithItsTraceId) {
  const std::string path = fails(0);
  const std::string id = new_trace_id();
  const std::uint64_t span = draw();
  EXPECT_THAT(fetch(path, 1, "00-" + id + "-" + digits(draw()) + "-01", gives({span})), returned());
  expect_traceparents(path, {"00-" + id + "-" + digits(span) + "-01"});
}

TEST_F(continues_an_incoming_trace, WithItsFlags) {
  const std::string path = fails(0);
  const std::string id = new_trace_id();
  const std::uint64_t span = draw();
  fetch(path, 1, "00-" + id + "-" + digits(draw()) + "-00", gives({span}));
  expect_traceparents(path, {"00-" + id + "-" + digits(span) + "-00"});
}

TEST_F(continues_an_incoming_trace, InEveryAttempt) {
  const std::string path = fails(2);
  const std::string id = new_trace_id();
  const auto spans = draws(3);
  fetch(path, 3, "00-" + id + "-" + digits(draw()) + "-00", gives(spans));
  expect_traceparents(path, {"00-" + id + "-" + digits(spans[0]) + "-00", "00-" + id + "-" + digits(spans[1]) + "-00",
                             "00-" + id + "-" + digits(spans[2]) + "-00"});
}

TEST_F(continues_an_incoming_trace, WhoseIdsAreMostlyZeros) {
  for (const std::string& incoming : {"00-00000000000000000000000000000001-1000000000000000-01",
                                      "00-80000000000000000000000000000000-0000000000000001-01",
                                      "00-00000000000000010000000000000000-00000000f0000000-01"}) {
    const std::string path = fails(0);
    fetch(path, 1, incoming, gives({0xa}));
    EXPECT_EQ(traceparent(path, 0), std::string(incoming).replace(36, 16, digits(0xa)))
        << "what came in was: " << incoming;
  }
}

TEST_F(continues_an_incoming_trace, AndDrawsNoTraceId) {
  auto random = gives(draws(9));
  fetch(fails(1), 2, "00-" + new_trace_id() + "-" + digits(draw()) + "-01", random);
  EXPECT_EQ(random.started(), 2u) << "numbers drawn: one for each of two attempts";
}

TRACING_CRITERION(uses_no_invalid_ids);

TEST_F(uses_no_invalid_ids, ButDrawsASpanIdOfZerosAgain) {
  const auto drawn = draws(3);
  const std::string once = fails(0);
  fetch(once, 1, std::nullopt, gives({drawn[0], drawn[1], 0, drawn[2]}));
  expect_traceparents(once, {begun(drawn, drawn[2])});
  const std::string thrice = fails(0);
  fetch(thrice, 1, std::nullopt, gives({drawn[0], drawn[1], 0, 0, 0, drawn[2]}));
  expect_traceparents(thrice, {begun(drawn, drawn[2])});
}

TEST_F(uses_no_invalid_ids, ButDrawsATraceIdOfZerosAgain) {
  const std::string path = fails(0);
  const auto drawn = draws(3);
  fetch(path, 1, std::nullopt, gives({0, 0, 0, 0, drawn[0], drawn[1], drawn[2]}));
  expect_traceparents(path, {begun(drawn, drawn[2])});
}

TEST_F(uses_no_invalid_ids, ButTakesATraceIdThatIsHalfZeros) {
  const std::string first = fails(0);
  const auto drawn = draws(2);
  fetch(first, 1, std::nullopt, gives({0, drawn[0], drawn[1]}));
  expect_traceparents(first, {begun({0, drawn[0]}, drawn[1])});
  const std::string second = fails(0);
  fetch(second, 1, std::nullopt, gives({drawn[0], 0, drawn[1]}));
  expect_traceparents(second, {begun({drawn[0], 0}, drawn[1])});
}

TEST_F(uses_no_invalid_ids, ButIgnoresAnIncomingTraceIdOfZeros) {
  expect_new_trace("00-" + std::string(32, '0') + "-" + digits(draw()) + "-01");
}

TEST_F(uses_no_invalid_ids, ButIgnoresAnIncomingSpanIdOfZeros) {
  expect_new_trace("00-" + new_trace_id() + "-" + std::string(16, '0') + "-01");
}

TEST_F(uses_no_invalid_ids, ButIgnoresWhatIsTooShortOrTooLong) {
  const std::string valid = "00-" + new_trace_id() + "-" + digits(draw()) + "-01";
  expect_new_trace("");
  expect_new_trace(valid.substr(0, 52));
  expect_new_trace(valid.substr(0, 54));
  expect_new_trace(valid + "0");
  expect_new_trace(valid + "-01");
  expect_new_trace(valid + " ");
  expect_new_trace(" " + valid);
}

TEST_F(uses_no_invalid_ids, ButIgnoresCapitalLetters) {
  const std::string valid = "00-abcdef0123456789abcdef0123456789-abcdef0123456789-01";
  for (const std::size_t at : {3u, 20u, 36u}) {
    std::string incoming = valid;
    incoming[incoming.find_first_of("abcdef", at)] -= 'a' - 'A';
    expect_new_trace(incoming);
  }
  expect_new_trace("00-abcdef0123456789abcdef0123456789-abcdef0123456789-0A");
}

TEST_F(uses_no_invalid_ids, ButIgnoresOtherCharacters) {
  const std::string valid = "00-" + new_trace_id() + "-" + digits(draw()) + "-00";
  constexpr std::string_view kWrong = "gx- /:`+_G";
  constexpr std::array<std::size_t, 6> kPlaces{3, 34, 36, 51, 53, 54};
  for (std::size_t i = 0; i < kWrong.size(); ++i) {
    std::string incoming = valid;
    incoming[kPlaces[i % kPlaces.size()]] = kWrong[i];
    expect_new_trace(incoming);
  }
}

TEST_F(uses_no_invalid_ids, ButIgnoresOtherSeparators) {
  const std::string valid = "00-" + new_trace_id() + "-" + digits(draw()) + "-00";
  for (const std::size_t at : {2u, 35u, 52u}) {
    std::string incoming = valid;
    incoming[at] = at == 35 ? '0' : '_';
    expect_new_trace(incoming);
  }
}

TEST_F(uses_no_invalid_ids, ButIgnoresSomethingElse) {
  expect_new_trace(word());
  expect_new_trace(word(55));
  expect_new_trace("00---");
}

TEST_F(uses_no_invalid_ids, ButIgnoresTheFlagsOfWhatItIgnores) {
  expect_new_trace("00-" + std::string(32, '0') + "-" + digits(draw()) + "-00");
}
