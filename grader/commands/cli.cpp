#include "grader/commands/cli.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <iostream>
#include <string>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/completion.hpp"
#include "grader/commands/report_formats.hpp"
#include "grader/commands/signals.hpp"
#include "grader/course/problem.hpp"

namespace grader {
namespace {

// A program started with a closed stdout would otherwise write its report into the first file it opens.
void open_standard_descriptors() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (::fcntl(fd, F_GETFD) < 0) [[maybe_unused]]
      const int opened = ::open("/dev/null", O_RDWR);
  }
}

struct Choices {
  GlobalOptions globals;
  GradeOptions grade;
  CheckOptions check;
  AnnotateOptions annotate;
  AskOptions ask;
  ReportOptions report;
  ServeOptions serve;
  VerifyOptions verify;
  ResetOptions reset;
  TryOptions tryout;
  StubsOptions stubs;
  std::string shell;
  std::vector<std::string> words;
  KitOptions kit;
  std::function<int(Console&, const Interruption&)> command;
};

void add_globals(CLI::App& app, GlobalOptions& globals) {
  app.add_option("--course", globals.course,
                 "The course's source folder; otherwise the one this program was built with")
      ->type_name("DIR");
  app.add_flag("--no-color", globals.no_color, "No colours, as with NO_COLOR in the environment");
  app.add_option("--toolchain", globals.toolchain, "toolchain.json; otherwise the one beside this program")->group("");
  app.add_option_function<double>(
         "--patience",
         [&globals](double seconds) {
           globals.patience = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
         },
         "Seconds of silence after which a test program hangs")
      ->group("");
}

void add_level(CLI::App& command, const char* option, std::optional<sandbox::Level>& level, const char* help) {
  command
      .add_option_function<std::string>(
          option, [&level](const std::string& text) { level = sandbox::level_from(text); }, help)
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"A+", "A", "B", "B-", "C"}));
}

void add_isolation(CLI::App& command, GlobalOptions& globals) {
  add_level(command, "--isolation", globals.isolation, "Only this isolation level; otherwise the highest that holds");
  add_level(command, "--require-isolation", globals.require_isolation,
            "Refuse to grade below this level (grade: B unless said otherwise)");
}

void add_run_options(CLI::App& command, GlobalOptions& globals) {
  command.add_flag("--json", globals.json, "Print JSON, for programs to read");
  command.add_option("--jobs", globals.jobs, "Compilers at a time; otherwise one per core")
      ->type_name("N")
      ->check(CLI::Range(1, 1024));
  command.add_option("--seed", globals.seed, "Seed of the tests' random inputs; otherwise drawn and recorded")
      ->type_name("N");
  add_isolation(command, globals);
}

void add_grade(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("grade", "Grade a submission: a folder with NN_topic/ folders")->fallthrough();
  command->add_option("DIR", choices.grade.submission, "The submission")->required()->type_name("");
  command->add_option("--out", choices.grade.out, "Write the report here")->type_name("FILE");
  command->add_option("--require", choices.grade.required_percent, "Exit with 1 below this share of the points")
      ->type_name("PERCENT")
      ->check(CLI::Range(0.0, 100.0));
  command->add_option("--exercise", choices.globals.exercises, "Only this exercise; may be given several times")
      ->type_name("NN")
      ->allow_extra_args(false);
  add_run_options(*command, choices.globals);
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption& stop) {
      return grade_command(choices.globals, choices.grade, console, stop);
    };
  });
}

void add_check(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("check", "Check your own work in exercises/")->fallthrough();
  command->add_option("NN", choices.globals.exercises, "Exercises; otherwise all")->type_name("");
  command->add_flag("--fresh", choices.check.fresh, "Judge again even what has not changed");
  add_run_options(*command, choices.globals);
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption& stop) {
      return check_command(choices.globals, choices.check, console, stop);
    };
  });
}

