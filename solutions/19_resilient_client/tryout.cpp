#include <grader/proctor/proctor.hpp>
#include <grader/proctor/tryout.hpp>

using namespace proctor;

TRYOUT {
  const Json policy = {
      {"attempt_limit", limit(2s).count()}, {"max_retries", retries(2)}, {"initial_delay", Duration(1s).count()},
      {"max_delay", Duration(20s).count()}, {"failure_threshold", 3},    {"open_time", Duration(40s).count()}};
  const Outcome client = subject.call("make_resilient_client", policy);
  if (client.kind != Outcome::Kind::kReturned) return client;
  return subject.call("fetch", client.value, url());
}
