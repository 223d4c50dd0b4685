#include "first_await.hpp"

aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) { co_return note(co_await dial()); }
