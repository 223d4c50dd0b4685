#include "mock_server/catalogue_index.hpp"

#include <sstream>

#include "mock_server/catalogue.hpp"
#include "mock_server/fault_list.hpp"

namespace mock_server {

namespace {

constexpr std::string_view kTitle = "A server that hangs and fails on purpose";
constexpr std::string_view kHint =
    "Parameters stand in the query; every path takes delay_ms too. A fault with a port of its own answers at once "
    "there; its path here redirects to it.";

constexpr std::string_view kStyle = R"(
  :root { color-scheme: light dark; --line: #8884; --soft: #667; --link: #0a58ca; --code: #8881; }
  @media (prefers-color-scheme: dark) { :root { --soft: #99a; --link: #7ab7ff; } }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
  h2 { margin: 2.5rem 0 .5rem; text-transform: capitalize; }
  table { border-collapse: collapse; width: 100%; table-layout: fixed; }
  td { border-top: 1px solid var(--line); padding: .5rem .75rem .5rem 0; vertical-align: top; overflow-wrap: anywhere; }
  td:first-child { width: 24%; font-weight: 600; }
  td:last-child { width: 44%; }
  p, small { color: var(--soft); }
  small { display: block; }
  code { background: var(--code); border-radius: .25rem; padding: .1rem .3rem; }
  a { color: var(--link); text-decoration: none; }
  a:hover { text-decoration: underline; }
)";

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

struct Entry {
  std::string_view level, id, meaning;
  std::string parameters, url, command;
};

/// All that is served: the table, and what is no fault.
std::vector<Entry> entries(Server& server) {
  std::vector<Entry> all;
  for (const auto& fault : faults()) {
    const auto url = example_url(server, fault);
    all.push_back({fault.level, fault.id, fault.meaning, list_of_parameters(fault), url, curl_line(fault, url)});
  }
  const auto url = server.url("/flaky?fail=2");
  all.push_back({"sequence", "flaky", "fails, then succeeds, and so on; counted by X-Request-Key or path",
                 "fail=2 (failures before a success)", url, "curl -i '" + url + "'"});
  return all;
}

}  // namespace

std::string curl_line(const Fault& fault, const std::string& url) {
  const auto quoted = " '" + url + "'";
  switch (fault.ask) {
    case Ask::kGet:
      return "curl -i" + quoted;
    case Ask::kCompressed:
      return "curl -i --compressed" + quoted;
    case Ask::kFollow:
      return "curl -iL" + quoted;
    case Ask::kFollowPost:
      return "curl -iL -d name=widget" + quoted;
    case Ask::kUpload:
      return "head -c 16M /dev/zero | curl -i -H Expect: --data-binary @-" + quoted;
  }
  return "";
}

std::string index_as_text(Server& server) {
  std::ostringstream page;
  page << kTitle << ".\n" << kHint << '\n';
  std::string_view level;
  for (const auto& entry : entries(server)) {
    if (entry.level != level) page << "\n== " << (level = entry.level) << " ==\n";
    page << '\n' << entry.id << ": " << entry.meaning << '\n';
    if (!entry.parameters.empty()) page << "  " << entry.parameters << '\n';
    page << "  " << entry.command << '\n';
  }
  return page.str();
}

std::string index_as_html(Server& server) {
  std::ostringstream page;
  page << "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
       << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" << kTitle
       << "</title>\n<style>" << kStyle << "</style>\n<h1>" << kTitle << "</h1>\n<p>" << kHint << "</p>\n";
  std::string_view level;
  for (const auto& entry : entries(server)) {
    if (entry.level != level) {
      page << (level.empty() ? "" : "</table>\n") << "<h2>" << entry.level << "</h2>\n<table>\n";
      level = entry.level;
    }
    page << "<tr><td><a href=\"" << escaped(entry.url) << "\">" << entry.id << "</a><td>" << escaped(entry.meaning);
    if (!entry.parameters.empty()) page << "<small>" << escaped(entry.parameters) << "</small>";
    page << "<td><code>" << escaped(entry.command) << "</code>\n";
  }
  page << "</table>\n</html>\n";
  return page.str();
}

}  // namespace mock_server
