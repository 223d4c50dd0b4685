#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "mock_server/decision.hpp"
#include "mock_server/sentence.hpp"

namespace mock_server {

/// What a server answers on one path, written as a sentence:
/// ```
/// server.on("/items").json({{"id", 7}});
/// server.on("/slow").hang_mid_body();
/// server.on("/late").delay(300ms).json({{"id", 7}});
/// server.on("/drip").drip(50ms).json({{"id", 7}});
/// server.on("/busy").status(429).header("Retry-After", "1");
/// server.on("/flaky").times(2).status(503).then().json({{"id", 7}});
/// server.on("/mixed").fin().then().times(3).hang().then().delay(1s).text("at last");
/// server.on("/search").with_query("page", "2").json({{"items", Json::array()}});
/// server.on("/unlucky").chance(0.1, "hang").chance(0.1, "rst").json({{"id", 7}});
/// server.on("/quota").rate_limit({.tokens = 5, .refill_per_s = 1}).json({{"id", 7}});
/// server.on("POST", "/break").set("breaker", "open").status(202);
/// server.on("/items").when("breaker", "open").status(503);
/// ```
/// A sentence has one or more *stages*, separated by then(). The words of a stage may come in any order:
///   what     json, text, status, header, answer (code of the test's own). Default: 200 and a JSON of 34 bytes.
///   when     delay. Default: at once.
///   how      hang, hang_after_headers, hang_mid_body, drip, fin, rst, fin_after, rst_after, truncated_fin, truncated_rst,
///            invalid_json, wrong_content_type; fault(id) for any row of the fault table; script for steps of the test's own.
///            Default: all of it.
///   times    how many requests the stage answers. Default: one. The last stage answers all that come after.
///   set      a state that the server has from this answer on.
///
/// Other words belong to the whole sentence, wherever they stand:
///   who      with_query, with_header, with_body: other requests on the path are left to other routes. when: the same,
///            while a state has another value. Of several routes that match, the most particular one answers (see
///            RequestMatcher::Rank; when() counts as a condition), and among equals the one written first.
///   instead  rate_limit: beyond it a 429, in the journal "rate_limited". chance: a share of the other requests.
///            Neither uses up a stage or sets a state.
///   key_by   what attempts, stages, chances and limits are counted by. Default: the request's X-Request-Key header if
///            it has one, else its path. So concurrent operations that send keys of their own each see the sequence
///            from its start, in whatever order they arrive.
///
/// Threads:  may be written and rewritten from any thread while the server serves; a request sees the words written
///           when it became complete, so finish the sentence before a client knows the URL.
class Route {
 public:
  Route(std::string method, std::string path);
  explicit Route(Sentence sentence);

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
  Route& fin_after(Duration time);  ///< without a byte
  Route& rst_after(Duration time);  ///< without a byte
  Route& truncated_fin();
  Route& truncated_rst();
  Route& invalid_json();
  Route& wrong_content_type();

  /// Any row of the fault table: fault("endless_body", {{"tick_ms", 50}}).
  ///
  /// Errors: std::invalid_argument for an id that is not in the table, whose fault needs a port of its own (see
  ///         Server::fault_url), or that does not take the arguments.
  Route& fault(std::string_view id, Arguments arguments = {});
  Route& script(Script script);

  Route& times(std::size_t n);
  Route& then();

  Route& with_query(std::string name, ValueMatcher value);   ///< a text, Pattern("\\d+"), or absent
  Route& with_header(std::string name, ValueMatcher value);  ///< the same
  Route& with_body(BodyMatcher body);
  Route& when(std::string state, std::string value);
  Route& set(std::string state, std::string value);  ///< other requests see the new value at once, or the old one

  Route& key_by(RequestKey key);
  /// Errors: std::invalid_argument, see RateLimit::check().
  Route& rate_limit(RateLimit limit);
  /// Decided by the server's seed, the key and the attempt, and by nothing else.
  ///
  /// Errors: std::invalid_argument unless 0 <= p <= 1 and the shares add up to 1 at most, and as fault().
  Route& chance(double p, std::string_view fault_id);
  Route& chance(double p, Stage stage);

  /// Replaces the whole sentence. An exception becomes a 500.
  Route& choose(Chooser chooser);

  // For the server.
  /// Says what to do about a request that this route answers. A chooser is called without any lock held.
  Choice next(const Request& request, const Moment& moment = {});
  void reset();                ///< a blank sentence for the same method and path, and all attempts forgotten
  std::string method() const;  ///< "" for all
  std::string path() const;    ///< or the pattern's text

 private:
  friend class Routes;  // holds the lock while it looks for the route that answers, and has it decide
  Route(Sentence sentence, std::shared_ptr<std::mutex> mutex);

  template <class Edit>
  Route& edit(const Edit& change);

  const std::shared_ptr<std::mutex> mutex_;  // the table's; of all below
  Sentence sentence_;
  bool has_body_ = false;  // the newest stage was given a body, which status() must not replace
  Tally tally_;
};

}  // namespace mock_server
