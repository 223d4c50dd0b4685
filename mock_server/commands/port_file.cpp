#include "mock_server/commands/port_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace mock_server::commands {

PortFile::PortFile(std::string path, std::uint16_t port) : path_(std::move(path)) {
  if (path_.empty()) return;
  const std::string unfinished = path_ + ".new";
  errno = 0;
  const bool written = static_cast<bool>(std::ofstream(unfinished) << port << std::endl);
  if (written && std::rename(unfinished.c_str(), path_.c_str()) == 0) return;
  const int why = errno;
  ::unlink(unfinished.c_str());
  throw std::runtime_error("cannot write the port file " + path_ + ": " + std::generic_category().message(why));
}

PortFile::~PortFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

}  // namespace mock_server::commands
