#include <error_taxonomy.hpp>
#include <grader/subject/expose.hpp>
#include <string>

namespace {

std::string name_of(Kind kind) {
  switch (kind) {
    case Kind::kOk:
      return "kOk";
    case Kind::kTimeout:
      return "kTimeout";
    case Kind::kRefused:
      return "kRefused";
    case Kind::kBrokenOff:
      return "kBrokenOff";
    case Kind::kRateLimited:
      return "kRateLimited";
    case Kind::kClientError:
      return "kClientError";
    case Kind::kServerError:
      return "kServerError";
    case Kind::kWrongContentType:
      return "kWrongContentType";
    case Kind::kInvalidJson:
      return "kInvalidJson";
  }
  return "no kind";
}

}  // namespace

template <>
struct subject::Codec<Outcome> {
  static Json encode(const Outcome& outcome) {
    return {{"kind", name_of(outcome.kind)}, {"detail", outcome.detail}, {"retryable", outcome.retryable}};
  }
};

void subject::bindings() { expose("fetch_and_classify", &fetch_and_classify); }
