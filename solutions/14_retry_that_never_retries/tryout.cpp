#include <grader/proctor/proctor.hpp>
#include <grader/proctor/tryout.hpp>

using namespace proctor;

TRYOUT {
  Operation take = operation("take_line");
  for (int line = 1; line < 20; ++line) take.returns(line).then();
  take.returns(20);
  const Json patience = {retries(2), limit(2s).count(), Duration(1s).count()};
  return subject.call("read_buoy", url(), patience, take, listener("give_back"));
}
