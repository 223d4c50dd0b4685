// Grades the attack course: every hostile submission, in every setup that this machine can make.
//
//   grader_attacks [--only TEXT] [--setup NAME]     prints a table; exit status 1 when something got through
//
// Level C, which is no sandbox, is only tried by its name, "C, user": what is open there is meant to be, and attacks that
// stop the grader's own processes make it slow.
//
// Submissions that are to be built are built once, in the strongest sandbox there is; those that attack the compiler are
// compiled again in every setup. Each setup is a process of its own, as there is no way back from giving up root.

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <functional>
#include <iostream>
#include <iterator>
#include <mutex>
#include <nlohmann/json.hpp>

#include "grader/attacks/attack.hpp"
#include "grader/attacks/bystander.hpp"
#include "grader/attacks/judge.hpp"
#include "grader/attacks/setup.hpp"
#include "grader/build/grading.hpp"
#include "grader/build/work_folder.hpp"
#include "grader/course/load.hpp"
#include "grader/sandbox/ladder.hpp"

namespace attacks {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kExercise = "01_timeout";
// One test of each criterion: an attack has to get past every one of them, and that is not made harder by more.
const std::vector<grader::TestName> kTests{
    {"returns_the_answer", "WhenItComesAtOnce"},        {"times_out", "WhenTheServerHangsInTheMiddleOfTheBody"},
    {"times_out", "InTheOneCallThatHangsAndInNoOther"}, {"gives_up_the_connection", "WhenTheAnswerWouldHaveComeLater"},
    {"obeys_the_limit_it_is_given", "OfTwoMinutes"},    {"lets_other_errors_through", "WhenTheStatusIsAnError"},
    {"leaves_nothing_running", "AfterAnAnswer"},
};

struct Course {
  grader::Toolchain toolchain;
  grader::Course course;
  grader::Exercise exercise;
  grader::Interruption interruption;

  explicit Course(const fs::path& toolchain_file)
      : toolchain(grader::load_toolchain(toolchain_file)), course(grader::load_course(toolchain.root)) {
    exercise = *course.find(kExercise);
    exercise.limits.test_wall = std::chrono::seconds(10);
    exercise.limits.test_cpu = std::chrono::seconds(3);
    exercise.limits.memory_bytes = 512ULL << 20U;
    exercise.limits.tasks = 256;
  }
};

struct Built {
  grader::BuildResult build;
  fs::path subject;
};

grader::CompileLimits compile_limits() {
  return {.cpu = std::chrono::seconds(20),
          .wall = std::chrono::minutes(10),
          .file_bytes = 128ULL << 20U,
          .memory_bytes = 3ULL << 30U,
          .output_bytes = 512ULL << 10U};
}

class Stage {
 public:
  Stage(const Course& course, const Bystander& bystander, fs::path folder)
      : course_(course), folder_(std::move(folder)), values_(bystander.places()), secrets_(bystander.secrets()) {
    values_["SOLUTIONS"] = (course.toolchain.root / "solutions").string();
    values_["PROCTOR"] = grader::parts_of(course.toolchain, kExercise).proctor.string();
    // A line that the hidden tests have and nothing else.
    secrets_.emplace_back("TEST_F(returns_the_answer");
  }

  grader::Product build(const Attack& attack, const sandbox::Confinement& confinement) const {
    grader::Intake intake{.status = grader::Intake::Status::kTaken,
                          .files = {{"timeout.cpp", source_of(attack, folder_, values_)}},
                          .message = {}};
    grader::GradingOptions options;
    options.compile = compile_limits();
    options.confinement = confinement;
    return grader::Workshop(course_.toolchain, course_.interruption, options).build(course_.exercise, intake);
  }

  Outcome grade(const Attack& attack, const Built& built, const sandbox::Confinement& confinement) const {
    grader::RunRecord run;
    if (built.build.status == grader::BuildResult::Status::kBuilt) {
      const grader::WorkFolder folder;
      run = grader::run_proctor({.exercise = course_.exercise,
                                 .parts = grader::parts_of(course_.toolchain, kExercise),
                                 .planned = kTests,
                                 .all_tests = false,
                                 .subject = built.subject,
                                 .folder = folder.path(),
                                 .seed = 7,
                                 .confinement = confinement},
                                course_.interruption)
                .record;
    }
    const grader::ExerciseScore score = grader::score(course_.exercise, built.build, run);
    return judge(attack, score, built.build, run, secrets_, sandbox::to_string(confinement.level));
  }

