// Names somebody's file as a library, so that the linker reads it as a script and quotes it in its errors.
#include "timeout.hpp"

#pragma comment(lib, "@SECRET@")

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
