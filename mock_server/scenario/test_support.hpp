#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"

namespace mock_server::testing_help {

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::vector<std::filesystem::path> examples() {
  std::vector<std::filesystem::path> found;
  const auto folder = std::filesystem::path(HANGTIME_ROOT) / "mock_server/scenario/examples";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

/// A scenario that has to be good.
inline Scenario scenario(const std::string& text) {
  auto parsed = parse_scenario(text, "test.json");
  if (!parsed) throw std::runtime_error(json::render_all(parsed.error()));
  return *std::move(parsed);
}

inline Scenario example(const std::string& name) {
  return scenario(file_text(std::filesystem::path(HANGTIME_ROOT) / "mock_server/scenario/examples" / name));
}

/// Sends one request on a connection of its own, and returns all that comes back.
inline std::string fetch(const Server& server, std::string_view path, std::string_view headers = "",
                         std::string_view method = "GET", std::string_view body = "") {
  RawClient client(server.port());
  client.send(std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" +
              std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
  return client.receive_all();
}

/// Has n threads do something at the same time.
template <class Body>
void at_once(int n, const Body& body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i) threads.emplace_back([&body, i] { body(i); });
  for (auto& thread : threads) thread.join();
}

}  // namespace mock_server::testing_help
