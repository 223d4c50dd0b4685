// Compiles mistakes with the course's own compiler, flags and precompiled header: what is tested is what clang really
// says about each, and that the examples of docs/messages.md are true.
#include "grader/build/explain_message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "grader/build/compile.hpp"
#include "grader/build/test_support.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;
using testing_help::read_file;
using testing_help::TempFolder;

const fs::path kSource = HANGTIME_SOURCE_DIR;

class Compiler {
 public:
  Compiler() : toolchain_(load_toolchain(HANGTIME_TOOLCHAIN)) {
    toolchain_.libraries.clear();  // whatever it calls is missing; only the compiler is asked
    parts_.pch = toolchain_.pch;
    parts_.binding = folder_.write("nothing.o", "");
  }

  BuildResult compile(const std::string& name, const std::string& source, const fs::path& include = "/") const {
    const TempFolder folder;
    Exercise exercise;
    exercise.id = "00_specimen";
    exercise.edit = {name};
    exercise.folder = include;
    const std::vector<SourceFile> files{{name, source}};
    return grader::compile({.toolchain = toolchain_,
                            .parts = parts_,
                            .exercise = exercise,
                            .files = files,
                            .folder = folder.path(),
                            .limits = {}},
                           Interruption());
  }

  /// The ids of all explanations that a file gets, and the lines they are for.
  std::map<std::string, unsigned> explained(const std::string& source) const {
    std::map<std::string, unsigned> found;
    for (const BuildDiagnostic& diagnostic : compile("specimen.cpp", source).diagnostics) {
      if (diagnostic.explanation.empty()) continue;
      const auto all = explanations();
      const auto known = std::ranges::find(all, diagnostic.explanation, &Explanation::text);
      found.emplace(known == all.end() ? "unknown" : std::string(known->id), diagnostic.line);
    }
    return found;
  }

 private:
  TempFolder folder_;
  Toolchain toolchain_;
  ToolchainExercise parts_;
};

const Compiler& compiler() {
  static const Compiler one;
  return one;
}

constexpr const char* kInclude = "#include <aio/aio.hpp>\n";

// ---- the page

struct Example {
  std::string id;
  std::string code;
  std::string text;
};
void PrintTo(const Example& example, std::ostream* out) { *out << example.id; }  // NOLINT

// A section is "#### id", a block of code, and the explanation as a quotation.
std::vector<Example> examples_of_the_page() {
  std::vector<Example> all;
  bool in_code = false;
  const std::string page = read_file(kSource / "docs/messages.md");
  for (const std::string_view line : lines_of(page)) {
    if (line.starts_with("#### ")) all.push_back({std::string(line.substr(5)), "", ""});
    if (all.empty()) continue;
    if (line.starts_with("```")) {
      in_code = line == "```cpp";
    } else if (in_code) {
      all.back().code += std::string(line) + "\n";
    } else if (line.starts_with("> ")) {
      all.back().text += (all.back().text.empty() ? "" : " ") + std::string(line.substr(2));
    }
  }
  std::erase_if(all, [](const Example& each) { return each.code.empty(); });
  return all;
}

class Page : public testing::TestWithParam<Example> {};

TEST_P(Page, SaysWhatTheCompilerIsExplainedBy) {
  const Example& example = GetParam();
  const auto all = explanations();
  const auto known = std::ranges::find(all, example.id, &Explanation::id);
  ASSERT_NE(known, all.end()) << "docs/messages.md has a section for an explanation that does not exist";
  EXPECT_EQ(example.text, known->text);
  const auto found = compiler().explained(kInclude + example.code);
  EXPECT_EQ(found.size(), 1U) << testing::PrintToString(found);
  EXPECT_EQ(found.count(example.id), 1U) << testing::PrintToString(found);
}

INSTANTIATE_TEST_SUITE_P(Docs, Page, testing::ValuesIn(examples_of_the_page()),
                         [](const auto& tested) { return tested.param.id; });

TEST(PageOfMessages, HasASectionForEachExplanation) {
  std::set<std::string> sections;
  for (const Example& example : examples_of_the_page()) sections.insert(example.id);
  std::set<std::string> all;
  for (const Explanation& each : explanations()) all.insert(std::string(each.id));
  EXPECT_EQ(sections, all);
}

