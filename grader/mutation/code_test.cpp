#include "grader/mutation/code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace grader::mutation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = Statement::Kind;

std::vector<std::string> statements_of(const std::string& source, Kind kind) {
  const Code code(source);
  std::vector<std::string> all;
  for (const Statement& statement : code.statements()) {
    if (statement.kind == kind) all.emplace_back(code.text_of(statement.tokens));
  }
  return all;
}

std::vector<std::string> functions_of(const std::string& source) {
  const Code code(source);
  std::vector<std::string> all;
  for (const Function& function : code.functions()) {
    std::string text = function.coroutine ? "co:" : "";
    for (const Parameter& parameter : function.parameters) text += parameter.type + parameter.name + "; ";
    all.push_back(text + (function.gives_value ? "value" : ""));
  }
  return all;
}

TEST(Code, FindsTheFunctionsAmongOtherBraces) {
  const std::string source = R"x(
    namespace a::b {
    enum class E : int { kOne, kTwo };
    struct S final : public Base<int> {
      S(int x, Duration d) : x_(x), y_{x} {}
      S() : y_{1} { g(); }
      ~S() { g(); }
      int get() const noexcept { return x_; }
      int x_{1};
      std::vector<int> y_ = {1, 2};
    };
    aio::Task<> f(const std::string& name, std::map<int, int> m = {}, std::function<void(int)> call = nullptr) {
      auto l = [&](int v) -> std::vector<int> { return {v}; };
      auto k = [] { g(); };
      co_await g();
    }
    }  // namespace a::b
  )x";
  EXPECT_THAT(functions_of(source),
              ElementsAre("int x; Duration d; ", "", "", "value",
                          "co:std :: string name; std :: map < int , int > m; std :: function < void ( int ) > call; ",
                          "int v; value", ""));
}

TEST(Code, TellsDeclarationsFromExpressions) {
  const std::string source = R"x(void f() {
                                     int a = 1;
                                     std::vector<std::pair<int, int>> b;
                                     const auto& c = x;
                                     aio::TaskGroup group;
                                     Foo* p = q;
                                     auto [d, e] = g();
                                     a = 2;
                                     x.y(1).z();
                                     g<int>(1);
                                     ns::g();
                                     *p = 3;
                                     co_await h();
                                     a[1] = 4;
                                     std::cout << a;
                                   })x";
  EXPECT_THAT(statements_of(source, Kind::kDeclaration),
              ElementsAre("int a = 1;", "std::vector<std::pair<int, int>> b;", "const auto& c = x;",
                          "aio::TaskGroup group;", "Foo* p = q;", "auto [d, e] = g();"));
  EXPECT_THAT(statements_of(source, Kind::kExpression),
              ElementsAre("a = 2;", "x.y(1).z();", "g<int>(1);", "ns::g();", "*p = 3;", "co_await h();", "a[1] = 4;",
                          "std::cout << a;"));
}

TEST(Code, ReadsNestedStatements) {
  const std::string source = R"x(void f() {
                                     for (int i = 0; i < 2; ++i)
                                       if (i) {
                                         g([&] { h(); });
                                       } else if (x)
                                         throw 1;
                                       else
                                         break;
                                     try {
                                       a();
                                     } catch (const E&) {
                                       b();
                                     } catch (...) {
                                       throw;
                                     }
                                     switch (x) {
                                       case 1:
                                         c();
                                         break;
                                       default:
                                         return;
                                     }
                                     do d();
                                     while (x);
                                     while (x) continue;
                                   })x";
  EXPECT_THAT(statements_of(source, Kind::kExpression),
              ElementsAre("g([&] { h(); });", "a();", "b();", "c();", "d();", "h();"));
  EXPECT_THAT(statements_of(source, Kind::kThrow), ElementsAre("throw 1;", "throw;"));
  EXPECT_THAT(statements_of(source, Kind::kJump), ElementsAre("break;", "break;", "continue;"));
  EXPECT_THAT(statements_of(source, Kind::kReturn), ElementsAre("return;"));
  EXPECT_EQ(statements_of(source, Kind::kIf).size(), 2u);
  EXPECT_EQ(statements_of(source, Kind::kLoop).size(), 3u);
}

TEST(Code, SplitsAListAtItsOwnCommasOnly) {
  const Code code("f(a, g(b, c), map<int, int>{}, [x, y] { h(1, 2); }, i < 3, j > 4)");
  std::vector<std::string> items;
  for (const Span span : code.list_between(1, code.partner(1))) items.emplace_back(code.text_of(span));
  EXPECT_THAT(items, ElementsAre("a", "g(b, c)", "map<int, int>{}", "[x, y] { h(1, 2); }", "i < 3", "j > 4"));
}

TEST(Code, FindsNoStatementsWhereThereAreNone) {
  EXPECT_THAT(Code("int x{1}; struct A { int b = 2; }; int f();").statements(), IsEmpty());
  EXPECT_THAT(Code("").statements(), IsEmpty());
}

TEST(Code, SurvivesTextThatIsNoProgram) {
  std::mt19937 random(11);
  const std::vector<std::string> words{
      "{",     "}",     "(",      ")",    "[",  "]", ";",        "if",  "else", "for",  "do",      "try", "catch",
      "->",    "case",  "switch", ":",    "::", "a", "co_await", ",",   "=",    "<",    ">",       "1s",  "return",
      "while", "throw", "\"s\"",  "#x\n", "?",  "!", "auto",     "...", "std",  "move", "template"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += words[random() % words.size()] + (random() % 3 == 0 ? "" : " ");
    const Code code(text);
    for (const Statement& statement : code.statements()) ASSERT_LT(statement.tokens.last, code.size()) << text;
  }
}

}  // namespace
}  // namespace grader::mutation
