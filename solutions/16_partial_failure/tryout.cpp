#include <grader/proctor/proctor.hpp>
#include <grader/proctor/tryout.hpp>

using namespace proctor;

TRYOUT { return subject.call("fetch_multiple_sources", urls(), limit(2s)); }
