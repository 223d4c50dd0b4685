#pragma once

#include <cstdint>
#include <string>

namespace mock_server::commands {

/// A file that has the port in it for as long as the server accepts connections.
///
/// Errors:   std::runtime_error when it cannot be written.
class PortFile {
 public:
  /// Does nothing for an empty path. The file appears complete: it is written under another name first.
  PortFile(std::string path, std::uint16_t port);
  ~PortFile();
  PortFile(const PortFile&) = delete;
  PortFile& operator=(const PortFile&) = delete;

 private:
  std::string path_;
};

}  // namespace mock_server::commands
