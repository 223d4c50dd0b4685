// Includes itself twice at each of twelve levels and warns each time; at the end it is an honest solution.
#if __INCLUDE_LEVEL__ < 12
#warning "this is one of thousands of warnings, and each one tells how it came to be included by all the others"
#include __FILE__
#include __FILE__
#endif

#if __INCLUDE_LEVEL__ == 0
#include <utility>

#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
#endif
