#include "grader/commands/student_files.hpp"

#include <poll.h>

#include <algorithm>
#include <set>

namespace grader {
namespace {

namespace fs = std::filesystem;

bool concerns(const std::vector<const Exercise*>& exercises, const std::set<fs::path>& files) {
  return std::ranges::any_of(files, [&](const fs::path& file) {
    return std::ranges::any_of(exercises, [&](const Exercise* each) { return verdict_depends_on(*each, file); });
  });
}

}  // namespace

bool verdict_depends_on(const Exercise& exercise, const fs::path& file) {
  if (file == exercise.folder) return true;
  if (file.parent_path() != exercise.folder) return false;
  const std::string name = file.filename().string();
  return std::ranges::any_of(std::initializer_list{&exercise.edit, &exercise.optional, &exercise.read},
                             [&](const auto* names) { return std::ranges::find(*names, name) != names->end(); });
}

std::vector<fs::path> folders_of(const std::vector<const Exercise*>& exercises) {
  std::vector<fs::path> folders;
  for (const Exercise* exercise : exercises) folders.push_back(exercise->folder);
  return folders;
}

bool wait_for_save(FolderWatch& folders, const std::vector<const Exercise*>& exercises,
                   const Interruption& interruption) {
  bool saved = false;
  for (;;) {
    struct pollfd waits[] = {{interruption.fd(), POLLIN, 0}, {folders.fd(), POLLIN, 0}};
    const auto limit = saved ? kSettle : FolderWatch::kPoll;
    const bool polling = folders.fd() < 0;
    ::poll(waits, 2, saved || polling ? static_cast<int>(limit.count()) : -1);
    if (interruption.requested()) return false;
    const std::set<fs::path> files = folders.changed();
    if (saved && files.empty()) return true;
    saved = saved || concerns(exercises, files);
  }
}

}  // namespace grader
