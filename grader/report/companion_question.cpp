#include "grader/report/companion_question.hpp"

#include <array>

namespace grader {
namespace {

struct Level {
  std::string_view bloom;
  std::string_view before;   ///< nothing was checked yet
  std::string_view failing;  ///< a row does not pass
  std::string_view passing;  ///< all of them do
};

constexpr std::array<Level, 6> kLevels{{
    {"remember", "Ask me which facts this task rests on, one after the other, until I know which of them I am missing.",
     "Ask me which facts this row rests on, one after the other, until I notice the one that I had wrong.",
     "Ask me for the facts behind my code, without looking at it, and tell me which ones I should read up."},
    {"understand",
     "I want to explain this task to you before I write anything: what exists at once, what is only promised, who "
     "fills "
     "it in, and who waits for it. Ask me about the part that my explanation leaves out.",
     "I want to explain to you, step by step, what happens in this row: what exists already, what is only promised, "
     "who "
     "fills it in, and who waits for it. Let me begin. Where my explanation and what the check saw part ways, ask me "
     "why.",
     "Let me explain to you why my code passes: what is promised, who fills it in, and who waits. Then change one "
     "detail "
     "of the situation and let me predict what happens."},
    {"apply",
     "Ask me which pieces of the kit this task needs and in which order they act, until I can say what the first lines "
     "that I write have to do. The lines are mine to write.",
     "Ask me what each line of my code that matters for this row does, and when it does it. Go on until I can say by "
     "myself which step is missing, superfluous or in the wrong place.",
     "Give me a new situation in which the same pieces are needed, and ask me which ones I would take and in which "
     "order. Then ask me what in my code was not needed."},
    {"analyse",
     "Help me to take the task apart: ask me which things can happen, in which orders, and which of the orders differ "
     "in their result.",
     "Help me to take this failure apart: ask me which lines could decide between what was expected and what came, how "
     "I could rule out each of them, and which evidence speaks for the one that is left.",
     "Ask me which parts of my code depend on each other, which order of events each relies on, and how I know that "
     "this "
     "order always holds."},
    {"evaluate",
     "Ask me for two ways to do it and what each one costs when something fails, until I can give reasons for one.",
     "Ask me to judge my code by this row: what did I weigh, what did I give up for it, and does what the check saw "
     "still "
     "speak for my choice? Do not judge in my place.",
     "Ask me when I would advise against my own solution, and what I would take instead."},
    {"create",
     "I want to design this before I write it. Ask me about the design, not about code: which states are there, who "
     "changes them and when, what may happen at the same time, and what must still be true when something fails in the "
     "middle.",
     "The design is mine, and something in it does not hold. Ask me which states it has, who changes them and when, "
     "and "
     "which order of events I have not thought of, until I find the one that this row is about.",
     "My design holds for the tests. Ask me what it would have to stand beyond them: other limits, other orders of "
     "events, another caller. For each, let me say what breaks first and what I would give to prevent it."},
}};

const Level& level_of(std::string_view bloom) {
  if (bloom == "analyze") bloom = "analyse";
  for (const Level& level : kLevels) {
    if (level.bloom == bloom) return level;
  }
  return level_of("apply");
}

std::string_view beginning(Kind kind) {
  switch (kind) {
    case Kind::kDebug:
      return "The code came to me with mistakes in it, and finding them is my task. ";
    case Kind::kExplain:
      return "The answers have to be my own predictions, so tell me none. ";
    case Kind::kImplement:
      break;
  }
  return "";
}

}  // namespace

std::string companion_question(std::string_view bloom, Kind kind, WorkState state) {
  const Level& level = level_of(bloom);
  const std::string start(beginning(kind));
  switch (state) {
    case WorkState::kNotChecked:
      return start + std::string(level.before);
    case WorkState::kDoesNotBuild:
      return start +
             "My code does not compile yet. Ask me what I think the first message says about my line, in my own words, "
             "and what the compiler knows about each thing in it, until I see what the line says that I did not mean.";
    case WorkState::kRowFails:
      return start + std::string(level.failing);
    case WorkState::kAllPasses:
      break;
  }
  return std::string(level.passing);
}

}  // namespace grader
