// How late the bytes of many drips arrive, and whether their lateness adds up.

#include <sys/epoll.h>

#include "bench/mock_server/measure.hpp"
#include "bench/mock_server/mock_program.hpp"
#include "bench/mock_server/parts.hpp"
#include "mock_server/raw_client.hpp"

namespace bench {

namespace {

constexpr int kRuns = 5;
constexpr std::chrono::milliseconds kTick{20};
constexpr std::size_t kBytes = 34;  // of the normal answer
constexpr std::string_view kHeadEnd = "\r\n\r\n";

struct Run {
  double p50 = 0;
  double p99 = 0;
  double worst = 0;
  double second_p50 = 0;
  double last_p50 = 0;
};

/// One answer on its way: when each byte of its body arrived.
struct Drip {
  mock_server::RawClient client;
  std::string head = {};
  std::vector<Clock::time_point> arrivals = {};

  void take(std::string_view bytes, Clock::time_point now) {
    if (!head.ends_with(kHeadEnd)) {
      const auto before = head.size();
      head.append(bytes);
      const auto end = head.find(kHeadEnd);
      if (end == head.npos) return;
      head.resize(end + kHeadEnd.size());
      bytes.remove_prefix(head.size() - before);
    }
    arrivals.insert(arrivals.end(), bytes.size(), now);
  }

  /// Milliseconds after its time, counted from the first byte.
  double lateness(std::size_t byte) const {
    return milliseconds(arrivals[byte] - arrivals.front() - kTick * static_cast<long>(byte));
  }
};

void read_all(std::vector<Drip>& drips) {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  for (auto& drip : drips) {
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &drip}};
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, drip.client.fd(), &event);
  }
  std::vector<epoll_event> events(drips.size());
  for (std::size_t complete = 0; complete < drips.size();) {
    const int ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 20'000);
    if (ready <= 0) throw std::runtime_error("the drips have stopped");
    for (int i = 0; i < ready; ++i) {
      auto& drip = *static_cast<Drip*>(events[static_cast<std::size_t>(i)].data.ptr);
      char bytes[4096];
      const auto got = ::recv(drip.client.fd(), bytes, sizeof bytes, MSG_DONTWAIT);
      if (got <= 0) throw std::runtime_error("a drip has ended early");
      drip.take({bytes, static_cast<std::size_t>(got)}, Clock::now());
      if (drip.arrivals.size() == kBytes) ++complete;
    }
  }
  ::close(epoll);
}

Run run_once(const std::string& program, std::size_t count) {
  MockProgram server(program);
  std::vector<Drip> drips;
  for (std::size_t i = 0; i < count; ++i) drips.push_back({.client = mock_server::RawClient(server.port())});
  for (auto& drip : drips) drip.client.get("/drip?tick_ms=" + std::to_string(kTick.count()));
  read_all(drips);
  std::vector<double> all;
  std::vector<double> second;
  std::vector<double> last;
  for (const auto& drip : drips) {
    for (std::size_t byte = 1; byte < kBytes; ++byte) all.push_back(drip.lateness(byte));
    second.push_back(drip.lateness(1));
    last.push_back(drip.lateness(kBytes - 1));
  }
  return {.p50 = percentile(all, 50),
          .p99 = percentile(all, 99),
          .worst = percentile(all, 100),
          .second_p50 = median(second),
          .last_p50 = median(last)};
}

}  // namespace

void bench_drip(const std::string& program) {
  std::printf("mock_drip: %zu bytes, one each %ld ms: arrival after its time, counted from the first byte\n", kBytes,
              static_cast<long>(kTick.count()));
  for (const std::size_t count : {100UL, 1'000UL}) {
    std::vector<Run> runs;
    for (int i = 0; i < kRuns; ++i) runs.push_back(run_once(program, count));
    const std::string drips = std::to_string(count) + " drips at once, ";
    print_figure(drips + "p50", median_of(runs, &Run::p50), "ms");
    print_figure(drips + "p99", median_of(runs, &Run::p99), "ms");
    print_figure(drips + "worst", median_of(runs, &Run::worst), "ms");
    print_figure(drips + "second byte, p50", median_of(runs, &Run::second_p50), "ms");
    print_figure(drips + "last byte, p50", median_of(runs, &Run::last_p50), "ms");
  }
  std::printf("  (medians of %d runs)\n", kRuns);
}

}  // namespace bench