void add_serve(CLI::App& app, Choices& choices) {
  CLI::App* command =
      app.add_subcommand("serve", "Show your work's report in a browser, checked anew whenever you save")
          ->fallthrough();
  command->add_option("NN", choices.globals.exercises, "Exercises; otherwise all")->type_name("");
  command->add_option("--port", choices.serve.port, "On 127.0.0.1; otherwise a free one")
      ->type_name("N")
      ->check(CLI::Range(1, 65535));
  add_run_options(*command, choices.globals);
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption& stop) {
      return serve_command(choices.globals, choices.serve, console, stop);
    };
  });
}

void add_annotate(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("annotate", "Give the points of a row that a person judges");
  command->add_option("REPORT", choices.annotate.report, "report.json, changed in place")->required()->type_name("");
  command->add_option("NN/ROW", choices.annotate.annotation.row, "The row, such as 07/explains_futures")
      ->required()
      ->type_name("");
  command->add_option("--points", choices.annotate.annotation.points, "Its points")->required()->type_name("N");
  command->add_option("--comment", choices.annotate.annotation.comment, "A word to the student")->type_name("TEXT");
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption&) {
      return annotate_command(choices.annotate, console);
    };
  });
}

void add_report(CLI::App& app, Choices& choices) {
  CLI::App* command = app.add_subcommand("report", "Show a report.json in another form")->fallthrough();
  std::string formats = "The form:";
  for (const ReportFormat& format : report_formats())
    formats += (formats.ends_with(':') ? " " : "; ") + std::string(format.name) + ", " + format.what;
  command->add_option("REPORT", choices.report.report, "report.json")->required()->type_name("");
  command->add_option("--to", choices.report.format, formats)->required()->type_name("FORMAT");
  command->add_option("--out", choices.report.out, "Write it here; otherwise to the standard output")
      ->type_name("FILE");
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption&) { return report_command(choices.report, console); };
  });
}

void add_about_all(CLI::App& app, Choices& choices, const char* name, const char* help,
                   int (*run)(const GlobalOptions&, Console&)) {
  CLI::App* command = app.add_subcommand(name, help)->fallthrough();
  command->add_flag("--json", choices.globals.json, "Print JSON, for programs to read");
  command->callback([&choices, run] {
    choices.command = [&choices, run](Console& console, const Interruption&) { return run(choices.globals, console); };
  });
}

void add_watch(CLI::App& app, Choices& choices) {
  CLI::App* command =
      app.add_subcommand("watch", "Check at every save, and go on when an exercise passes")->fallthrough();
  command->add_option("NN", choices.globals.exercises, "Exercises; otherwise all")->type_name("");
  add_isolation(*command, choices.globals);
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption& stop) {
      return watch_command(choices.globals, console, stop);
    };
  });
}

void add_try(CLI::App& app, Choices& choices) {
  CLI::App* command =
      app.add_subcommand("try", "Call your function against a fault, and see what happens")->fallthrough();
  command->add_option("NN", choices.globals.exercises, "The exercise")->expected(1)->type_name("");
  command
      ->add_option("--fault", choices.tryout.faults,
                   "For the first request, the second, …: hang, 503, delay:ms=700, ok")
      ->type_name("FAULT")
      ->allow_extra_args(false);
  command->add_option("--limit", choices.tryout.limit, "The limit that your function is given: 200ms, 1.5s")
      ->type_name("TIME");
  command->add_option("--retries", choices.tryout.retries, "The retries that your function is given")
      ->type_name("N")
      ->check(CLI::Range(0, 30));
  command->add_flag("--list", choices.tryout.list, "Name the faults");
  command->add_flag("--json", choices.globals.json, "Print JSON, for programs to read");
  add_isolation(*command, choices.globals);
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption& stop) {
      return try_command(choices.globals, choices.tryout, console, stop);
    };
  });
}

void add_reset(CLI::App& app, Choices& choices) {
  CLI::App* command =
      app.add_subcommand("reset", "Put an exercise back as the course gave it; yours is kept beside it")->fallthrough();
  command->add_option("NN", choices.globals.exercises, "The exercise")->required()->expected(1)->type_name("");
  command->add_flag("--yes", choices.reset.yes, "Do not ask");
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption&) {
      return reset_command(choices.globals, choices.reset, console);
    };
  });
}

