#include <limits>
#include <memory>

#include "resilient_client.hpp"

namespace {

// Everything in one function. The moment until which nobody is let through says all about the breaker: it is in the
// past while the breaker is closed, and the end of time while a probe is under way.
class Client final : public ResilientClient {
 public:
  Client(aio::HttpClient& http, const ResiliencePolicy& p) : http_(http), p_(p) {}

  aio::Task<std::optional<aio::Json>> fetch(std::string url) override {
    if (aio::now() < shut_until_) co_return std::nullopt;
    const bool probe = failures_ >= p_.failure_threshold;
    const auto shut_before = shut_until_;
    if (probe) shut_until_ = aio::TimePoint::max();

    auto wait = p_.initial_delay;
    for (int attempt = 0; attempt <= p_.max_retries; ++attempt) {
      bool alive = true;
      std::exception_ptr error;
      try {
        if (attempt > 0) {
          if (wait > p_.max_delay) wait = p_.max_delay;
          co_await aio::sleep(wait);
          wait += wait;
        }
        const auto response = co_await aio::timeout(p_.attempt_limit, http_.get(url));
        alive = response.status != 429 && response.status < 500;
        if (alive) response.raise_for_status();
        if (alive) {
          auto json = response.json();
          settle(probe, aio::TimePoint::min(), 0);
          co_return json;
        }
      } catch (const aio::CancelledError&) {
        if (probe) shut_until_ = shut_before;
        throw;
      } catch (const aio::TimeoutError&) {
        alive = false;
      } catch (const aio::ConnectError&) {
        alive = false;
      } catch (const aio::TransportError&) {
        alive = false;
      } catch (...) {
        error = std::current_exception();
      }
      if (error) {
        settle(probe, aio::TimePoint::min(), 0);
        std::rethrow_exception(error);
      }
    }

    const int failures = failures_ + 1;
    settle(probe, failures >= p_.failure_threshold ? aio::now() + p_.open_time : aio::TimePoint::min(), failures);
    co_return std::nullopt;
  }

 private:
  void settle(bool probe, aio::TimePoint shut_until, int failures) {
    if (!probe && failures_ >= p_.failure_threshold) return;  // from before the breaker opened
    shut_until_ = shut_until;
    failures_ = failures;
  }

  aio::HttpClient& http_;
  ResiliencePolicy p_;
  aio::TimePoint shut_until_ = aio::TimePoint::min();
  int failures_ = 0;
};

}  // namespace

std::unique_ptr<ResilientClient> make_resilient_client(aio::HttpClient& client, ResiliencePolicy policy) {
  return std::make_unique<Client>(client, policy);
}
