#include <grader/proctor/proctor.hpp>
#include <grader/proctor/tryout.hpp>

using namespace proctor;

TRYOUT { return subject.call("fetch_with_fallback", url(), Json{{"from", "the fallback"}}, limit(200ms)); }
