#include <aio/detail/transport_module.hpp>

extern "C" void aio_transport_exchange(const aio::detail::Outgoing& request,
                                       const std::function<void(int socket)>& on_socket,
                                       aio::detail::Incoming& answer) {
  aio::detail::exchange(request, on_socket, answer);
}
