// Every kind by examples: one line of a function, and what the kind makes of it.
#include "grader/mutation/kinds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "grader/mutation/mutate.hpp"

namespace grader::mutation {
namespace {

using testing::ElementsAreArray;

struct Example {
  std::string kind;
  std::string line;                  ///< in `aio::Task<int> f(int a, int b, Duration limit) { … }`
  std::vector<std::string> becomes;  ///< `-` stands for nothing left
};

// Without indentation and blanks at the ends of lines.
std::string trimmed(const std::string& text) {
  std::string all;
  for (const char c : text) {
    const bool at_start = all.empty() || all.back() == '\n';
    if (c == ' ' && at_start) continue;
    while (c == '\n' && all.ends_with(' ')) all.pop_back();
    all += c;
  }
  while (all.ends_with(' ')) all.pop_back();
  return all.empty() ? "-" : all;
}

std::vector<std::string> results(const Example& example) {
  const std::string source = "aio::Task<int> f(int a, int b, Duration limit) {\n" + example.line + "\n  last();\n}\n";
  std::vector<std::string> all;
  for (const Mutant& mutant : mutate(source)) {
    if (mutant.kind == example.kind && mutant.line > 1 && mutant.before.find("last();") == std::string::npos)
      all.push_back(trimmed(mutant.after));
  }
  return all;
}

const std::vector<Example>& examples() {
  static const std::vector<Example> kExamples{
      {"drop_co_await",
       "auto x = co_await g(co_await h());",
       {"auto x = g(co_await h());", "auto x = co_await g(h());"}},
      {"await_at_once", "auto task = aio::create_task(g());", {"auto task = aio::create_task(g()); co_await task;"}},
      {"await_at_once",
       "all.push_back(aio::create_task(g()));",
       {"all.push_back(aio::create_task(g())); co_await all.back();"}},
      {"await_at_once", "auto x = make_task(g());", {}},
      {"return_default", "if (a) co_return co_await g();", {"if (a) co_return {};"}},
      {"return_default", "auto g = [](int x) { return x * 2; };", {"auto g = [](int x) { return {}; };"}},
      {"return_default", "if (a) co_return 7;", {}},
      {"return_default", "if (a) return std::nullopt;", {}},
      {"early_return", "auto g = [] { h(); };", {"auto g = [] { return; h(); };"}},
      {"early_return",
       "auto g = [](int x) { h(x); return x; };",
       {"auto g = [](int x) { return {}; h(x); return x; };"}},
      {"early_return", "auto g = [] { return 1; };", {}},
      {"drop_return", "if (a) co_return b;", {"if (a) ;"}},
      {"drop_return", "while (a) {\n g();\n co_return b;\n}", {"-"}},
      {"drop_return", "auto g = [] { h(); return 1; };", {}},
      {"drop_catch", "try { g(); } catch (const E& e) { h(); }", {"{ g(); }"}},
      {"drop_catch",
       "try { g(); } catch (const E&) { h(); } catch (...) { throw; }",
       {"try { g(); } catch (...) { throw; }", "try { g(); } catch (const E&) { h(); }"}},
      {"empty_handler", "try { g(); } catch (const E& e) { h(); throw; }", {"try { g(); } catch (const E& e) {}"}},
      {"widen_catch", "try { g(); } catch (const E& e) { h(); }", {"try { g(); } catch (...) { h(); }"}},
      {"narrow_catch", "try { g(); } catch (...) { h(); }", {"try { g(); } catch (const std::exception&) { h(); }"}},
      {"catch_type",
       "try { g(); } catch (const aio::TimeoutError&) { h(); }",
       {"try { g(); } catch (const aio::Error&) { h(); }", "try { g(); } catch (const aio::CancelledError&) { h(); }"}},
      {"throw_type",
       "throw aio::TransportError(\"broken\");",
       {"throw aio::Error(\"broken\");", "throw aio::ConnectError(\"broken\");"}},
      {"throw_type", "throw;", {}},
      {"drop_throw", "if (a) throw aio::Error(\"no\");", {"if (a) ;"}},
      {"drop_throw", "try { g(); } catch (...) { h(); throw; }", {"try { g(); } catch (...) { h();  }"}},
      {"drop_cancel", "task.cancel();", {"-"}},
      {"drop_cancel", "cancel_after(limit);", {}},
      {"drop_call", "co_await g(a);", {"-"}},
      {"drop_call", "task.cancel();", {}},
      {"drop_call", "int x = g(a);", {}},
      {"drop_call", "if (a) x.y(b);", {"if (a) ;"}},
      {"drop_call", "std::vector<int> numbers(3);", {}},
      {"drop_assignment", "x = g();", {"-"}},
      {"drop_assignment", "for (;;) ++x;", {"for (;;) ;"}},
      {"drop_assignment", "x[i] += 2;", {"-"}},
      {"drop_assignment", "int x = 1;", {}},
      {"drop_declaration", "const Guard guard(a);", {"-"}},
      {"drop_declaration", "const Guard guard(a); use(guard);", {}},
      {"drop_jump",
       "for (;;) { if (a) break; continue; }",
       {"for (;;) { if (a) ; continue; }", "for (;;) { if (a) break;  }"}},
      {"swap_jump", "for (;;) { if (a) break; g(); }", {"for (;;) { if (a) continue; g(); }"}},
      {"swap_statements", "one();\ntwo();", {"two();\none();"}},
      {"swap_statements", "auto x = one();\ntwo(x);", {}},
      {"swap_statements", "auto [x, y] = one();\ntwo(y);", {}},
      {"swap_statements", "one();\nco_return a;", {}},
      {"one_round", "while (a) {\n g();\n}", {"g(); break;"}},
      {"one_round", "while (a) { g(); co_return 1; }", {}},
      {"empty_loop", "for (int x : all) { g(x); h(); }", {"for (int x : all) {}"}},
      {"empty_loop", "for (int i = 0; i < a; ++i) g(i);", {"for (int i = 0; i < a; ++i) {}"}},
      {"empty_loop", "for (;; ++a) { g(); }", {}},
      {"empty_loop", "while (a) { g(); }", {}},
      {"drop_negation", "if (!a) g();", {"if (a) g();"}},
      {"drop_negation", "if (a != b) g();", {}},
      {"negate_condition", "if (a < b) g();", {"if (!(a < b)) g();"}},
      {"negate_condition", "while (x.ready()) g();", {"while (!(x.ready())) g();"}},
      {"negate_condition", "if (a) g();", {"if (!a) g();"}},
      {"negate_condition", "if (int x = g(); x > 2) h();", {"if (int x = g(); !(x > 2)) h();"}},
      {"negate_condition", "if (a == b) g();", {}},
      {"negate_condition", "if (auto x = g()) h();", {}},
      {"condition_true", "if (a < b) g();", {"if (true) g();"}},
      {"condition_true", "while (a < b) g();", {}},
      {"condition_true", "if constexpr (a) g();", {}},
      {"condition_false", "if (a < b) g(); else h();", {"if (false) g(); else h();"}},
      {"condition_false", "while (a < b) g();", {"while (false) g();"}},
      {"drop_operand", "if (a && g(b) && x) h();", {"if (g(b) && x) h();", "if (a && x) h();", "if (a && g(b) ) h();"}},
      {"drop_operand", "if (a || b) h();", {"if (b) h();", "if (a ) h();"}},
      {"drop_operand", "if (a && b || x) h();", {}},
      {"drop_else", "if (a) { g(); } else { h(); }", {"if (a) { g(); }"}},
      {"drop_else", "if (a) g(); else if (b) h();", {"if (a) g();"}},
      {"relational_boundary",
       "if (a < b) g<int>(a >= 2);",
       {"if (a <= b) g<int>(a >= 2);", "if (a < b) g<int>(a > 2);"}},
      {"relational_direction", "x = a <= b;", {"x = a >= b;"}},
      {"relational_direction", "std::vector<int> x{a > b};", {"std::vector<int> x{a < b};"}},
      {"equality", "x = a == b;", {"x = a != b;"}},
      {"logical", "x = a && b;", {"x = a || b;"}},
      {"logical", "auto&& x = a;", {}},
      {"arithmetic", "x = a + b * -2 % 3;", {"x = a - b * -2 % 3;", "x = a + b / -2 % 3;", "x = a + b * -2 * 3;"}},
      {"arithmetic", "x = name + \"!\";", {}},
      {"arithmetic", "int* x = &a;", {}},
      {"compound_assignment", "x += a;", {"x -= a;"}},
      {"increment", "++x;", {"--x;"}},
      {"increment", "x--;", {"x++;"}},
      {"ternary", "x = a ? g(a, b) : 2;", {"x = a ? 2 : g(a, b);"}},
      {"ternary", "g(a ? 1 : b ? 2 : 3, 4);", {"g(a ? b ? 2 : 3 : 1, 4);", "g(a ? 1 : b ? 3 : 2, 4);"}},
      {"number", "x = 7;", {"x = 8;", "x = 6;", "x = 0;"}},
      {"number", "x = 1'000u;", {"x = 1001u;", "x = 999u;", "x = 0u;"}},
      {"number", "x = 1;", {"x = 2;", "x = 0;"}},
      {"number", "x = 0;", {"x = 1;"}},
      {"number", "x = 0x10;", {"x = 17;", "x = 15;", "x = 0;"}},
      {"number", "x = 1.5;", {"x = 3.0;", "x = 0.75;", "x = 0.0;"}},
      {"number", "x = 2e3;", {"x = 4000.0;", "x = 1000.0;", "x = 0.0;"}},
      {"number", "x = 200ms;", {}},
      {"duration", "co_await g(200ms);", {"co_await g(400ms);", "co_await g(100ms);"}},
      {"duration", "co_await g(1s);", {"co_await g(2s);", "co_await g(500ms);"}},
      {"duration", "co_await g(1'500us);", {"co_await g(3000us);", "co_await g(750us);"}},
      {"duration", "co_await g(0s);", {"co_await g(1s);"}},
      {"boolean", "x = true;", {"x = false;"}},
      {"boolean", "static_assert(true);", {}},
      {"string", "x = \"ab\"sv;", {"x = \"\"sv;"}},
      {"string", "x = \"\";", {"x = \"mutant\";"}},
      {"string", "x = R\"(a\"b)\";", {"x = \"\";"}},
      {"string", "x = 'a';", {"x = 'x';"}},
      {"drop_move", "g(std::move(x), *std::move(y));", {"g(x, *std::move(y));", "g(std::move(x), *y);"}},
      {"drop_argument",
       "g(a, h(b, 1), 2);",
       {"g(h(b, 1), 2);", "g(a, 2);", "g(a, h(1), 2);", "g(a, h(b), 2);", "g(a, h(b, 1));"}},
      {"drop_argument",
       "const std::vector<Duration> x{1s, 2s};",
       {"const std::vector<Duration> x{2s};", "const std::vector<Duration> x{1s};"}},
      {"drop_argument", "g(a);", {}},
      {"swap_arguments",
       "g(a, std::map<int, int>{}, 2);",
       {"g(std::map<int, int>{}, a, 2);", "g(a, 2, std::map<int, int>{});"}},
      {"swap_arguments", "auto g = [](int x, int y) { h(); };", {}},
      {"swap_arguments", "X x{.a = 1, .b = 2};", {}},
      {"opposite_call", "x = std::min(a, y.front());", {"x = std::max(a, y.front());", "x = std::min(a, y.back());"}},
      {"opposite_call", "auto min = a;", {}},
      {"other_parameter", "g(a, limit, x.a);", {"g(b, limit, x.a);"}},
      {"other_enumerator",
       "if (x == State::kOpen) x = State::kShut;",
       {"if (x == State::kShut) x = State::kShut;", "if (x == State::kOpen) x = State::kOpen;"}},
  };
  return kExamples;
}

TEST(Kinds, DoWhatTheirExamplesSay) {
  for (const Example& example : examples())
    EXPECT_THAT(results(example), ElementsAreArray(example.becomes)) << example.kind << ": " << example.line;
}

TEST(Kinds, EachHaveAnExample) {
  for (const Kind& kind : kinds()) {
    EXPECT_TRUE(std::ranges::any_of(examples(), [&](const Example& e) {
      return e.kind == kind.name && !e.becomes.empty();
    })) << kind.name;
  }
  for (const Example& example : examples()) EXPECT_NE(find_kind(example.kind), nullptr) << example.kind;
}

TEST(Kinds, AreTheTableInTheDocuments) {
  std::ifstream file(std::string(HANGTIME_ROOT) + "/docs/writing-exercises.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  ASSERT_FALSE(page.empty());
  for (const Kind& kind : kinds()) {
    const std::string row = "| `" + std::string(kind.name) + "` | " + std::string(kind.summary) + " |\n";
    EXPECT_NE(page.find(row), std::string::npos) << "docs/writing-exercises.md needs the row\n" << row;
  }
}

}  // namespace
}  // namespace grader::mutation