// ---- the same mistakes in other words

struct Specimen {
  std::string name;
  std::string id;  // empty: must not be explained
  unsigned line;   // of the message, the first after the include being 2
  std::string code;
};
void PrintTo(const Specimen& specimen, std::ostream* out) { *out << specimen.name; }  // NOLINT

class Mistake : public testing::TestWithParam<Specimen> {};

TEST_P(Mistake, IsExplainedAtItsLine) {
  const Specimen& specimen = GetParam();
  const auto found = compiler().explained(kInclude + specimen.code);
  if (specimen.id.empty()) {
    EXPECT_THAT(found, IsEmpty());
  } else {
    EXPECT_THAT(found, testing::ElementsAre(testing::Pair(specimen.id, specimen.line)));
  }
}

constexpr const char* kFetch = "aio::Task<int> fetch(); aio::Task<std::vector<int>> many(); aio::Task<bool> ready();\n";

std::string in_a_coroutine(const std::string& statement) {
  return kFetch + std::string("aio::Task<int> run(std::vector<int> all, std::string text) {\n  ") + statement +
         "\n  co_return static_cast<int>(all.size() + text.size());\n}\n";
}

INSTANTIATE_TEST_SUITE_P(
    Specimens, Mistake,
    testing::Values(
        Specimen{"Condition", "forgotten_await", 4, in_a_coroutine("if (ready()) co_return 1;")},
        Specimen{"Negation", "forgotten_await", 4, in_a_coroutine("while (!ready()) co_return 1;")},
        Specimen{"Comparison", "forgotten_await", 4, in_a_coroutine("co_return fetch() == 3 ? 1 : 2;")},
        Specimen{"Sum", "forgotten_await", 4, in_a_coroutine("co_return fetch() + 1;")},
        Specimen{"Member", "forgotten_await", 4, in_a_coroutine("all.resize(many().size());")},
        Specimen{"CoReturn", "forgotten_await", 4, in_a_coroutine("co_return fetch();")},
        Specimen{"Argument", "forgotten_await", 4, in_a_coroutine("all.push_back(fetch());")},
        Specimen{"Assignment", "forgotten_await", 4, in_a_coroutine("all = many();")},
        Specimen{"Optional", "forgotten_await", 4, in_a_coroutine("std::optional<int> one = fetch();")},
        Specimen{"Loop", "forgotten_await", 4, in_a_coroutine("for (int one : many()) all.push_back(one);")},
        Specimen{"Cast", "forgotten_await", 4, in_a_coroutine("all.push_back(static_cast<int>(fetch()));")},
        Specimen{"Handle", "forgotten_await", 4, in_a_coroutine("int one = aio::create_task(fetch());")},
        Specimen{"ReturnFirst", "return_in_coroutine", 2,
                 "aio::Task<int> run(bool early) { if (early) return 1; co_return 2; }\n"},
        Specimen{"ReturnOfAVoidTask", "return_in_coroutine", 2,
                 "aio::Task<> run() { co_await aio::sleep(aio::Duration(1)); return; }\n"},
        Specimen{"ReturnOfJson", "return_in_coroutine", 2, "aio::Task<aio::Json> run() { return aio::Json(1); }\n"},
        Specimen{"SomePaths", "no_coroutine_at_all", 5,
                 "aio::Task<int> fetch();\naio::Task<int> run(bool early) {\n  if (early) return fetch();\n}\n"},
        Specimen{"VoidFunction", "no_coroutine_type", 3, "aio::Task<> save();\nvoid run() { co_await save(); }\n"},
        Specimen{"AutoFunction", "deduced_type", 3, "aio::Task<> save();\nauto run() { co_await save(); }\n"},
        Specimen{"Constructor", "await_in_special_function", 3,
                 "aio::Task<> save();\nstruct A { A() { co_await save(); } };\n"},
        Specimen{"ReferenceToALocal", "dangling", 2,
                 "const std::string& name() { std::string local = \"x\"; return local; }\n"},
        Specimen{"AwaitedVoid", "not_awaitable", 2, "void work(); aio::Task<> run() { co_await work(); }\n"},
        Specimen{"AwaitedFunction", "not_called", 3, "aio::Task<> work();\naio::Task<> run() { co_await work; }\n"},
        Specimen{"CopyIntoAVariable", "copied_task", 4, in_a_coroutine("auto one = fetch(); auto other = one;")},
        Specimen{"CopyIntoAContainer", "copied_task", 4,
                 in_a_coroutine("std::vector<aio::Task<int>> list; auto one = fetch(); list.push_back(one);")},
        Specimen{"CopyIntoALambda", "copied_task", 4, in_a_coroutine("auto one = fetch(); auto other = [one] {};")},
        Specimen{"CopyByAssignment", "copied_task", 4,
                 in_a_coroutine("auto one = fetch(); auto other = fetch(); other = one;")},
        Specimen{"ErrorWithoutNamespace", "missing_namespace", 4,
                 in_a_coroutine("try { co_await fetch(); } catch (const TimeoutError&) {}")},
        // What has nothing to do with coroutines is left to the compiler's own words.
        Specimen{"UndeclaredName", "", 0, "int f() { return undefined_thing; }\n"},
        Specimen{"MissingSemicolon", "", 0, "int f() { return 1 }\n"},
        Specimen{"AnotherCopy", "", 0, "struct A { A(); A(const A&) = delete; }; void f() { A a; A b = a; }\n"},
        Specimen{"CopyInALibrary", "", 0,
                 "struct A { A(const A&) = delete; }; void f(std::vector<A>& v, A& a) { v.push_back(a); }\n"},
        Specimen{"AnotherConversion", "", 0, "std::string f() { return 3.5; }\n"},
        Specimen{"AnotherOperator", "", 0, "struct A {}; bool f(A a) { return a == a; }\n"},
        Specimen{"AnotherSuffix", "", 0, "auto f() { return 1_km; }\n"},
        Specimen{"AnotherMember", "", 0, "auto f(std::string s) { return s.length_of_it(); }\n"},
        Specimen{"OtherTypeOfTask", "", 0, "aio::Task<int> fetch();\naio::Task<double> f() { return fetch(); }\n"},
        Specimen{"FunctionThatEnds", "", 0, "int f() {}\n"}),
    [](const auto& tested) { return tested.param.name; });

