#pragma once

#include <sys/types.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace grader::browser {

/// A headless Chromium with one page, for tests of pages: driven by the DevTools protocol over a pipe, with a profile of
/// its own that is gone afterwards.
///
/// Errors:  std::runtime_error when there is no Chromium (it says what to install), when it ends, answers with an error,
///          or says nothing for a minute: no verdict depends on that limit.
/// Threads: one at a time.
class Chromium {
 public:
  using Json = nlohmann::json;

  Chromium();
  Chromium(const Chromium&) = delete;
  Chromium& operator=(const Chromium&) = delete;
  ~Chromium();

  /// Sends one command to the page and returns its result.
  Json command(const std::string& method, const Json& parameters = Json::object());

  /// Loads a page and waits until it is there.
  void open(const std::string& url);

  /// Evaluates JavaScript in the page; a promise is awaited. Errors: also when the script throws.
  Json evaluate(const std::string& script);

  /// Evaluates again and again until the result is true. Errors: also when that takes more than a minute.
  void wait_until(const std::string& script);

  void set_size(int width, int height);
  /// "light" or "dark", and "screen" or "print".
  void set_media(const std::string& scheme, const std::string& media = "screen");
  void press(const std::string& key);  ///< "Tab", "Enter"

  /// What the browser has told of the page so far: {"method": "Network.requestWillBeSent", "params": {…}}.
  const std::vector<Json>& events() const { return events_; }
  /// Everything that went wrong in the page: errors on the console, exceptions, what was forbidden or could not be loaded.
  std::vector<std::string> complaints() const;
  /// Addresses of all that the page tried to load, the pages themselves included.
  std::vector<std::string> requests() const;

 private:
  Json send(const std::string& method, const Json& parameters, const std::string& session);
  Json receive();

  std::string folder_;
  pid_t process_ = -1;
  int to_browser_ = -1;
  int from_browser_ = -1;
  std::string received_;
  int last_id_ = 0;
  std::string session_;
  std::vector<Json> events_;
};

}  // namespace grader::browser
