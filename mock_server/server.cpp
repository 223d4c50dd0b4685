#include "mock_server/server.hpp"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>
#include <stdexcept>

#include "mock_server/caps.hpp"
#include "mock_server/fault_port.hpp"
#include "mock_server/hub.hpp"
#include "mock_server/listener.hpp"

namespace mock_server {

namespace {
/// How many may be told at once that there is no room for them; beyond that they are reset.
constexpr std::size_t kRefusing = 64;

std::string out_of_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return "out of file descriptors: the server's process may have " + std::to_string(limit.rlim_cur) +
         " (RLIMIT_NOFILE); allow it more, as in: ulimit -n 65536";
}

std::string too_many_connections(std::size_t most) {
  return "too many connections: the server takes " + std::to_string(most) + " (max_connections)";
}

Limits limits_of(const Options& options) {
  return {.connections = options.max_connections,
          .request_bytes = options.max_request_bytes,
          .response_bytes = options.max_response_bytes,
          .script_time = options.max_script_time,
          .connection_time = options.max_connection_time,
          .idle_time = options.max_idle_time};
}

std::shared_ptr<Rules> make_rules(const Options& options, Scenario scenario) {
  return std::make_shared<Rules>(scenario.seed.value_or(options.seed), scenario.limits.applied_to(limits_of(options)),
                                 Routes(std::move(scenario.routes), std::move(scenario.states)));
}

void reset(int fd) {
  const linger at_once{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(fd);
}
}  // namespace

struct Server::Impl {
  // The order matters: what uses the loop is destroyed before it.
  std::shared_ptr<Loop> loop = std::make_shared<Loop>();
  Hub hub;
  std::vector<std::unique_ptr<Acceptor>> acceptors;  // loop thread only
  std::uint64_t accepted = 0;                        // loop thread only
  Caps caps{hub};                                    // loop thread only
  std::atomic<bool> watching_caps = false;
  std::uint16_t port = 0;

  using Begin = std::function<void(Connection&)>;

  std::mutex mutex;  // of the two below
  std::map<std::pair<std::string_view, Arguments>, std::uint16_t> fault_ports;
  std::vector<std::unique_ptr<FaultPort>> silent_ports;  // where nothing is accepted

  explicit Impl(Options options)
      : hub{.options = std::move(options),
            .loop = *loop,
            .time = nullptr,
            .real = make_real_time(*loop),
            .rules = CurrentRules(nullptr)} {
    hub.rules.replace(make_rules(hub.options, std::exchange(hub.options.scenario, {}).value_or(Scenario{})));
    hub.time = hub.options.clock ? make_manual_time(hub.options.clock, loop) : make_real_time(*loop);
  }

  ~Impl() { stop(); }

  std::string url(std::uint16_t of_port, std::string_view path) const {
    return "http://" + authority(hub.options.host, of_port) + std::string(path);
  }

  void accept_at(int fd, Begin begin) {
    const bool running = loop->post([this, fd, begin = std::move(begin)] {
      acceptors.push_back(std::make_unique<Acceptor>(
          *loop, *hub.real, fd,
          [this, begin](int client, std::uint16_t peer, Acceptor::Room room) { admit(client, peer, room, begin); }));
    });
    if (!running) ::close(fd);
  }

  /// At most one such task waits at a time, so that whoever installs scenarios in a row cannot keep the loop busy.
  void watch_caps() {
    if (watching_caps.exchange(true)) return;
    loop->post([this] {
      watching_caps = false;
      caps.watch();
    });
  }

