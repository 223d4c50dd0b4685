#include <algorithm>
#include <grader/proctor/proctor.hpp>
#include <ostream>
#include <set>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using ::testing::AllOf;

namespace {

using Names = std::set<std::string>;

const Names kTree = {"HutError",           "StationError",   "StationAway",  "StationSilent",
                     "StationUnreachable", "StationGarbled", "BulletinError"};

std::string without_namespace(const std::string& name) {
  const std::size_t end = name.rfind("::");
  return end == std::string::npos ? name : name.substr(end + 2);
}

std::string joined(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

/// An error, or the cause of one.
struct Link {
  std::vector<std::string> classes;  ///< with namespaces; its own first, then all that it derives from
  std::string message;

  std::string name() const { return without_namespace(classes.at(0)); }
  /// The classes of the header's tree that it belongs to, by their plain names.
  Names branch() const {
    Names names;
    for (const std::string& name : classes) {
      if (kTree.contains(without_namespace(name))) names.insert(without_namespace(name));
    }
    return names;
  }
};

/// How a call ended, with the whole history of an error.
struct Told {
  Outcome outcome;
  std::vector<Link> chain;  ///< empty unless an error was thrown

  bool returned(const Json& value) const {
    return outcome.kind == Outcome::Kind::kReturned && outcome.value == Json{{"value", value}};
  }
};

std::ostream& operator<<(std::ostream& out, const Told& told) {
  if (told.outcome.kind != Outcome::Kind::kReturned) return out << told.outcome;
  if (told.chain.empty()) return out << "returned " << told.outcome.value.value("value", Json());
  const char* verb = "threw ";
  for (const Link& link : told.chain) {
    out << verb << link.name() << " (" << link.message << ")";
    verb = ", caused by ";
  }
  return out;
}

Told tell(Outcome outcome) {
  Told told{.outcome = std::move(outcome), .chain = {}};
  if (told.outcome.kind != Outcome::Kind::kReturned || !told.outcome.value.is_object()) return told;
  for (const Json& link : told.outcome.value.value("threw", Json::array())) {
    told.chain.push_back({.classes = link.at("classes"), .message = link.at("message")});
  }
  return told;
}

MATCHER_P(gave, value, "returned " + Json(value).dump()) { return arg.returned(value); }

/// The error belongs to exactly these classes of the tree.
MATCHER_P(threw_own, names, "threw an error of the classes " + joined(names)) {
  if (arg.chain.empty() || arg.chain[0].branch() == names) return !arg.chain.empty();
  *result_listener << "where " << arg.chain[0].name() << " is of the classes " << joined(arg.chain[0].branch());
  return false;
}

MATCHER_P(that_says, text, "an error that says \"" + text + "\"") {
  return !arg.chain.empty() && arg.chain[0].message.contains(text);
}

/// Error number `depth` below the one that was thrown is the kit's, as it was thrown.
MATCHER_P3(has_cause, depth, type, message,
           "threw an error, and below it, " + std::to_string(depth) + " down, " + type + " (" + message + ")") {
  const std::size_t index = depth;
  return arg.chain.size() > index && arg.chain[index].classes[0] == std::string("aio::") + type &&
         arg.chain[index].message == message;
}

/// The error is this one alone: not wrapped, not replaced, not cut.
MATCHER_P2(threw_unchanged, type, message, "threw " + without_namespace(type) + " (" + message + ") as it was") {
  return arg.chain.size() == 1 && arg.chain[0].classes[0] == type && arg.chain[0].message == message;
}

MATCHER(was_cancelled, "threw CancelledError") {
  return arg.outcome.kind == Outcome::Kind::kThrew && arg.outcome.type == "CancelledError";
}

const Names kSilent = {"StationSilent", "StationAway", "StationError", "HutError"};
const Names kUnreachable = {"StationUnreachable", "StationAway", "StationError", "HutError"};
const Names kGarbled = {"StationGarbled", "StationError", "HutError"};
const Names kBulletin = {"BulletinError", "HutError"};

class HutTest : public Test {
 protected:
  Json reading(int depth) { return {{"depth_cm", depth}, {"battery", number(1, 99)}}; }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }

  Told station(const Operation& fetch, const std::string& name, Duration limit = 5s) {
    return tell(subject.call("read_station", fetch, name, limit));
  }
  /// A station whose fetch throws.
  Told failing_station(const std::string& type, const std::string& message) {
    return station(operation("fetch").takes(1s).throws(type, message), word());
  }
  Told bulletin(const Operation& fetch, const std::vector<std::string>& stations, Duration limit = 5s) {
    return tell(subject.call("make_bulletin", fetch, stations, limit));
  }
  Told board(const Operation& fetch, const std::vector<std::string>& stations, Duration limit = 5s) {
    return tell(subject.call("show_board", fetch, stations, limit));
  }
  std::vector<std::string> words(int count) {
    std::vector<std::string> list;
    for (int i = 0; i < count; ++i) list.push_back(word());
    return list;
  }
  /// The bulletin in which run n of the fetch gave `depths[n]`, whichever station that run was for.
  Json bulletin_of(const Operation& fetch, const std::vector<Json>& depths) {
    Json expected = Json::object();
    const auto runs = fetch.attempts();
    for (std::size_t n = 0; n < runs.size() && n < depths.size(); ++n) expected[runs[n].args[0]] = depths[n];
    return expected;
  }
  Told cancelled_after(Duration time, Call call) {
    subject.advance(time);
    call.cancel();
    return tell(call.outcome());
  }
};

}  // namespace

