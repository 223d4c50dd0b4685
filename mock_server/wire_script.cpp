#include "mock_server/wire_script.hpp"

#include <algorithm>

namespace mock_server {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;

std::string repeated(std::string_view piece, std::size_t times) {
  std::string all;
  all.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += piece;
  return all;
}

}  // namespace

void append_repeated(WireScript& script, std::string_view piece, std::size_t times) {
  const auto per_block = std::max<std::size_t>(kPieceBytes / piece.size(), 1);
  if (times >= per_block) script.emplace_back(step::Repeat{repeated(piece, per_block), times / per_block});
  if (times % per_block != 0) script.emplace_back(step::Send{repeated(piece, times % per_block)});
}

}  // namespace mock_server
