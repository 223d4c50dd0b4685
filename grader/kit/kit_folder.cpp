#include "grader/kit/kit_folder.hpp"

#include <sys/stat.h>

#include <fstream>
#include <vector>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/digest/digest.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kData = 0644;
constexpr mode_t kProgram = 0755;

// Whatever the umask is, students can enter the folders.
void make_folders(const fs::path& root, const fs::path& name) {
  fs::path folder = root;
  for (const fs::path& part : name.parent_path()) {
    folder /= part;
    std::error_code error;
    if (fs::create_directory(folder, error)) ::chmod(folder.c_str(), kProgram);
  }
}

}  // namespace

void KitFolder::add(const fs::path& name, std::string_view content, bool executable) {
  static constexpr std::string_view kPrefix = "sha256:";
  std::string digest = sha256(content).substr(kPrefix.size());
  const fs::path file = path() / name;
  const std::lock_guard lock(mutex_);
  make_folders(path(), name);
  std::ofstream out(file, std::ios::binary);
  out << content << std::flush;
  if (!out || ::chmod(file.c_str(), executable ? kProgram : kData) != 0)
    throw InfrastructureError("cannot write " + neutralise(file.string()) + "; is the disk full?");
  digests_[name.string()] = std::move(digest);
  bytes_ += content.size();
}

std::string KitFolder::manifest() const {
  std::string text;
  for (const auto& [name, digest] : digests_) text.append(digest).append("  ").append(name).append("\n");
  return text;
}

std::vector<std::string> KitFolder::names() const {
  std::vector<std::string> names;
  for (const auto& [name, digest] : digests_) names.push_back(name);
  return names;
}

}  // namespace grader
