#include "grader/build/grading.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "grader/build/work_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

class Place {
 public:
  explicit Place(std::counting_semaphore<>& places) : places_(places) { places_.acquire(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { places_.release(); }

 private:
  std::counting_semaphore<>& places_;
};

unsigned cores() { return std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace

Workshop::Workshop(const Toolchain& toolchain, const Interruption& interruption, GradingOptions options)
    : toolchain_(toolchain),
      interruption_(interruption),
      options_(std::move(options)),
      jobs_(options_.jobs > 0 ? options_.jobs : cores()),
      compile_places_(static_cast<std::ptrdiff_t>(jobs_)),
      test_places_(static_cast<std::ptrdiff_t>(2 * jobs_)) {}  // hidden tests wait more than they compute

Evidence Workshop::gather(const Exercise& exercise, const Intake& intake) {
  Evidence evidence = build_and_test(exercise, intake);
  for (const SourceFile& file : intake.files) {
    if (std::ranges::find(exercise.optional, file.name) == exercise.optional.end()) continue;
    evidence.build.collected.push_back({file.name, file.content});
  }
  return evidence;
}

Evidence Workshop::build_and_test(const Exercise& exercise, const Intake& intake) {
  if (intake.status != Intake::Status::kTaken) return {intake.as_build_result(), {}, {}};
  const ToolchainExercise& parts = parts_of(toolchain_, exercise.id);
  const WorkFolder folder;
  Evidence evidence;
  {
    const Place place(compile_places_);
    interruption_.throw_if_requested();
    evidence.build = compile({.toolchain = toolchain_,
                              .parts = parts,
                              .exercise = exercise,
                              .files = intake.files,
                              .folder = folder.path(),
                              .limits = options_.compile,
                              .confine = options_.confine_compiler},
                             interruption_);
  }
  if (evidence.build.status == BuildResult::Status::kGraderError) evidence.problem = evidence.build.message;
  if (evidence.build.status != BuildResult::Status::kBuilt) return evidence;
  const Place place(test_places_);
  interruption_.throw_if_requested();
  ProctorRun run = run_proctor({.exercise = exercise,
                                .parts = parts,
                                .planned = load_test_list(parts),
                                .subject = exercise.is_compiled() ? folder.path() / "subject" : fs::path(),
                                .folder = folder.path(),
                                .seed = options_.seed,
                                .patience = options_.patience},
                               interruption_);
  evidence.run = std::move(run.record);
  evidence.problem = std::move(run.problem);
  return evidence;
}

void for_each_in_parallel(std::size_t count, unsigned callers, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::exception_ptr first;
  const auto call_on = [&] {
    for (std::size_t i = 0; !stop && (i = next++) < count;) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!first) first = std::current_exception();
        stop = true;
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min<std::size_t>(callers, count); ++i) threads.emplace_back(call_on);
  }
  if (first) std::rethrow_exception(first);
}

}  // namespace grader
