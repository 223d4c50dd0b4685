#include "grader/build/grading.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "grader/build/confine_compiler.hpp"
#include "grader/build/notices.hpp"
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
      tests_(options_.tests > 0 ? options_.tests : 2 * jobs_),  // hidden tests wait more than they compute
      own_pch_(toolchain, options_.announce),
      compile_places_(static_cast<std::ptrdiff_t>(jobs_)),
      test_places_(static_cast<std::ptrdiff_t>(tests_)) {}

Product Workshop::build(const Exercise& exercise, const Intake& intake) {
  if (intake.status != Intake::Status::kTaken) return {intake.as_build_result(), {}};
  ToolchainExercise parts = parts_of(toolchain_, exercise.id);
  const Place place(compile_places_);
  interruption_.throw_if_requested();
  if (exercise.is_compiled()) parts.pch = own_pch_.usable(parts.pch, exercise.defines, interruption_);
  const auto folder = std::make_shared<const WorkFolder>();
  if (const auto user = compilers_user(options_.confinement)) folder->give_to(*user);
  Product product{.build = compile({.toolchain = toolchain_,
                                    .parts = parts,
                                    .exercise = exercise,
                                    .files = intake.files,
                                    .folder = folder->path(),
                                    .limits = options_.compile,
                                    .confinement = &options_.confinement},
                                   interruption_),
                  .problem = {},
                  .folder = folder};
  if (product.build.status == BuildResult::Status::kGraderError) product.problem = product.build.message;
  for (const SourceFile& file : intake.files) {
    if (file.name.ends_with(".json")) product.answers.push_back(file);
    if (std::ranges::find(exercise.optional, file.name) == exercise.optional.end()) continue;
    product.build.collected.push_back({file.name, file.content});
  }
  return product;
}

ProctorRun Workshop::test(const Exercise& exercise, const Product& product, std::uint64_t seed) {
  const ToolchainExercise& parts = parts_of(toolchain_, exercise.id);
  const Place place(test_places_);
  interruption_.throw_if_requested();
  const WorkFolder folder;  // of its own: the same program may be under test several times at once
  write_files(product.answers, folder.path());
  return run_proctor({.exercise = exercise,
                      .parts = parts,
                      .planned = load_test_list(parts),
                      .subject = exercise.is_compiled() ? product.folder->path() / "subject" : fs::path(),
                      .folder = folder.path(),
                      .seed = seed,
                      .confinement = options_.confinement,
                      .patience = options_.patience,
                      .most_timeouts = options_.most_timeouts},
                     interruption_);
}

ProctorRun Workshop::try_out(const Exercise& exercise, const Product& product, const std::string& tryout) {
  const Place place(test_places_);
  const WorkFolder folder;
  return run_proctor({.exercise = exercise,
                      .parts = parts_of(toolchain_, exercise.id),
                      .planned = {kTryout},
                      .subject = product.folder->path() / "subject",
                      .folder = folder.path(),
                      .tryout = tryout,
                      .seed = options_.seed,
                      .confinement = options_.confinement,
                      .patience = options_.patience},
                     interruption_);
}

Evidence Workshop::gather(const Exercise& exercise, const Intake& intake) {
  Product product = build(exercise, intake);
  Evidence evidence{.build = product.build, .run = {}, .problem = product.problem};
  if (!product.can_run()) return evidence;
  ProctorRun run = test(exercise, product, options_.seed);
  evidence.run = std::move(run.record);
  explain_notices(evidence.run, exercise.id, intake.files);
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
