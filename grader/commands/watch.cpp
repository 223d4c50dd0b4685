// Theory of operation: one thread waits for whatever comes first: a change in a folder, a key, the end of a check, a
// signal. Checks run on a thread of their own; a save that arrives meanwhile gives the running check up and starts the
// next one, so that what is shown is always about the newest file.

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/background_check.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/elapsed.hpp"
#include "grader/commands/folder_watch.hpp"
#include "grader/commands/keyboard.hpp"
#include "grader/commands/student_files.hpp"
#include "grader/commands/what_next.hpp"
#include "grader/report/json_view.hpp"
#include "grader/report/page.hpp"
#include "grader/report/terminal.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKeys = "h hint  s show the task  l list  p progress  c check again  n next  r reset  q quit";

class Watch {
 public:
  Watch(const GlobalOptions& globals, Console& console, const Interruption& interruption)
      : globals_(globals),
        console_(console),
        interruption_(interruption),
        checking_(globals, console),
        watched_(checking_.session().selected),
        folders_(folders_of(watched_)),
        check_(checking_) {}

  int run() {
    choose_focus();
    begin_check(false);
    while (!quit_) step();
    return kExitDone;
  }

 private:
  void choose_focus() {
    const NextStep next = next_step(watched_, KnownVerdicts(checking_.session()));
    focus_ = next.exercise != nullptr ? next.exercise : watched_.front();
  }

  // What is on the screen is replaced on a terminal; elsewhere it goes on below.
  void clear() {
    if (console_.progress && console_.colour) console_.out << "\x1b[H\x1b[2J";
  }

  void say(std::string_view text, Colour colour = Colour::kDim) {
    Page page({.colour = console_.colour, .width = console_.width});
    page.line(text, 0, colour);
    console_.out << page.take() << std::flush;
  }

  void begin_check(bool fresh) {
    clear();
    say("checking " + focus_->id + " …");
    stopwatch_ = Stopwatch();
    check_.start(*focus_, fresh);
  }

  void step() {
    struct pollfd waits[] = {{interruption_.fd(), POLLIN, 0},
                             {check_.running() ? check_.fd() : -1, POLLIN, 0},
                             {folders_.fd(), POLLIN, 0},
                             {keyboard_.fd(), POLLIN, 0}};
    const bool settling = !pending_.empty();
    const int limit = settling            ? static_cast<int>(kSettle.count())
                      : folders_.fd() < 0 ? static_cast<int>(FolderWatch::kPoll.count())
                                          : -1;
    ::poll(waits, std::size(waits), limit);
    interruption_.throw_if_requested();
    const std::set<fs::path> files = folders_.changed();
    for (const fs::path& file : files) note(file);
    if (settling && files.empty()) take_changes();
    if (waits[1].revents != 0 && check_.running()) show_verdict();
    while (const auto key = keyboard_.key()) press(*key);
  }

  void note(const fs::path& file) {
    for (const Exercise* exercise : watched_) {
      if (verdict_depends_on(*exercise, file)) pending_.insert(exercise);
    }
  }

  void take_changes() {
    if (!pending_.contains(focus_)) focus_ = *pending_.begin();
    pending_.clear();
    begin_check(false);
  }

  void show_verdict() {
    std::optional<Checked> checked;
    std::string problem;
    try {
      checked = check_.take();
    } catch (const std::exception& error) {
      problem = error.what();
    }
    if (!checked && problem.empty()) return;
    clear();
    if (!problem.empty()) {
      say("grader: " + neutralise(problem), Colour::kYellow);
    } else {
      for (const ReportJson& exercise : json_view::list(checked->report, "exercises"))
        console_.out << render_exercise(exercise, {.colour = console_.colour, .width = console_.width});
      say("checked in " + describe_elapsed(stopwatch_.elapsed()));
      if (checked->assessment.score.all_passed()) go_on();
    }
    invite();
  }

  // The exercise passes: the next one is in focus from now on.
  void go_on() {
    const NextStep next = next_step(watched_, KnownVerdicts(checking_.session()));
    console_.out << '\n';
    if (next.exercise == nullptr) {
      const bool whole_course = watched_.size() == checking_.session().course.exercises.size();
      say(whole_course ? "Every exercise passes. That was the whole course." : "It passes.", Colour::kGreen);
      return;
    }
    focus_ = next.exercise;
    say("It passes. Next: " + focus_->id + ", " + focus_->title, Colour::kGreen);
    say("Open " + file_to_edit(*focus_) + (keyboard_.fd() >= 0 ? "; s shows the task." : "."), Colour::kPlain);
  }

  void invite() {
    const std::size_t others = watched_.size() - 1;
    say("watching " + focus_->id + (others > 0 ? " and " + counted(others, "other") : "") +
        (keyboard_.fd() >= 0 ? "" : "; Ctrl-C ends it"));
    if (keyboard_.fd() >= 0) say(kKeys);
  }

  void press(char key) {
    if (asked_) {
      const auto answer = std::exchange(asked_, nullptr);
      answer(key == 'y' || key == 'Y');
      return;
    }
    switch (key) {
      case 'q':
        quit_ = true;
        return;
      case 'c':
        begin_check(true);
        return;
      case 'h':
        return show([this](Console& console) { return hint_command(about_focus(), console); });
      case 's':
        return show([this](Console& console) { return show_command(about_focus(), console); });
      case 'l':
        return show([this](Console& console) { return list_command(globals_, console); });
      case 'p':
        return show([this](Console& console) { return progress_command(globals_, console); });
      case 'n':
        return skip();
      case 'r':
        return ask_for_reset();
      default:
        say(kKeys);
    }
  }

  GlobalOptions about_focus() const {
    GlobalOptions globals = globals_;
    globals.exercises = {focus_->id};
    return globals;
  }

  void show(const std::function<int(Console&)>& command) {
    if (!check_.running()) clear();
    try {
      command(console_);
    } catch (const std::exception& error) {
      say("grader: " + neutralise(error.what()), Colour::kYellow);
    }
    console_.out << '\n';
    invite();
  }

  // To the next watched exercise, whether this one passes or not.
  void skip() {
    const auto here = std::ranges::find(watched_, focus_);
    const auto next = here + 1 == watched_.end() ? watched_.begin() : here + 1;
    focus_ = *next;
    begin_check(false);
  }

  void ask_for_reset() {
    say("Put " + file_to_edit(*focus_) + " back as the course gave it? Your version is kept beside it. y/n",
        Colour::kBold);
    asked_ = [this](bool yes) {
      if (!yes) return say("nothing was changed");
      show([this](Console& console) { return reset_command(about_focus(), {.yes = true}, console); });
    };
  }

  const GlobalOptions& globals_;
  Console& console_;
  const Interruption& interruption_;
  Checking checking_;
  std::vector<const Exercise*> watched_;
  FolderWatch folders_;
  Keyboard keyboard_;
  BackgroundCheck check_;
  const Exercise* focus_ = nullptr;
  std::set<const Exercise*> pending_;  ///< of which a file changed just now
  std::function<void(bool)> asked_;    ///< what to do with the answer to a question
  Stopwatch stopwatch_;                ///< since the check began
  bool quit_ = false;
};

}  // namespace

int watch_command(const GlobalOptions& globals, Console& console, const Interruption& interruption) {
  return Watch(globals, console, interruption).run();
}

}  // namespace grader