 private:
  const Course& course_;
  fs::path folder_;
  std::map<std::string, std::string> values_;
  std::vector<std::string> secrets_;
};

struct Tally {
  std::size_t graded = 0;
  int forged = 0;
  int stolen = 0;
  int broken = 0;
  int survivors = 0;
  int calls = 0;
  int open = 0;
  std::vector<std::string> lines;
};

json to_json(const Tally& tally) {
  return {{"graded", tally.graded},       {"forged", tally.forged}, {"stolen", tally.stolen}, {"broken", tally.broken},
          {"survivors", tally.survivors}, {"calls", tally.calls},   {"open", tally.open},     {"lines", tally.lines}};
}

Tally tally_from(const json& value) {
  return {.graded = value.at("graded"),
          .forged = value.at("forged"),
          .stolen = value.at("stolen"),
          .broken = value.at("broken"),
          .survivors = value.at("survivors"),
          .calls = value.at("calls"),
          .open = value.at("open"),
          .lines = value.at("lines")};
}

void add(Tally& tally, const Outcome& outcome) {
  ++tally.graded;
  tally.forged += outcome.forged ? 1 : 0;
  tally.stolen += outcome.stole ? 1 : 0;
  tally.broken += outcome.broke_grader ? 1 : 0;
  tally.open += outcome.open && !outcome.deviations.empty() ? 1 : 0;
  for (const std::string& what : outcome.deviations)
    tally.lines.push_back((outcome.open ? "open: " : "DEVIATES: ") + outcome.file + ": " + what);
}

// In the setup's own process.
Tally grade_in(const Setup& setup, const Course& course, const std::vector<Attack>& attacks,
               const std::map<std::string, Built>& built, const Stage& stage, const Bystander& bystander) {
  Tally tally;
  const sandbox::Isolation isolation =
      sandbox::choose_isolation({.visible = course.toolchain.modules, .only = setup.level});
  if (isolation.level() != setup.level) {
    std::string why;
    for (const auto& rung : isolation.rungs) why += " " + rung.refused;
    tally.lines.push_back("DEVIATES: the level cannot be had:" + why);
    return tally;
  }
  std::mutex mutex;
  const int calls_before = bystander.calls();
  grader::for_each_in_parallel(attacks.size(), 4, [&](std::size_t i) {
    const Attack& attack = attacks[i];
    Outcome outcome;
    if (const auto known = built.find(attack.file); known != built.end()) {
      outcome = stage.grade(attack, known->second, isolation.confinement);
    } else {
      const grader::Product product = stage.build(attack, isolation.confinement);
      const fs::path subject = product.folder ? product.folder->path() / "subject" : fs::path();
      outcome = stage.grade(attack, {product.build, subject}, isolation.confinement);
    }
    const std::lock_guard lock(mutex);
    add(tally, outcome);
  });
  tally.calls = bystander.calls() - calls_before;
  const std::vector<int> left = survivors();
  tally.survivors = static_cast<int>(left.size());
  for (const int pid : left) ::kill(pid, SIGKILL);
  std::ranges::sort(tally.lines);
  return tally;
}

// Runs `grade_in` in a process of its own, as the setup wants it.
Tally in_own_process(const Setup& setup, const std::function<Tally()>& work) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    std::string text;
    try {
      enter(setup);
      text = to_json(work()).dump(-1, ' ', false, json::error_handler_t::replace);
    } catch (const std::exception& error) {
      Tally none;
      none.lines.push_back(std::string("DEVIATES: ") + error.what());
      text = to_json(none).dump(-1, ' ', false, json::error_handler_t::replace);
    }
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t count = ::write(ends[1], text.data() + at, text.size() - at);
      if (count <= 0) break;
      at += static_cast<std::size_t>(count);
    }
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string text;
  char block[4096];
  for (ssize_t count = 0; (count = ::read(ends[0], block, sizeof block)) > 0;)
    text.append(block, static_cast<std::size_t>(count));
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  const json value = json::parse(text, nullptr, false);
  if (value.is_object()) return tally_from(value);
  Tally killed;
  killed.broken = 1;
  killed.lines.emplace_back("DEVIATES: the grader itself was killed");
  return killed;
}

