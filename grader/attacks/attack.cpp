#include "grader/attacks/attack.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace attacks {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

Attack attack_from(const json& entry) {
  const json& verdict = entry.at("verdict");
  Attack attack{.file = entry.at("file"),
                .tries = entry.at("tries"),
                .builds = verdict.at("build") == "ok",
                .earned = verdict.at("earned"),
                .says = verdict.value("says", ""),
                .blocked_by = entry.at("blocked_by"),
                .open_at = {}};
  if (entry.contains("open_at")) attack.open_at = entry.at("open_at").get<std::set<std::string>>();
  return attack;
}

}  // namespace

std::vector<Attack> load_attacks(const fs::path& folder) {
  const fs::path manifest = folder / "attacks.json";
  std::vector<Attack> attacks;
  std::set<std::string> named;
  try {
    for (const json& entry : json::parse(read(manifest))) {
      attacks.push_back(attack_from(entry));
      named.insert(attacks.back().file);
    }
  } catch (const json::exception& error) {
    throw std::runtime_error(manifest.string() + ": " + error.what());
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = fs::relative(entry.path(), folder).string();
    if (entry.path().extension() == ".cpp" && name.find('/') != std::string::npos && !named.contains(name))
      throw std::runtime_error(manifest.string() + ": nothing is said of " + name);
  }
  return attacks;
}

std::string source_of(const Attack& attack, const fs::path& folder, const std::map<std::string, std::string>& values) {
  std::string text = read(folder / attack.file);
  for (const auto& [name, value] : values) {
    const std::string placeholder = "@" + name + "@";
    for (std::size_t at = 0; (at = text.find(placeholder, at)) != std::string::npos; at += value.size())
      text.replace(at, placeholder.size(), value);
  }
  return text;
}

}  // namespace attacks
