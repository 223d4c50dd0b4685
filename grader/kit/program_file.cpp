#include "grader/kit/program_file.hpp"

#include <unistd.h>

#include <system_error>

#include "grader/build/errors.hpp"
#include "grader/build/process.hpp"
#include "grader/build/text.hpp"
#include "grader/kit/read_whole.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kElf =
    "\x7f"
    "ELF";
constexpr std::string_view kArchive = "!<arch>\n";
constexpr std::size_t kElfType = 16;  // offset of e_type
constexpr char kRelocatable = 1;      // ET_REL

fs::path find_strip() {
  for (const char* path : {"/usr/bin/llvm-strip-19", "/usr/bin/llvm-strip", "/usr/bin/strip"}) {
    if (::access(path, X_OK) == 0) return path;
  }
  throw InfrastructureError("a kit's programs cannot be stripped: there is no strip; run: apt-get install llvm-19");
}

void strip(const fs::path& file, const char* how, const Interruption& interruption) {
  const Command command{.program = find_strip(),
                        .arguments = {how, "--enable-deterministic-archives", file.string()},
                        .environment = {"PATH=/usr/bin:/bin", "LC_ALL=C"},
                        .folder = file.parent_path(),
                        .on_events = {}};
  const ProcessResult run = run_process(command, {}, interruption);
  if (run.end == ProcessResult::End::kInterrupted) throw Interrupted();
  if (run.end != ProcessResult::End::kExited || run.code != 0) {
    throw InfrastructureError(command.program.string() + " " + neutralise(file.string()) + " " + describe_end(run) +
                              ": " + cut_text(neutralise(run.output), 400));
  }
}

// Names of source files are in assertions and in what a sanitizer says of a type. The same number of bytes in their
// place keeps everything in the file where it is.
void hide_paths(std::string& content, const std::string& root) {
  for (const char* folder : {"/exercises/", "/grader/", "/mock_server/", "/solutions/", "/build/"}) {
    const std::string path = root + folder;
    for (std::size_t at = 0; (at = content.find(path, at)) != std::string::npos; at += path.size())
      content.replace(at, root.size(), root.size(), '/');
  }
}

}  // namespace

std::string bare_program(const fs::path& file, const fs::path& scratch, const fs::path& root,
                         const Interruption& interruption) {
  std::string content = read_whole(file);
  const bool archive = content.starts_with(kArchive);
  if (!archive && !content.starts_with(kElf)) return content;
  const bool is_linked_later = archive || (content.size() > kElfType && content[kElfType] == kRelocatable);
  std::error_code error;
  fs::copy_file(file, scratch, fs::copy_options::overwrite_existing, error);
  if (error) throw InfrastructureError("cannot write " + neutralise(scratch.string()) + ": " + error.message());
  strip(scratch, is_linked_later ? "--strip-debug" : "--strip-all", interruption);
  content = read_whole(scratch);
  fs::remove(scratch, error);
  hide_paths(content, root.string());
  return content;
}

}  // namespace grader
