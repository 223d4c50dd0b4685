#include "grader/build/confine_compiler.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace grader {
namespace {

namespace fs = std::filesystem;

// What a compiler outside of the system's own folders consists of: PREFIX/bin/clang++ and all that lies beside it.
void add_compiler(std::vector<sandbox::View>& views, const fs::path& compiler) {
  if (compiler.string().starts_with("/usr/")) return;
  const fs::path prefix = compiler.parent_path().parent_path();
  views.push_back({prefix, prefix});
}

std::vector<sandbox::View> views_for(const CompileJob& job) {
  std::vector<sandbox::View> views;
  const auto add = [&views](const fs::path& path) {
    if (path.is_absolute()) views.push_back({path, path});  // others are options, such as -lz
  };
  add_compiler(views, job.toolchain.compiler);
  add(job.exercise.folder);
  for (const fs::path& folder : job.toolchain.include_dirs) add(folder);
  for (const fs::path& header : job.toolchain.pch_headers) add(header);
  for (const std::string& library : job.toolchain.libraries) add(library);
  add(job.parts.binding);
  if (has_pch(job.toolchain, job.parts)) add(job.parts.pch);
  views.push_back({job.folder, job.folder, true});
  return views;
}

}  // namespace

bool confines_compilers(const sandbox::Confinement& confinement) {
  return confinement.level >= sandbox::Level::kBMinus;
}

std::optional<uid_t> compilers_user(const sandbox::Confinement& confinement) {
  if (!confines_compilers(confinement)) return {};
  // Without namespaces, subjects get users of their own, and none of them is this one.
  constexpr uid_t kCompilers = 64000;
  return confinement.level == sandbox::Level::kB ? std::optional(kCompilers) : confinement.uid;
}

void confine_compiler(Command& command, const CompileJob& job, const sandbox::Confinement& confinement) {
  if (!confines_compilers(confinement)) return;
  std::vector<std::string> words;
  if (confinement.has_own_network()) {
    words = sandbox::namespaces_command(confinement, views_for(job));
    words.insert(words.end(), {"--chdir", command.folder.string(), "--"});
  } else {
    words = sandbox::fence_command(confinement, views_for(job), compilers_user(confinement));
  }
  words.push_back(command.program.string());
  std::ranges::move(command.arguments, std::back_inserter(words));
  command.program = words.front();
  command.arguments.assign(std::next(words.begin()), words.end());
}

}  // namespace grader
