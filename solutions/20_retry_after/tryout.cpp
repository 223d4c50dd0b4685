#include <grader/proctor/proctor.hpp>
#include <grader/proctor/tryout.hpp>

using namespace proctor;

TRYOUT { return subject.call("fetch_when_ready", url(), limit(30s), 5s); }
