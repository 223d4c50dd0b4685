#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace attacks {

/// What lies about on a machine and is none of a submission's business: a file with a secret, a secret in the environment,
/// a folder with results, servers of somebody else. It notices when one of them is touched.
class Bystander {
 public:
  /// Errors: std::system_error, std::runtime_error when the machine has no room for it.
  Bystander();
  ~Bystander();
  Bystander(const Bystander&) = delete;
  Bystander& operator=(const Bystander&) = delete;

  /// The placeholders' values, SOLUTIONS and PROCTOR left out.
  std::map<std::string, std::string> places() const;

  /// Texts that must never turn up in a report.
  const std::vector<std::string>& secrets() const { return secrets_; }

  /// How often its servers were called.
  int calls() const { return calls_; }

  /// Files in the folder of results that it did not put there, or that have changed.
  std::vector<std::string> traces_in_results() const;

 private:
  void serve();

  std::filesystem::path folder_;
  std::vector<std::string> secrets_;
  int tcp_ = -1;
  int udp_ = -1;
  int unix_ = -1;
  int abstract_ = -1;
  int stop_ = -1;
  unsigned port_ = 0;
  std::atomic<int> calls_ = 0;
  std::jthread thread_;
};

/// The processes that call themselves "ht-survivor", as attacks do with what they leave behind.
std::vector<int> survivors();

}  // namespace attacks
