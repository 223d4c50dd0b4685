#pragma once
#include <aio/detail/transport.hpp>

namespace aio::detail {

// What the module with `exchange` is called, for the dynamic linker's search path, and the one name that it gives away.
inline constexpr const char* kTransportModule = "libaio_transport.so";
inline constexpr const char* kTransportEntry = "aio_transport_exchange";
using TransportEntry = void(const Outgoing&, const std::function<void(int socket)>&, Incoming&);

}  // namespace aio::detail
