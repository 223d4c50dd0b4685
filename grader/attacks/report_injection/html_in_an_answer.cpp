// Returns JSON whose keys and values are HTML that leaves the page's own table.
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  co_return aio::Json{{"\"><svg onload=alert(1)>", "</script><script>alert(1)</script>"}, {"&lt;b&gt;", "<!--"}};
}
