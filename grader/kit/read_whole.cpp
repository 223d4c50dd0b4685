#include "grader/kit/read_whole.hpp"

#include <cerrno>
#include <fstream>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  const auto size = in.tellg();
  std::string content(in ? static_cast<std::size_t>(size) : 0, '\0');
  in.seekg(0).read(content.data(), static_cast<std::streamsize>(content.size()));
  if (!in)
    throw InfrastructureError("cannot read " + neutralise(file.string()) + ": " + errno_text(errno == 0 ? EIO : errno));
  return content;
}

}  // namespace grader