void add_stubs(CLI::App& app, Choices& choices) {
  CLI::App* command =
      app.add_subcommand("stubs", "For authors: are the stubs those that 'reset' puts back?")->fallthrough();
  command->add_flag("--update", choices.stubs.update, "Keep them as they are now");
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption&) {
      return stubs_command(choices.globals, choices.stubs, console);
    };
  });
}

void add_for_one_exercise(CLI::App& app, Choices& choices, const char* name, const char* help,
                          int (*run)(const GlobalOptions&, Console&)) {
  CLI::App* command = app.add_subcommand(name, help)->fallthrough();
  command->add_option("NN", choices.globals.exercises, "The exercise")->required()->expected(1)->type_name("");
  command->callback([&choices, run] {
    choices.command = [&choices, run](Console& console, const Interruption&) { return run(choices.globals, console); };
  });
}

void add_ask(CLI::App& app, Choices& choices) {
  CLI::App* command =
      app.add_subcommand("ask", "Print a question to your AI companion, with all it needs to guide you")->fallthrough();
  command->add_option("NN", choices.globals.exercises, "The exercise")->required()->expected(1)->type_name("");
  command->add_option("--row", choices.ask.row, "The row to ask about; otherwise the first that does not pass")
      ->type_name("ROW");
  command->add_flag("--json", choices.globals.json, "Print JSON, for programs to read");
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption&) {
      return ask_command(choices.globals, choices.ask, console);
    };
  });
}

void add_doctor(CLI::App& app, Choices& choices) {
  CLI::App* command =
      app.add_subcommand("doctor", "Find out what is missing, and what keeps student code apart on this machine")
          ->fallthrough();
  command->add_flag("--json", choices.globals.json, "Print JSON, for programs to read");
  add_isolation(*command, choices.globals);
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption& stop) {
      return doctor_command(choices.globals, console, stop);
    };
  });
}

void add_mutant_options(CLI::App& command, VerifyOptions& verify) {
  CLI::Option* mutants = command.add_flag("--mutants", verify.mutants,
                                          "Grade the reference with one small change at a time: do the tests notice?");
  command.add_option("--rate", verify.rate, "Exit with 1 when fewer mutants of an exercise are caught; 95 by default")
      ->type_name("PERCENT")
      ->check(CLI::Range(0.0, 100.0))
      ->needs(mutants);
  command.add_option("--sample", verify.sample, "Only so many mutants of each exercise, drawn by --seed")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000))
      ->needs(mutants);
}

void add_repeat_options(CLI::App& command, VerifyOptions& verify) {
  command.add_option("--only", verify.only, "Only these variants: stub, reference, right, wrong; joined by commas")
      ->type_name("ROLE")
      ->delimiter(',')
      ->check(CLI::IsMember({"stub", "reference", "right", "wrong"}))
      ->excludes("--mutants");
  command.add_option("--repeat", verify.repeat, "Test each program so often, with SEED, SEED + 1, …; all must agree")
      ->type_name("N")
      ->check(CLI::Range(1, 10'000))
      ->excludes("--mutants");
  command.add_option("--load", verify.load, "Keep so many busy processes per core running meanwhile")
      ->type_name("K")
      ->check(CLI::Range(0, 64))
      ->excludes("--mutants");
}

void add_verify(CLI::App& app, Choices& choices) {
  CLI::App* command =
      app.add_subcommand("verify", "Test the course: stub, reference, right and wrong solutions")->fallthrough();
  command->add_option("NN", choices.globals.exercises, "Exercises; otherwise all")->type_name("");
  add_run_options(*command, choices.globals);
  add_mutant_options(*command, choices.verify);
  add_repeat_options(*command, choices.verify);
  command->footer(
      "Graded are the stub (must earn nothing), the reference and right/ (everything), wrong/ (exactly the named rows "
      "are lost). docs/writing-exercises.md explains --mutants, and mutants.json for those that no test can catch.");
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption& stop) {
      return choices.verify.mutants ? verify_mutants_command(choices.globals, choices.verify, console, stop)
                                    : verify_command(choices.globals, choices.verify, console, stop);
    };
  });
}

