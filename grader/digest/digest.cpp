#include "grader/digest/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace grader {

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), sum.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("cannot compute a SHA-256 digest: libcrypto refuses; is its configuration restricted?");
  }
  std::string text = "sha256:";
  for (unsigned i = 0; i < length; ++i) {
    text += "0123456789abcdef"[sum[i] >> 4];
    text += "0123456789abcdef"[sum[i] & 0xF];
  }
  return text;
}

std::string sha256_of_files(const std::map<std::string, std::string>& files) {
  std::string all;
  for (const auto& [name, content] : files) {
    all.append(std::to_string(name.size())).append(":").append(name);
    all.append(std::to_string(content.size())).append(":").append(content);
  }
  return sha256(all);
}

}  // namespace grader