// ---- right code

// The one source that is neither the tests nor the binding.
fs::path reference_in(const fs::path& solution) {
  for (const auto& entry : fs::directory_iterator(solution)) {
    const fs::path name = entry.path().filename();
    const bool is_ours = name == "binding.cpp" || name == "hidden_test.cpp" || name == "tryout.cpp";
    if (name.extension() == ".cpp" && !is_ours) return entry.path();
  }
  return {};
}

TEST(RightCode, IsNotExplained) {
  std::size_t compiled = 0;
  for (const auto& entry : fs::directory_iterator(kSource / "solutions")) {
    const std::string id = entry.path().filename().string();
    if (id.size() < 4 || id[2] != '_') continue;
    const fs::path file = reference_in(entry.path());
    // Exercises that forbid something have a precompiled header of their own.
    const bool plain = load_toolchain(HANGTIME_TOOLCHAIN).exercises.at(id).pch.filename() == "student.pch";
    if (file.empty() || !plain) continue;
    ++compiled;
    const BuildResult result =
        compiler().compile(file.filename().string(), read_file(file), kSource / "exercises" / id);
    for (const BuildDiagnostic& each : result.diagnostics) {
      // Without a binding and the kit it cannot be linked; that is all there may be to say.
      EXPECT_THAT(each.message, testing::AnyOf(testing::HasSubstr("nothing defines it"),
                                               testing::HasSubstr("too many errors emitted")))
          << id << ':' << each.line;
      EXPECT_THAT(each.explanation, IsEmpty()) << id << ':' << each.line << ": " << each.message;
    }
  }
  EXPECT_GE(compiled, 20U);
}

}  // namespace
}  // namespace grader
