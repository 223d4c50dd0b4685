#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "grader/build/interruption.hpp"
#include "grader/build/toolchain.hpp"

namespace grader {

/// Precompiled headers that are made where they are used. Clang's hold absolute paths, the times of all headers and the very
/// compiler, so none can be handed out: a kit makes its own at first use and remembers from what (FILE.json beside it).
/// A moved folder, another compiler or a changed header makes it anew.
///
/// Threads: safe from several threads; also from several processes, of which the last one's file stays.
class OwnPch {
 public:
  /// Requires: `toolchain` outlives this. `announce` may be empty.
  OwnPch(const Toolchain& toolchain, std::function<void(const std::string&)> announce);

  /// The precompiled header to compile with, made first when it has to be (4 s and 25 MB). `pch` itself, untouched, when the
  /// toolchain names no source for it. Where no file can be written: an empty path, which is announced; compiling
  /// without one takes 2 s longer each time and gives the same.
  ///
  /// Errors: InfrastructureError when the compiler refuses the course's own header; Interrupted.
  std::filesystem::path usable(const std::filesystem::path& pch, const std::vector<std::string>& defines,
                               const Interruption& interruption);

 private:
  std::vector<std::string> command(const std::vector<std::string>& defines) const;
  std::filesystem::path make(const std::filesystem::path& pch, const std::vector<std::string>& arguments,
                             const Interruption& interruption) const;
  void tell(const std::string& text) const;

  const Toolchain& toolchain_;
  std::function<void(const std::string&)> announce_;
  std::mutex mutex_;
  std::map<std::filesystem::path, std::filesystem::path> known_;  ///< found to be good, or not to be had, in this run
};

/// The file names in a compiler's dependency file (-MD), without the target.
std::vector<std::string> files_in_depfile(const std::string& text);

}  // namespace grader
