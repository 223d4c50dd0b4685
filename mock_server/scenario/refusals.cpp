#include "mock_server/scenario/refusals.hpp"

namespace mock_server {

namespace {

/// A route on its own on line 2, so that columns are easy to count.
std::string route(const std::string& members) { return "{\"routes\": [\n{" + members + "}]}"; }
std::string matching(const std::string& match) { return route("\"plan\": [{\"ok\": {}}], \"match\": {" + match + "}"); }
std::string planned(const std::string& plan) {
  return route("\"match\": {\"path\": \"/a\"}, \"plan\": [" + plan + "]");
}
std::string with(const std::string& member) {
  return route("\"match\": {\"path\": \"/a\"}, \"plan\": [{\"ok\": {}}], " + member);
}
std::string beside(const std::string& member) {
  return "{" + member + ",\n\"routes\": [{\"match\": {\"path\": \"/a\"}, \"plan\": [{\"ok\": {}}]}]}";
}

constexpr bool kOnlyLoader = false;

std::vector<Refusal> of_matches() {
  return {
      {matching(""), {"2:33: \"match\" needs the key \"path\""}},
      {matching("\"pth\": \"/a\", \"path\": \"/a\""), {"2:34: unknown key \"pth\"; did you mean \"path\"?"}},
      {matching("\"path\": \"a\""), {"2:42: \"path\" must begin with '/', not \"a\""}},
      {matching("\"path\": \"/a/(\\\\d+)\""),
       {"2:42: a backslash in a path; a pattern is written {\"pattern\": \"…\"}"}},
      {matching("\"path\": \"/a?b=1\""), {"2:42: a '?' in a path; parameters are matched by \"query\""}},
      {matching("\"path\": 7"), {"2:42: \"path\" must be a string, not a whole number"}},
      {matching("\"path\": \"/a\", \"path\": \"/b\""), {"2:48: the key \"path\" is given twice"}, kOnlyLoader},
      {matching("\"path\": {\"pattern\": \"/\\\\d+(\"}"),
       {"2:60: in a pattern: a group that is not closed"},
       kOnlyLoader},
      {matching("\"path\": {\"pattern\": \"/a\", \"flags\": \"i\"}"), {"2:60: unknown key \"flags\""}},
      {matching("\"path\": {\"pattern\": \"\"}"), {"2:54: \"pattern\" must not be empty"}},
      {matching("\"path\": {}"), {"2:42: a pattern needs the key \"pattern\""}},
      {matching("\"path\": \"/a\", \"method\": \"get\""), {"2:58: \"method\" must be upper-case letters, not \"get\""}},
      {matching("\"path\": \"/a\", \"query\": {\"page\": 2}"),
       {"2:66: \"page\" must be a string, {\"pattern\": …} or null for absent, not a whole number"}},
      {matching("\"path\": \"/a\", \"query\": {\"q\": {\"pattern\": \"a{9\"}}"),
       {"2:79: in a pattern: expected '}'"},
       kOnlyLoader},
      {matching("\"path\": \"/a\", \"headers\": []"), {"2:59: \"headers\" must be an object, not a list"}},
      {matching("\"path\": \"/a\", \"headers\": {\"A\": \"1\", \"A\": \"2\"}"),
       {"2:70: the key \"A\" is given twice"},
       kOnlyLoader},
      {matching("\"path\": \"/a\", \"body\": {}"),
       {"2:56: \"body\" needs one of the keys \"json\", \"text\", \"contains\""}},
      {matching("\"path\": \"/a\", \"body\": {\"json\": 1, \"text\": \"1\"}"),
       {"2:68: \"body\" has \"json\" or \"text\", not both"}},
      {matching("\"path\": \"/a\", \"body\": {\"contains\": \"\"}"), {"2:69: \"contains\" must not be empty"}},
  };
}

std::vector<Refusal> of_steps() {
  return {
      {planned(""), {"2:35: \"plan\" must not be empty"}},
      {planned("{}"), {"2:36: a step needs one of the keys \"ok\", \"fault\""}},
      {planned("7"), {"2:36: a step must be an object, not a whole number"}},
      {planned("{\"ok\": {}, \"fault\": \"hang\"}"), {"2:36: a step has \"ok\" or \"fault\", not both"}},
      {planned("{\"ok\": 7}"), {"2:43: \"ok\" must be an object, not a whole number"}},
      {planned("{\"ok\": {}, \"tick_ms\": 7}"), {"2:47: unknown key \"tick_ms\""}},
      {planned("{\"fault\": \"hnag\"}"), {"2:46: there is no fault \"hnag\"; did you mean \"hang\"?"}, kOnlyLoader},
      {planned("{\"fault\": \"refused\"}"),
       {"2:46: the fault \"refused\" happens before there is a request, on a port of its own, so no route can have it; "
        "the program's index page names its URL, as does Server::fault_url(\"refused\")"},
       kOnlyLoader},
      {planned("{\"fault\": \"status\"}"), {"2:36: a step needs the key \"code\""}},
      {planned("{\"fault\": \"status\", \"code\": 99}"), {"2:64: \"code\" must be a whole number from 200 to 999"}},
      {planned("{\"fault\": \"hang\", \"times\": 0}"), {"2:63: \"times\" must be a whole number from 1 to 1000000000"}},
      {planned("{\"fault\": \"hang\", \"times\": 1.5}"), {"2:63: \"times\" must be a whole number, not a number"}},
      {planned("{\"fault\": \"drip\", \"tik_ms\": 5}"), {"2:54: unknown key \"tik_ms\"; did you mean \"tick_ms\"?"}},
      {planned("{\"fault\": \"drip\", \"tick_ms\": -1}"), {"2:65: \"tick_ms\" must be a number from 0 to 86400000"}},
      {planned("{\"fault\": \"big\", \"bytes\": 1.5}"), {"2:62: \"bytes\" must be a whole number, not a number"}},
      {planned("{\"fault\": \"hang\", \"tick_ms\": 5}"), {"2:54: unknown key \"tick_ms\""}, kOnlyLoader},
      {planned("{\"fault\": \"drip\", \"answer\": {\"jsn\": 1}}"),
       {"2:65: unknown key \"jsn\"; did you mean \"json\"?"}},
      {planned("{\"ok\": {\"json\": 1, \"text\": \"1\"}}"), {"2:55: \"ok\" has \"json\" or \"text\", not both"}},
      {planned("{\"ok\": {\"text\": 1}}"), {"2:52: \"text\" must be a string, not a whole number"}},
      {planned("{\"ok\": {\"status\": 1000}}"), {"2:54: \"status\" must be a whole number from 200 to 999"}},
      {planned("{\"ok\": {\"headers\": {\"A\": 1}}}"), {"2:61: \"A\" must be a string, not a whole number"}},
      {planned("{\"ok\": {}, \"delay_ms\": -1}"), {"2:59: \"delay_ms\" must be a whole number from 0 to 86400000"}},
      {planned("{\"ok\": {}, \"delay\": 5}"), {"2:56: \"delay\" must be an object, not a whole number"}},
      {planned("{\"ok\": {}, \"delay\": {}}"), {"2:56: \"delay\" needs one of the keys \"uniform_ms\", \"lognormal\""}},
      {planned("{\"ok\": {}, \"delay_ms\": 1, \"delay\": {\"uniform_ms\": [1, 2]}}"),
       {"2:62: a step has \"delay_ms\" or \"delay\", not both"}},
      {planned("{\"ok\": {}, \"delay\": {\"uniform_ms\": [5, 2]}}"),
       {"2:72: \"uniform_ms\" must have the smaller number first"},
       kOnlyLoader},
      {planned("{\"ok\": {}, \"delay\": {\"uniform_ms\": [5]}}"),
       {"2:71: \"uniform_ms\" must be a list of two whole numbers from 0 to 86400000"}},
      {planned("{\"ok\": {}, \"delay\": {\"lognormal\": {\"median_ms\": 0, \"sigma\": 11}}}"),
       {"2:84: \"median_ms\" must be a whole number from 1 to 86400000",
        "2:96: \"sigma\" must be a number from 0 to 10"}},
      {planned("{\"ok\": {}, \"delay\": {\"lognormal\": {\"median_ms\": 5}}}"),
       {"2:70: \"lognormal\" needs the key \"sigma\""}},
      {planned("{\"ok\": {}, \"set_state\": {\"a\": \"b\"}}"), {"2:61: there is no state \"a\""}, kOnlyLoader},
  };
}

std::vector<Refusal> of_routes() {
  return {
      {route("\"plan\": [{\"ok\": {}}]"), {"2:1: a route needs the key \"match\""}},
      {route("\"match\": {\"path\": \"/a\"}"), {"2:1: a route needs the key \"plan\""}},
      {with("\"key\": \"paths\""),
       {"2:56: \"key\" is one of path, global, connection, not \"paths\"; did you mean \"path\"?"}},
      {with("\"key\": 7"),
       {"2:56: \"key\" must be \"path\", \"global\", \"connection\" or {\"header\": …}, not a whole number"}},
      {with("\"key\": {}"), {"2:56: \"key\" needs the key \"header\""}},
      {with("\"chance\": [{\"fault\": \"hang\"}]"), {"2:60: a chance needs the key \"p\""}},
      {with("\"chance\": [{\"p\": 1.5, \"fault\": \"hang\"}]"), {"2:66: \"p\" must be a share from 0 to 1"}},
      {with("\"chance\": [{\"p\": 0.6, \"fault\": \"hang\"},\n{\"p\": 0.6, \"fault\": \"rst\"},\n{\"p\": 0.6, "
            "\"fault\": \"fin\"}]"),
       {"3:1: the chances of a route add up to more than 1"},
       kOnlyLoader},
      {with("\"chance\": [{\"p\": 0.5, \"fault\": \"hang\", \"times\": 2}]"), {"2:88: unknown key \"times\""}},
      {with("\"rate_limit\": {\"tokens\": 0, \"refill_per_s\": 0}"),
       {"2:74: \"tokens\" must be a whole number from 1 to 1000000",
        "2:93: \"refill_per_s\" must be a number from 0.001 to 1000000"}},
      {with("\"rate_limit\": {\"tokens\": 1}"), {"2:63: \"rate_limit\" needs the key \"refill_per_s\""}},
      {with("\"rate_limit\": {\"tokens\": 1, \"refill_per_s\": 1, \"retry_after\": 5}"),
       {"2:111: \"retry_after\" must be true or false, not a whole number"}},
      {with("\"when_state\": {\"a\": \"b\"}"), {"2:64: there is no state \"a\""}, kOnlyLoader},
      {with("\"when_state\": \"open\""), {"2:63: \"when_state\" must be an object, not a string"}},
      {"{\"routes\": [\n{\"match\": {\"path\": \"/a\", \"query\": {\"a\": \"1\", \"b\": null}}, \"plan\": [{\"ok\": "
       "{}}]},\n"
       "{\"match\": {\"path\": \"/a\", \"query\": {\"b\": null, \"a\": \"1\"}}, \"plan\": [{\"ok\": {}}]}]}",
       {"3:11: this route is never reached: the one on line 2 answers the same requests"},
       kOnlyLoader},
  };
}

std::vector<Refusal> of_files() {
  return {
      {"", {"1:1: expected a value, but the file ends here"}},
      {"[]", {"1:1: a scenario must be an object, not a list"}},
      {"{}", {"1:1: a scenario needs the key \"routes\""}},
      {"{\"routes\": []}", {"1:12: \"routes\" must not be empty"}},
      {"{\"routes\": [7]}", {"1:13: a route must be an object, not a whole number"}},
      {beside("\"seeds\": 7"), {"1:2: unknown key \"seeds\"; did you mean \"seed\"?"}},
      {beside("\"seed\": -7"), {"1:10: \"seed\" must be a whole number from 0 to 9223372036854775807"}},
      {beside("\"title\": \"\""), {"1:11: \"title\" must not be empty"}},
      {beside("\"states\": {\"a\": 1}"), {"1:18: \"a\" must be a string, not a whole number"}},
      {beside("\"states\": []"), {"1:12: \"states\" must be an object, not a list"}},
      {beside("\"limits\": {\"conections\": 1}"), {"1:13: unknown key \"conections\"; did you mean \"connections\"?"}},
      {beside("\"limits\": {\"connections\": 0, \"script_ms\": 0, \"idle_ms\": \"1\"}"),
       {"1:28: \"connections\" must be a whole number from 1 to 1000000",
        "1:44: \"script_ms\" must be a whole number from 1 to 86400000",
        "1:58: \"idle_ms\" must be a whole number, not a string"}},
      {"{\"states\": {\"breaker\": \"closed\"}, \"routes\": [\n"
       "{\"match\": {\"path\": \"/a\"}, \"plan\": [{\"ok\": {}, \"set_state\": {\"braeker\": \"open\"}}]},\n"
       "{\"match\": {\"path\": \"/a\"}, \"plan\": [{\"ok\": {}}], \"when_state\": {\"breaker\": \"closd\"}}]}",
       {"2:61: there is no state \"braeker\"; did you mean \"breaker\"?",
        "3:75: no route sets the state \"breaker\" to \"closd\"; did you mean \"closed\"?"},
       kOnlyLoader},
      {"{\"routes\": [\n{\"match\": {\"path\": \"/a\"}, \"plan\": [{\"ok\": {}}],}]}",
       {"2:48: a comma before '}': remove it"}},
  };
}

}  // namespace

const std::vector<Refusal>& refusals() {
  static const std::vector<Refusal> kAll = [] {
    std::vector<Refusal> all;
    for (const auto& part : {of_files(), of_routes(), of_matches(), of_steps()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return kAll;
}

}  // namespace mock_server
