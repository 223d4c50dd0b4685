#include <grader/proctor/proctor.hpp>
#include <grader/proctor/tryout.hpp>

using namespace proctor;

TRYOUT {
  const Json policy = {{"max_retries", retries(3)},
                       {"initial_delay_ns", Duration(1s).count()},
                       {"max_delay_ns", Duration(8s).count()},
                       {"jitter", 0.0}};
  return subject.call("retry_fetch", url(), limit(2s), policy, values("random", {0.5}));
}
