#include "mock_server/commands/timeline_command.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "mock_server/journal_json.hpp"
#include "mock_server/timeline/svg_view.hpp"
#include "mock_server/timeline/text_view.hpp"

namespace mock_server::commands {

namespace {

constexpr int kUsage = 2;
constexpr std::size_t kWithoutTerminal = 100;

struct Wishes {
  std::string file;
  std::string by = "key";
  std::string svg;
  std::size_t width = 0;
  std::size_t requests = timeline::Options{}.max_requests;
  bool ascii = false;
};

int fail(const std::string& what) {
  std::cerr << "mock_server: " << what << '\n';
  return kUsage;
}

std::size_t columns_of_terminal() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kWithoutTerminal;
  return std::clamp<std::size_t>(size.ws_col, 40, 200);
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets any
  return value == nullptr ? "" : value;
}

bool understands_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto value = variable(name);
    if (!value.empty()) return value.find("UTF-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

int show(const Wishes& wishes) {
  std::ifstream file(wishes.file, std::ios::binary);
  if (!file) return fail("cannot read " + wishes.file);
  const auto journal = read_journal(file);
  if (!journal) return fail(wishes.file + " is no journal: " + journal.error());
  if (journal->cut_off) std::cerr << "mock_server: the last line of " << wishes.file << " is not complete; left out\n";
  timeline::Options options;
  options.max_requests = wishes.requests;
  if (wishes.by == "connection") options.lane_by = timeline::Options::LaneBy::kConnection;
  const auto model = timeline::make_timeline(journal->exchanges, options);
  if (!wishes.svg.empty()) {
    std::ofstream svg(wishes.svg, std::ios::binary);
    svg << timeline::render_svg(model);
    if (!svg.flush()) return fail("cannot write " + wishes.svg);
    return 0;
  }
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  std::cout << timeline::render_text(model, {.width = wishes.width == 0 ? columns_of_terminal() : wishes.width,
                                             .ascii = wishes.ascii || (terminal && !understands_utf8()),
                                             .colour = terminal && variable("NO_COLOR").empty()});
  return 0;
}

}  // namespace

int run_timeline(int argc, char** argv) {
  CLI::App app("Shows what a journal file tells, on a time axis.", "mock_server timeline");
  Wishes wishes;
  app.add_option("FILE", wishes.file, "A journal, as --journal writes it")->required();
  app.add_option("--by", wishes.by, "What a lane is")
      ->check(CLI::IsMember({"key", "connection"}))
      ->capture_default_str();
  app.add_option("--svg", wishes.svg, "Write an SVG here instead of text to the terminal");
  app.add_option("--width", wishes.width, "Columns of the text; the terminal's by default")
      ->check(CLI::Range(40, 1000));
  app.add_option("--requests", wishes.requests, "Leave out the middle ones beyond so many")
      ->check(CLI::Range(2, 100'000))
      ->capture_default_str();
  app.add_flag("--ascii", wishes.ascii, "Use no characters but ASCII");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  return show(wishes);
}

}  // namespace mock_server::commands
