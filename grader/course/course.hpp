#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// One row of the rubric: what is promised, and what it is worth. Its id is the GoogleTest suite that proves it, unless a person judges it.
struct Criterion {
  std::string id;
  std::string text;
  int points = 0;
  std::string manual_file =
      {};                ///< not empty: no test, a person reads this file and gives the points, which come on top
  bool partial = false;  ///< true: points by the share of passed tests, rounded down; false: all or nothing
  std::vector<std::string> needs = {};  ///< criteria that must pass first; otherwise this one is skipped
  unsigned line = 0;                    ///< where exercise.json names it, for messages; 0 when it came from no file
  unsigned column = 0;

  bool is_manual() const { return !manual_file.empty(); }
};

enum class Kind { kImplement, kDebug, kExplain };
enum class Tier { kCore, kRemedial, kExtension };

/// Limits of one test of an exercise. They tell "limited" from "for ever"; no verdict is meant to come near them.
struct Limits {
  std::chrono::milliseconds test_wall{
      30'000};  ///< real time in which a subject must make a step; it may live four times that
  std::chrono::milliseconds test_cpu{10'000};   ///< processor time of the subject
  std::uint64_t memory_bytes = 1024ULL << 20U;  ///< of all the subject's processes together
  std::uint64_t tasks = 512;                    ///< the subject's processes and threads
  std::uint64_t output_bytes = 64 * 1024;       ///< what is kept of the subject's stdout and stderr
};

/// One exercise: the folder `exercises/NN_topic`, as its exercise.json describes it.
struct Exercise {
  std::string id;  ///< the folder's name, "01_timeout"
  std::string title;
  std::string objective;  ///< id of the course objective it serves; empty for a warm-up
  std::vector<std::string> skills;
  Kind kind = Kind::kImplement;
  Tier tier = Tier::kCore;
  std::vector<std::string>
      edit;  ///< the files a student may change, relative to the exercise's folder; the first is the source that is compiled
  std::vector<std::string> optional;  ///< files that may be handed in besides, and are collected as they are
  std::vector<std::string> read;      ///< files shown to the student and taken from the course, never from a submission
  std::vector<Criterion> criteria;
  Limits limits;
  std::vector<std::string> defines;
  std::filesystem::path folder;  ///< absolute path of exercises/NN_topic

  int possible() const;       ///< sum of the points that tests decide about
  int manual_points() const;  ///< sum of the points that a person may give on top
  bool is_compiled() const;   ///< false: there is no program, only answers to read
};

struct Objective {
  std::string id;
  std::string text;
  std::string proficiency;  ///< CEFR level, "B1" or "B1-B2"
  std::string bloom;        ///< "apply"
  std::string assessment;
};

struct Skill {
  std::string id;
  std::string text;
  std::string proficiency;
  std::string bloom;
  std::string title;
  std::string category;      ///< "technical" or "conceptual"
  std::string digcomp_area;  ///< the area of the European framework for digital competence it belongs to
};

/// What to turn to after an objective: easier ground below the remedial threshold, new ground once it is mastered.
struct Path {
  std::string objective;
  std::string text;                    ///< advice, a sentence
  std::vector<std::string> exercises;  ///< may be empty: then the text stands alone
  std::string page = {};               ///< to read first, relative to exercises/; may be empty
};

/// The whole course, as exercises/course.json lists it, in order.
struct Course {
  std::string id;
  std::string title;
  std::string version;
  std::vector<Objective> objectives;
  std::vector<Skill> skills;
  std::vector<Exercise> exercises;
  double mastery_threshold = 0.8;   ///< share of an objective's points from which it counts as mastered
  double remedial_threshold = 0.5;  ///< share of an objective's points below which the remedial path is proposed
  std::vector<Path> remedial;
  std::vector<Path> extension;
  std::string digest;  ///< "sha256:…" over course.json and every exercise.json

  /// Finds an exercise by its id ("01_timeout"), its number ("01", "1") or its topic ("timeout"); null when there is none.
  const Exercise* find(std::string_view name) const;
};

}  // namespace grader
