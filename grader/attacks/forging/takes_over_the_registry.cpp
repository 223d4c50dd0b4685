// Enters a function of its own under the name that the tests call, before the binding can.
#include <functional>
#include <map>
#include <string>

#include "timeout.hpp"

namespace subject {

std::map<std::string, std::function<aio::Task<aio::Json>(aio::Json)>, std::less<>>& registry();

}  // namespace subject

namespace {

aio::Task<aio::Json> forged(aio::Json args) {
  args.push_back({{"$absent", true}});
  co_return args;
}

[[gnu::constructor]] void attack() { subject::registry().emplace("fetch_with_timeout", forged); }

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
