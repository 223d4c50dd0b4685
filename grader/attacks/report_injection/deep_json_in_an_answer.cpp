// Returns JSON that is nested a hundred thousand times, so that whoever reads it runs off the stack.
#include <utility>

#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  aio::Json answer;
  for (int depth = 0; depth < 100'000; ++depth) {
    aio::Json outer = aio::Json::array();
    outer.push_back(std::move(answer));
    answer = std::move(outer);
  }
  co_return answer;
}