// Every exercise's id, for a shell; none when there is no course, as a shell is no place for its errors.
std::vector<std::string> exercises_of(const GlobalOptions& globals) {
  std::vector<std::string> ids;
  try {
    for (const Exercise* exercise : open_session(globals).selected) ids.push_back(exercise->id);
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): then there is nothing to propose
  }
  return ids;
}

void add_completions(CLI::App& app, Choices& choices) {
  CLI::App* script =
      app.add_subcommand("completions", "Print what makes a shell complete these commands")->fallthrough();
  script->add_option("SHELL", choices.shell, "bash, zsh or fish")
      ->required()
      ->type_name("SHELL")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  script->callback([&] {
    choices.command = [&](Console& console, const Interruption&) {
      console.out << completion_script(choices.shell);
      return int{kExitDone};
    };
  });
  CLI::App* words = app.add_subcommand("complete-words", "What may stand where the last of these words is")->group("");
  words->add_option("WORD", choices.words, "The words typed so far");
  words->callback([&] {
    choices.command = [&](Console& console, const Interruption&) {
      for (const std::string& word : completions(app, choices.words, exercises_of(choices.globals)))
        console.out << word << '\n';
      return int{kExitDone};
    };
  });
}

void add_kit(CLI::App& app, Choices& choices) {
  CLI::App* command =
      app.add_subcommand("kit", "Make a folder for students: without solutions, without sources of tests")
          ->fallthrough();
  command->add_option("--out", choices.kit.out, "The folder to make")->required()->type_name("DIR");
  command->add_option("--exercise", choices.globals.exercises, "Only this exercise; may be given several times")
      ->type_name("NN")
      ->allow_extra_args(false);
  command->add_flag("--json", choices.globals.json, "Print JSON, for programs to read");
  command->callback([&] {
    choices.command = [&](Console& console, const Interruption& stop) {
      return kit_command(choices.globals, choices.kit, console, stop);
    };
  });
}

int complain(Console& console, const std::string& message, int code) {
  console.err << "grader: " << message << std::endl;
  return code;
}

int run(const Choices& choices, Console& console) {
  try {
    Interruption interruption;
    const SignalWatch watch(interruption);
    const int code = choices.command(console, interruption);
    console.out.flush();
    if (!console.out) return complain(console, "cannot write to the standard output", kExitInfrastructure);
    return code;
  } catch (const Interrupted&) {
    return complain(console, "interrupted; nothing was written", kExitInterrupted);
  } catch (const CourseError& error) {
    for (const Problem& problem : error.problems()) console.err << render(problem) << '\n';
    return complain(console, "the course is broken", kExitUsage);
  } catch (const UsageError& error) {
    return complain(console, error.what(), kExitUsage);
  } catch (const std::exception& error) {
    return complain(console, error.what(), kExitInfrastructure);
  }
}

}  // namespace

int run_cli(int argc, char** argv) {
  open_standard_descriptors();
  CLI::App app("Grades exercises in asynchronous C++ against a mock server that hangs and fails on purpose.", "grader");
  app.set_version_flag("--version", std::string("grader ") + HANGTIME_VERSION);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 done, 1 not passed, 2 usage or broken course, 3 infrastructure, 130 interrupted.");
  Choices choices;
  add_globals(app, choices.globals);
  add_about_all(app, choices, "list", "List the exercises and what is known of them", list_command);
  add_for_one_exercise(app, choices, "show", "Read what an exercise asks for", show_command);
  add_check(app, choices);
  add_watch(app, choices);
  add_serve(app, choices);
  add_for_one_exercise(app, choices, "hint", "Get one more hint for a row that does not pass", hint_command);
  add_try(app, choices);
  add_reset(app, choices);
  add_about_all(app, choices, "progress", "See your points, objectives and skills, and what comes next",
                progress_command);
  add_about_all(app, choices, "next", "See what comes next, and why", next_command);
  add_ask(app, choices);
  add_grade(app, choices);
  add_annotate(app, choices);
  add_report(app, choices);
  add_verify(app, choices);
  add_stubs(app, choices);
  add_kit(app, choices);
  add_doctor(app, choices);
  add_completions(app, choices);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitDone : kExitUsage;
  }
  Console console = standard_console(choices.globals.no_color);
  return run(choices, console);
}

}  // namespace grader
