#include <grader/proctor/proctor.hpp>
#include <grader/proctor/tryout.hpp>

using namespace proctor;

TRYOUT { return subject.call("fetch_and_classify", url(), limit(3s)); }
