#include "grader/kit/program_file.hpp"

#include <unistd.h>

#include <fstream>
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
  for (const char* path : {"/usr/bin/strip", "/usr/bin/llvm-strip-19", "/usr/bin/llvm-strip"}) {
    if (::access(path, X_OK) == 0) return path;
  }
  throw InfrastructureError("a kit's programs cannot be stripped: there is no strip; run: apt-get install binutils");
}

// Programs are several times as large as what is left of them.
std::string first_bytes(const fs::path& file) {
  std::string start(kElfType + 1, '\0');
  std::ifstream(file, std::ios::binary).read(start.data(), static_cast<std::streamsize>(start.size()));
  return start;
}

void strip(const fs::path& file, const fs::path& result, const char* how, const Interruption& interruption) {
  const Command command{.program = find_strip(),
                        .arguments = {how, "--enable-deterministic-archives", "-o", result.string(), file.string()},
                        .environment = {"PATH=/usr/bin:/bin", "LC_ALL=C"},
                        .folder = result.parent_path(),
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
  const std::string start = first_bytes(file);
  const bool archive = start.starts_with(kArchive);
  if (!archive && !start.starts_with(kElf)) return read_whole(file);
  const bool is_linked_later = archive || start[kElfType] == kRelocatable;
  strip(file, scratch, is_linked_later ? "--strip-debug" : "--strip-all", interruption);
  std::string content = read_whole(scratch);
  std::error_code ignored;
  fs::remove(scratch, ignored);
  hide_paths(content, root.string());
  return content;
}

}  // namespace grader