#define HUT_CRITERION(id) \
  class id : public HutTest {}

HUT_CRITERION(throws_errors_of_its_own);

TEST_F(throws_errors_of_its_own, WhenTheStationDoesNotAnswer) {
  EXPECT_THAT(station(operation("fetch").hangs(), word(), 2s), threw_own(kSilent));
}

TEST_F(throws_errors_of_its_own, AtTheMomentTheLimitPasses) {
  const auto limit = odd_duration(1'000, 90'000);
  const Told told = station(operation("fetch").takes(10min).returns(reading(1)), word(), limit);
  ASSERT_THAT(told, threw_own(kSilent));
  EXPECT_THAT(told.outcome, took(limit)) << "the station was silent from the start";
}

TEST_F(throws_errors_of_its_own, WhenTheFetchHasALimitOfItsOwn) {
  EXPECT_THAT(failing_station("TimeoutError", word()), threw_own(kSilent));
}

TEST_F(throws_errors_of_its_own, WhenThereIsNoConnection) {
  EXPECT_THAT(failing_station("ConnectError", word()), threw_own(kUnreachable));
}

TEST_F(throws_errors_of_its_own, WhenTheConnectionBreaksOff) {
  EXPECT_THAT(failing_station("TransportError", word()), threw_own(kUnreachable));
}

TEST_F(throws_errors_of_its_own, WhenTheAnswerHasAStatusOfAnError) {
  EXPECT_THAT(failing_station("StatusError", word()), threw_own(kGarbled));
}

TEST_F(throws_errors_of_its_own, WhenTheAnswerIsNoJson) {
  EXPECT_THAT(failing_station("JsonError", word()), threw_own(kGarbled));
}

TEST_F(throws_errors_of_its_own, WhenTheReadingHasNoDepth) {
  for (const Json& answer : std::vector<Json>{Json::object(), {{"depth", number(1, 99)}}}) {
    EXPECT_THAT(station(operation("fetch").returns(answer), word()), threw_own(kGarbled))
        << "the answer was " << answer;
  }
}

TEST_F(throws_errors_of_its_own, WhenTheDepthIsNoNumber) {
  for (const Json& depth : std::vector<Json>{nullptr, word(), Json::array({number(1, 99)}), Json::object()}) {
    const Json answer = {{"depth_cm", depth}};
    EXPECT_THAT(station(operation("fetch").returns(answer), word()), threw_own(kGarbled))
        << "the answer was " << answer;
  }
}

TEST_F(throws_errors_of_its_own, WhenTheReadingIsNoObject) {
  for (const Json& answer : std::vector<Json>{nullptr, number(1, 99), word(), Json::array({number(1, 99)})}) {
    EXPECT_THAT(station(operation("fetch").returns(answer), word()), threw_own(kGarbled))
        << "the answer was " << answer;
  }
}