  /// Does not wait for the loop, as it may be called on its thread.
  std::uint16_t fault_port(const Fault& fault, const Arguments& arguments) {
    const std::scoped_lock lock(mutex);
    const std::pair key(fault.id, arguments);
    if (const auto known = fault_ports.find(key); known != fault_ports.end()) return known->second;
    if (fault_ports.size() >= kMostFaultPorts) throw ListenError("cannot listen on one more port for a fault");
    auto made = std::make_unique<FaultPort>(hub.options.host, *fault.port, hub.options.sockets);
    const auto number = made->port();
    if (fault.port->listen == PortPlan::Listen::kAccept) {
      auto visit = [&fault, arguments, attempt = std::make_shared<std::size_t>(0)](Connection& connection) {
        connection.visit(fault, arguments, ++*attempt);
      };
      accept_at(made->release(), std::move(visit));
    } else {
      silent_ports.push_back(std::move(made));
    }
    fault_ports.emplace(key, number);
    return number;
  }

  void admit(int fd, std::uint16_t peer, Acceptor::Room room, const Begin& begin) {
    const auto most = hub.rules.get()->limits.connections;
    const bool too_many = hub.connections.size() - hub.refused >= most;
    if (too_many && hub.refused >= kRefusing) return reset(fd);
    const auto id = accepted++;
    const auto connection = std::make_shared<Connection>(hub, fd, id, peer);
    hub.connections.emplace(id, connection);
    hub.turn([&] {
      if (room == Acceptor::Room::kOutOfDescriptors)
        return connection->refuse("out_of_descriptors", out_of_descriptors());
      if (too_many) return connection->refuse("too_many_connections", too_many_connections(most));
      begin(*connection);
    });
  }

  void stop() {
    loop->stop([this] {
      acceptors.clear();
      caps.stop();
      hub.turn([this] {
        for (const auto& [id, connection] : std::map(hub.connections)) connection->end(End::kStopped);
      });
    });
  }
};

Server::Server(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {
  impl_->watch_caps();
  const int fd = listen_on(impl_->hub.options.host, impl_->hub.options.port, impl_->hub.options.sockets);
  impl_->port = local_port(fd);
  impl_->accept_at(fd, [](Connection& connection) { connection.serve(); });
}

Server::~Server() = default;

std::string Server::url(std::string_view path) const { return impl_->url(impl_->port, path); }
std::uint16_t Server::port() const { return impl_->port; }
std::string Server::address() const { return authority(impl_->hub.options.host, impl_->port); }

Route& Server::on(const std::string& path) { return on("", path); }
Route& Server::on(const std::string& method, const std::string& path) {
  return impl_->hub.rules.get()->routes.on(method, path);
}

void Server::install(Scenario scenario) {
  impl_->hub.rules.replace(make_rules(impl_->hub.options, std::move(scenario)));
  impl_->watch_caps();
}

std::string Server::state(const std::string& name) const { return impl_->hub.rules.get()->routes.state(name); }

void Server::set_state(const std::string& name, const std::string& value) {
  impl_->hub.rules.get()->routes.set_state(name, value);
}

std::string Server::fault_url(std::string_view id, std::string_view path, Arguments arguments) {
  const Fault& fault = fault_named(id);
  if (!fault.needs_port()) {
    throw std::invalid_argument("the fault \"" + std::string(id) + "\" needs no port of its own: Route::fault(\"" +
                                std::string(id) + "\")");
  }
  return impl_->url(impl_->fault_port(fault, complete(fault, std::move(arguments))), path);
}

std::string Server::refused_url(std::string_view path) { return fault_url("refused", path); }
std::string Server::accept_hang_url(std::string_view path) { return fault_url("accept_hang", path); }

std::vector<Parked> Server::parked() const {
  // The time first: a wait that falls due in between is then still reported, as it was when the time was asked for.
  const auto now = impl_->hub.time->now();
  return impl_->hub.parking.not_due(now);
}

bool Server::wait_for_parked(std::size_t n, std::chrono::milliseconds bound) const {
  return impl_->hub.parking.wait_for(n, bound);
}

const Journal& Server::journal() const { return impl_->hub.journal; }

bool Server::client_left(std::string_view path, std::chrono::milliseconds bound) const {
  return journal().client_left(path, bound);
}

void Server::stop() { impl_->stop(); }

}  // namespace mock_server
