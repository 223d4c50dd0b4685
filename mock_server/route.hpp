#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/delay.hpp"
#include "mock_server/faults.hpp"
#include "mock_server/message.hpp"

namespace mock_server {

/// Turns a serialised answer into steps, for a fault that only one test needs.
using Script = std::function<WireScript(const Wire&)>;

/// What a route does at one request: *what* is answered, *when*, and *how much of it* gets through.
struct Stage {
  std::size_t times = 0;  ///< requests this stage answers; 0: one if another stage follows, else all
  Response response;
  Handler handler;  ///< replaces `response`
  Delay delay;
  const Fault* fault = find_fault("ok");
  Script script;  ///< replaces the fault's script
  Duration tick = std::chrono::milliseconds(100);

  std::string fault_name() const;
};

/// Chooses what to do by the request itself; `attempt` counts from 1 for each key.
using Chooser = std::function<Stage(const Request& request, std::size_t attempt)>;

/// What a server answers on one path, written as a sentence:
/// ```
/// server.on("/items").json({{"id", 7}});
/// server.on("/slow").hang_mid_body();
/// server.on("/late").delay(300ms).json({{"id", 7}});
/// server.on("/drip").drip(50ms).json({{"id", 7}});
/// server.on("/busy").status(429).header("Retry-After", "1");
/// server.on("/flaky").times(2).status(503).then().json({{"id", 7}});
/// server.on("/mixed").fin().then().times(3).hang().then().delay(1s).text("at last");
/// ```
/// A sentence has one or more *stages*, separated by then(). The words of a stage may come in any order:
///   what     json, text, status, header, answer (code of the test's own). Default: 200 and a JSON of 34 bytes.
///   when     delay. Default: at once.
///   how      hang, hang_after_headers, hang_mid_body, drip, fin, rst, truncated_fin, truncated_rst, invalid_json,
///            wrong_content_type; fault(id) for any row of the fault table; script for steps of the test's own.
///            Default: all of it.
///   times    how many requests the stage answers. Default: one. The last stage answers all that come after.
///
/// Stages are counted per *key*: the request's X-Request-Key header if it has one, else its path. So concurrent
/// operations that send keys of their own each see the sequence from its start, in whatever order they arrive.
///
/// Threads:  may be written and rewritten from any thread while the server serves; a request sees the words written
///           when it became complete, so finish the sentence before a client knows the URL.
class Route {
 public:
  Route(std::string method, std::string path);

  Route& json(Json body);
  Route& text(std::string body, std::string content_type = "text/plain");
  Route& status(int code);  ///< with a small JSON body, unless the stage has one already
  Route& header(std::string name, std::string value);
  Route& answer(Handler handler);

  Route& delay(Delay delay);  ///< before the first byte; on the server's clock

  Route& hang();
  Route& hang_after_headers();
  Route& hang_mid_body();
  Route& drip(Duration tick);  ///< headers and first byte at once, then one byte per tick
  Route& fin();
  Route& rst();
  Route& truncated_fin();
  Route& truncated_rst();
  Route& invalid_json();
  Route& wrong_content_type();

  /// Errors: std::invalid_argument for an id that is not in the table, or whose fault needs a port of its own.
  Route& fault(std::string_view id);
  Route& script(Script script);

  Route& times(std::size_t n);
  Route& then();

  /// Replaces the whole sentence. An exception becomes a 500.
  Route& choose(Chooser chooser);

  // For the server.
  struct Choice {
    Stage stage;
    std::string key;
    std::size_t attempt = 0;
  };
  Choice next(const Request& request);
  void reset();
  const std::string& method() const { return method_; }  ///< "" for all
  const std::string& path() const { return path_; }

 private:
  Choice next_of_sentence(const Request& request, Chooser& chooser);
  template <class Edit>
  Route& edit(const Edit& change);

  const std::string method_;
  const std::string path_;
  mutable std::mutex mutex_;
  std::vector<Stage> stages_;
  Chooser chooser_;
  bool has_body_ = false;  // the newest stage was given a body, which status() must not replace
  std::map<std::string, std::size_t> attempts_;
};

}  // namespace mock_server
