#include "grader/build/own_pch.hpp"

#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <utility>

#include "grader/build/errors.hpp"
#include "grader/build/process.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kSchema = "hangtime/pch/1";

// What changes when a file does. A link to a compiler counts as what it leads to.
json stamp(const fs::path& file) {
  struct stat info{};
  if (::stat(file.c_str(), &info) != 0) return nullptr;
  return {file.string(), info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
}

fs::path memory_of(const fs::path& pch) { return pch.string() + ".json"; }

// Whether the precompiled header is the one that was made, by the same command, from files that are still the same.
bool is_good(const fs::path& pch, const std::vector<std::string>& arguments, const fs::path& compiler) {
  std::ifstream in(memory_of(pch), std::ios::binary);
  if (!in) return false;
  try {
    const json memory = json::parse(in);
    if (memory.at("schema") != kSchema || memory.at("command") != json(arguments)) return false;
    if (memory.at("compiler") != stamp(compiler) || memory.at("pch") != stamp(pch)) return false;
    return std::ranges::all_of(memory.at("files"), [](const json& file) {
      return file.is_array() && file == stamp(file.at(0).get<std::string>());
    });
  } catch (const json::exception&) {
    return false;  // torn or foreign: as good as none
  }
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A folder beside the file to be made, so that the last step is a rename; gone at the end, whatever happens.
class Workplace {
 public:
  explicit Workplace(const fs::path& pch) {
    std::error_code error;
    fs::create_directories(pch.parent_path(), error);
    std::string name = pch.string() + ".XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
      problem_ = errno_text(errno);
      return;
    }
    folder_ = name;
  }
  ~Workplace() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  const std::string& problem() const { return problem_; }
  fs::path operator/(const char* name) const { return folder_ / name; }
  const fs::path& path() const { return folder_; }

 private:
  fs::path folder_;
  std::string problem_;
};

std::string first_error(const std::string& output) {
  const std::size_t at = output.find("error:");
  if (at == std::string::npos) return cut_text(neutralise(output), 400);
  const std::size_t start = output.rfind('\n', at) + 1;
  return cut_text(neutralise(output.substr(start, output.find('\n', at) - start)), 400);
}

}  // namespace

std::vector<std::string> files_in_depfile(const std::string& text) {
  std::vector<std::string> files;
  std::string name;
  bool target = true;
  const auto end_of_name = [&] {
    if (!name.empty() && !target) files.push_back(name);
    if (target && name.ends_with(':')) target = false;
    name.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] == '\\' && next == '\n') {
      end_of_name();
      ++i;
    } else if ((text[i] == '\\' && (next == ' ' || next == '#' || next == '\\')) || (text[i] == '$' && next == '$')) {
      name += next;
      ++i;
    } else if (text[i] == ' ' || text[i] == '\n' || text[i] == '\t') {
      end_of_name();
    } else {
      name += text[i];
    }
  }
  end_of_name();
  return files;
}

OwnPch::OwnPch(const Toolchain& toolchain, std::function<void(const std::string&)> announce)
    : toolchain_(toolchain), announce_(std::move(announce)) {}

void OwnPch::tell(const std::string& text) const {
  if (announce_) announce_(text);
}

std::vector<std::string> OwnPch::command(const std::vector<std::string>& defines) const {
  std::vector<std::string> words = toolchain_.flags;
  for (const std::string& define : defines) words.push_back("-D" + define);
  for (const fs::path& folder : toolchain_.include_dirs) words.push_back("-I" + folder.string());
  words.insert(words.end(), {"-fno-color-diagnostics", "-fpch-instantiate-templates", "-x", "c++-header",
                             toolchain_.pch_source.string()});
  return words;
}

fs::path OwnPch::usable(const fs::path& pch, const std::vector<std::string>& defines,
                        const Interruption& interruption) {
  if (toolchain_.pch_source.empty() || pch.empty()) return pch;
  const std::lock_guard lock(mutex_);
  if (const auto found = known_.find(pch); found != known_.end()) return found->second;
  const std::vector<std::string> arguments = command(defines);
  const fs::path result = is_good(pch, arguments, toolchain_.compiler) ? pch : make(pch, arguments, interruption);
  return known_[pch] = result;
}

fs::path OwnPch::make(const fs::path& pch, const std::vector<std::string>& arguments,
                      const Interruption& interruption) const {
  const Workplace place(pch);
  const auto go_without = [&](const std::string& why) {
    tell("no precompiled header, so that each compilation takes longer: cannot write to " + pch.parent_path().string() +
         ": " + why);
    return fs::path();
  };
  if (!place.problem().empty()) return go_without(place.problem());
  tell("precompiling the course's headers for this machine's compiler; this happens once and takes a few seconds");
  Command command{.program = toolchain_.compiler,
                  .arguments = arguments,
                  .environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TMPDIR=" + place.path().string()},
                  .folder = place.path(),
                  .on_events = {}};
  const fs::path made = place / "header.pch";
  const fs::path depfile = place / "header.d";
  command.arguments.insert(command.arguments.end(), {"-MD", "-MF", depfile.string(), "-o", made.string()});
  const ProcessResult run = run_process(command, {}, interruption);
  if (run.end == ProcessResult::End::kInterrupted) throw Interrupted();
  if (run.end != ProcessResult::End::kExited || run.code != 0) {
    if (run.output.find("No space left") != std::string::npos) return go_without("the disk is full");
    throw InfrastructureError("the course's headers cannot be precompiled: " + toolchain_.compiler.string() + " " +
                              describe_end(run) + ": " + first_error(run.output) +
                              "; './hangtime build' says what is missing");
  }
  std::error_code error;
  fs::permissions(made, fs::perms(0644), error);
  fs::rename(made, pch, error);
  if (error) return go_without(error.message());
  json files = json::array();
  for (const std::string& file : files_in_depfile(read_file(depfile))) files.push_back(stamp(file));
  const json memory = {{"schema", kSchema},
                       {"command", arguments},
                       {"compiler", stamp(toolchain_.compiler)},
                       {"pch", stamp(pch)},
                       {"files", std::move(files)}};
  std::ofstream(place / "memory", std::ios::binary) << memory.dump() << '\n';
  // Not remembered: it serves all the same, and is made again next time.
  fs::rename(place / "memory", memory_of(pch), error);
  return pch;
}

}  // namespace grader
