// Part of the transport's module alone. Debian's cpp-httplib is built with OpenSSL and initialises it when it is loaded:
// thousands of error texts, each an allocation, which takes longer than all the rest of a request. The kit speaks plain
// http only, so the module answers that call itself; within the module its symbols come before those of its libraries.
#include <cstdint>

extern "C" __attribute__((visibility("default"))) int OPENSSL_init_ssl(std::uint64_t options, const void* settings);

int OPENSSL_init_ssl(std::uint64_t /*options*/, const void* /*settings*/) { return 1; }