TEST_F(throws_errors_of_its_own, WithTheNameOfTheStation) {
  for (const char* type : {"TimeoutError", "ConnectError", "TransportError", "StatusError", "JsonError"}) {
    const std::string name = word();
    EXPECT_THAT(station(operation("fetch").throws(type, word()), name), that_says(name)) << "the fetch threw " << type;
  }
  for (const Json& answer : std::vector<Json>{nullptr, Json::object(), {{"depth_cm", "deep"}}}) {
    const std::string name = word();
    EXPECT_THAT(station(operation("fetch").returns(answer), name), that_says(name)) << "the answer was " << answer;
  }
}

TEST_F(throws_errors_of_its_own, WithTheNameOfTheRightStation) {
  const std::string first = word();
  const std::string second = word();
  auto fetch = operation("fetch").hangs();
  auto one = subject.start("read_station", fetch, first, 3s);
  auto two = subject.start("read_station", fetch, second, 2s);
  EXPECT_THAT(tell(two.outcome()), that_says(second));
  EXPECT_THAT(tell(one.outcome()), that_says(first));
}

TEST_F(throws_errors_of_its_own, AndNoneWhenThereIsAReading) {
  for (const int depth : {0, number(1, 999), 12'345}) {
    EXPECT_THAT(station(operation("fetch").returns(reading(depth)), word()), gave(depth));
  }
}

TEST_F(throws_errors_of_its_own, AndNoneWhenTheReadingTakesMostOfTheLimit) {
  const int depth = number(1, 999);
  EXPECT_THAT(station(operation("fetch").takes(54s).returns(reading(depth)), word(), 1min), gave(depth))
      << "the reading came after nine tenths of the limit";
}

TEST_F(throws_errors_of_its_own, AboutTheStationItWasAskedFor) {
  const std::string name = word();
  auto fetch = operation("fetch").throws("ConnectError", word());
  station(fetch, name);
  ASSERT_EQ(fetch.started(), 1u) << "how often the station was asked";
  EXPECT_EQ(fetch.attempts()[0].args, Json::array({name})) << "what the fetch was called with";
}

TEST_F(throws_errors_of_its_own, AlsoInRealTime) {
  World real{Time::kReal};
  const Outcome outcome = real.subject.call("read_station", operation("fetch").hangs(), word(), 80ms);
  EXPECT_THAT(tell(outcome), threw_own(kSilent));
  EXPECT_THAT(outcome, took_at_least(80ms));
}

HUT_CRITERION(keeps_the_cause);

TEST_F(keeps_the_cause, OfASilentStation) {
  const Told told = station(operation("fetch").hangs(), word(), 2s);
  ASSERT_GE(told.chain.size(), 2u) << "the limit passed; how many errors there are, the causes counted";
  EXPECT_EQ(told.chain[1].name(), "TimeoutError") << "what the error was caused by";
}

TEST_F(keeps_the_cause, OfEachErrorOfTheFetch) {
  for (const std::string type : {"TimeoutError", "ConnectError", "TransportError", "StatusError", "JsonError"}) {
    const std::string message = word();
    EXPECT_THAT(failing_station(type, message), has_cause(1u, type, message));
  }
}

TEST_F(keeps_the_cause, OfABulletinThatCouldNotBeMade) {
  for (const std::string type : {"StatusError", "JsonError"}) {
    const std::string message = word();
    const Told told = bulletin(operation("fetch").throws(type, message), {word()});
    ASSERT_THAT(told, has_cause(2u, type, message));
    EXPECT_EQ(joined(told.chain[1].branch()), joined(kGarbled)) << "the classes of the error in between";
  }
}

TEST_F(keeps_the_cause, OfABulletinWithOneBadStationOfThree) {
  const std::string message = word();
  auto fetch = operation("fetch").returns(reading(1)).then().throws("JsonError", message).then().returns(reading(2));
  EXPECT_THAT(bulletin(fetch, words(3)), has_cause(2u, std::string("JsonError"), message));
}

TEST_F(keeps_the_cause, OfABulletinWithoutAReading) {
  const Told told = bulletin(operation("fetch").returns(word()), {word()});
  ASSERT_GE(told.chain.size(), 2u) << "a station sent no reading; how many errors there are, the causes counted";
  EXPECT_EQ(joined(told.chain[1].branch()), joined(kGarbled)) << "the classes of the cause";
}

TEST_F(keeps_the_cause, OfOneCallApartFromThatOfAnother) {
  const std::string first = word();
  const std::string second = word();
  auto one = subject.start("read_station", operation("one").takes(1s).throws("ConnectError", first), word(), 5s);
  auto two = subject.start("read_station", operation("two").takes(1s).throws("JsonError", second), word(), 5s);
  EXPECT_THAT(tell(two.outcome()), has_cause(1u, std::string("JsonError"), second));
  EXPECT_THAT(tell(one.outcome()), has_cause(1u, std::string("ConnectError"), first));
}

HUT_CRITERION(catches_at_the_right_level);

TEST_F(catches_at_the_right_level, InABulletinOfReadings) {
  const std::vector<Json> depths = {number(1, 99), number(100, 999), 0};
  auto fetch = operation("fetch").takes(1s).returns(reading(depths[0]));
  fetch.then().returns(reading(depths[1])).then().takes(2s).returns(reading(depths[2]));
  const Told told = bulletin(fetch, words(3));
  EXPECT_THAT(told, gave(bulletin_of(fetch, depths)));
}

TEST_F(catches_at_the_right_level, InABulletinOfNoStations) {
  EXPECT_THAT(bulletin(operation("fetch").hangs(), {}), gave(Json::object()));
}

TEST_F(catches_at_the_right_level, InABulletinThatGoesWithoutASilentStation) {
  const std::vector<Json> depths = {number(1, 99), nullptr, number(100, 999)};
  auto fetch = operation("fetch").returns(reading(depths[0])).then().hangs().then().returns(reading(depths[2]));
  const Told told = bulletin(fetch, words(3), 2s);
  EXPECT_THAT(told, gave(bulletin_of(fetch, depths))) << "one of three stations was silent";
}

TEST_F(catches_at_the_right_level, InABulletinThatGoesWithoutAnUnreachableStation) {
  for (const char* type : {"ConnectError", "TransportError"}) {
    const std::vector<Json> depths = {nullptr, number(1, 99), number(100, 999)};
    auto fetch = operation("fetch").throws(type, word()).then().returns(reading(depths[1]));
    fetch.then().returns(reading(depths[2]));
    const Told told = bulletin(fetch, words(3));
    EXPECT_THAT(told, gave(bulletin_of(fetch, depths))) << "one of three stations was out of reach: " << type;
  }
}

TEST_F(catches_at_the_right_level, InABulletinThatGoesWithoutAnyStation) {
  const std::vector<std::string> stations = words(4);
  Json expected = Json::object();
  for (const std::string& name : stations) expected[name] = nullptr;
  EXPECT_THAT(bulletin(operation("fetch").throws("ConnectError", word()), stations), gave(expected))
      << "every station was out of reach";
}

TEST_F(catches_at_the_right_level, InABulletinWithALimitForEachStation) {
  const std::vector<Json> depths = {number(1, 99), number(100, 999), number(1, 99)};
  auto fetch = operation("fetch").takes(4s).returns(reading(depths[0])).then().takes(4s).returns(reading(depths[1]));
  fetch.then().takes(4s).returns(reading(depths[2]));
  const Told told = bulletin(fetch, words(3), 5s);
  EXPECT_THAT(told, gave(bulletin_of(fetch, depths))) << "each station answered after four fifths of the limit";
}

TEST_F(catches_at_the_right_level, InABulletinThatNobodyCanMake) {
  for (const char* type : {"StatusError", "JsonError"}) {
    auto fetch = operation("fetch").returns(reading(1)).then().throws(type, word()).then().returns(reading(2));
    EXPECT_THAT(bulletin(fetch, words(3)), threw_own(kBulletin)) << "one of three stations failed: " << type;
  }
  auto fetch = operation("fetch").returns(reading(1)).then().returns(nullptr).then().returns(reading(2));
  EXPECT_THAT(bulletin(fetch, words(3)), threw_own(kBulletin)) << "one of three stations sent null";
}

TEST_F(catches_at_the_right_level, OnABoardWithABulletin) {
  const std::vector<Json> depths = {number(1, 99), nullptr};
  auto fetch = operation("fetch").returns(reading(depths[0])).then().hangs();
  const Told told = board(fetch, words(2), 2s);
  EXPECT_THAT(told, gave(bulletin_of(fetch, depths))) << "one of two stations was silent";
}

TEST_F(catches_at_the_right_level, OnABoardWithoutABulletin) {
  const Told told = board(operation("fetch").throws("JsonError", word()), words(2));
  ASSERT_TRUE(told.chain.empty()) << "an error came out of the board: " << told;
  ASSERT_THAT(told.outcome, returned());
  const Json shown = told.outcome.value.value("value", Json());
  EXPECT_TRUE(shown.is_object() && shown.size() == 1 && shown.contains("no_bulletin"))
      << "no bulletin could be made; the board shows " << shown;
}

TEST_F(catches_at_the_right_level, AndLetsMistakesThrough) {
  struct Mistake {
    std::string scripted, type;
  };
  for (const auto& [scripted, type] : std::vector<Mistake>{{"InvalidStateError", "aio::InvalidStateError"},
                                                           {"Error", "aio::Error"},
                                                           {"runtime_error", "std::runtime_error"}}) {
    const std::string message = word();
    EXPECT_THAT(failing_station(scripted, message), threw_unchanged(type, message)) << "from read_station";
    EXPECT_THAT(bulletin(operation("fetch").throws(scripted, message), words(2)), threw_unchanged(type, message))
        << "from make_bulletin";
    EXPECT_THAT(board(operation("fetch").throws(scripted, message), words(2)), threw_unchanged(type, message))
        << "from show_board";
  }
}

TEST_F(catches_at_the_right_level, AndLetsACancellationThrough) {
  const auto limit = 30s;
  auto fetch = operation("fetch").hangs();
  EXPECT_THAT(cancelled_after(2s, subject.start("read_station", fetch, word(), limit)), was_cancelled())
      << "from read_station";
  EXPECT_THAT(cancelled_after(2s, subject.start("make_bulletin", fetch, words(2), limit)), was_cancelled())
      << "from make_bulletin";
  EXPECT_THAT(cancelled_after(2s, subject.start("show_board", fetch, words(2), limit)), was_cancelled())
      << "from show_board";
}

HUT_CRITERION(tells_the_story);

TEST_F(tells_the_story, OfAnErrorWithoutACause) {
  const std::vector<std::string> messages = words(1);
  EXPECT_THAT(subject.call("story_of", messages), returned(messages));
}

TEST_F(tells_the_story, OfAnErrorWithACause) {
  const std::vector<std::string> messages = words(2);
  EXPECT_THAT(subject.call("story_of", messages), returned(messages));
}

TEST_F(tells_the_story, OfALongChain) {
  const std::vector<std::string> messages = words(number(4, 9));
  EXPECT_THAT(subject.call("story_of", messages), returned(messages));
}

TEST_F(tells_the_story, AlsoWhenTwoErrorsSayTheSame) {
  const std::string twice = word();
  const std::vector<std::string> messages = {twice, twice, word(), twice};
  EXPECT_THAT(subject.call("story_of", messages), returned(messages));
}

TEST_F(tells_the_story, AlsoWhenAnErrorSaysNothing) {
  const std::vector<std::string> messages = {word(), "", word()};
  EXPECT_THAT(subject.call("story_of", messages), returned(messages));
}

TEST_F(tells_the_story, OnTheBoard) {
  const std::string name = word();
  auto fetch = operation("fetch").throws("StatusError", word());
  const Told thrown = bulletin(fetch, {name});
  ASSERT_FALSE(thrown.chain.empty()) << "make_bulletin should have thrown an error for the board to show";
  Json story = Json::array();
  for (const Link& link : thrown.chain) story.push_back(link.message);
  EXPECT_THAT(board(fetch, {name}), gave(Json{{"no_bulletin", story}})) << "make_bulletin " << thrown;
}