bool clean(const Tally& tally, const Setup& setup, std::size_t attacks) {
  const bool as_promised =
      std::ranges::none_of(tally.lines, [](const std::string& line) { return line.starts_with("DEVIATES"); });
  if (setup.level == sandbox::Level::kC) return as_promised && tally.graded == attacks;
  return as_promised && tally.graded == attacks && tally.forged == 0 && tally.stolen == 0 && tally.broken == 0 &&
         tally.survivors == 0 && tally.calls == 0;
}

int run(const std::string& only, const std::string& setup_name, const fs::path& toolchain_file) {
  const Course course(toolchain_file);
  const fs::path folder = HANGTIME_ATTACKS;
  std::vector<Attack> attacks = load_attacks(folder);
  std::erase_if(attacks, [&](const Attack& attack) { return !attack.file.contains(only); });
  const Bystander bystander;
  const Stage stage(course, bystander, folder);
  std::vector<Setup> wanted = setups();
  std::erase_if(wanted, [&](const Setup& setup) {
    return setup_name.empty() ? setup.level == sandbox::Level::kC : setup.name != setup_name;
  });
  if (::geteuid() != 0) {
    std::cout << "Not root: levels that need it are left out.\n";
  } else if (!sandbox::others_can_enter(sandbox::find_launcher())) {
    std::cout << "Other users cannot enter the project's folder: setups that need one are left out.\n";
  }

  const sandbox::Isolation best = sandbox::choose_isolation({.visible = course.toolchain.modules, .only = {}});
  if (const auto missing = best.unavailable.find(std::string(sandbox::name_of(sandbox::Level::kAPlus)));
      missing != best.unavailable.end() && setup_name.empty()) {
    std::cout << "A+ is left out: " << missing->second << ".\n";
    std::erase_if(wanted, [](const Setup& setup) { return setup.level == sandbox::Level::kAPlus; });
  }
  std::map<std::string, Built> built;
  std::vector<grader::Product> kept;
  std::mutex mutex;
  grader::for_each_in_parallel(attacks.size(), 2, [&](std::size_t i) {
    if (!attacks[i].builds || attacks[i].category() == "compile_time") return;
    grader::Product product = stage.build(attacks[i], best.confinement);
    const fs::path subject = product.folder->path() / "subject";
    ::chmod(subject.c_str(), 0755);
    const std::lock_guard lock(mutex);
    built[attacks[i].file] = {product.build, subject};
    kept.push_back(std::move(product));
  });

  bool all_clean = true;
  std::cout << "setup      attacks  forged  stolen  graders killed  survivors  calls to others  open" << std::endl;
  for (const Setup& setup : wanted) {
    const Tally tally =
        in_own_process(setup, [&] { return grade_in(setup, course, attacks, built, stage, bystander); });
    char row[128];
    std::snprintf(row, sizeof row, "%-10s %7zu %7d %7d %15d %10d %16d %5d\n", setup.name.c_str(), tally.graded,
                  tally.forged, tally.stolen, tally.broken, tally.survivors, tally.calls, tally.open);
    std::cout << row;
    for (const std::string& line : tally.lines) std::cout << "    " << line << '\n';
    std::cout.flush();
    all_clean = all_clean && clean(tally, setup, attacks.size());
  }
  for (const std::string& trace : bystander.traces_in_results()) std::cout << "    in the results: " << trace << '\n';
  return all_clean ? 0 : 1;
}

}  // namespace
}  // namespace attacks

int main(int argc, char** argv) {
  CLI::App app("Grades hostile submissions at every isolation level that this machine offers.", "grader_attacks");
  std::string only;
  std::string setup;
  std::filesystem::path toolchain = grader::default_toolchain_file();
  app.add_option("--only", only, "Only attacks whose file's name contains this")->type_name("TEXT");
  app.add_option("--setup", setup,
                 "Only this setup: \"A+, root\", \"A, root\", \"A, user\", \"B, root\", \"B-, user\" or \"C, user\"")
      ->type_name("NAME");
  CLI11_PARSE(app, argc, argv);
  try {
    return attacks::run(only, setup, toolchain);
  } catch (const std::exception& error) {
    std::cerr << "grader_attacks: " << error.what() << '\n';
    return 2;
  }
}
