#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <specimen.hpp>
#include <stdexcept>
#include <thread>

aio::Task<aio::Json> echo(aio::Json value) { co_return value; }
aio::Task<int> add(int left, int right) { co_return left + right; }
int add_at_once(int left, int right) { return left + right; }
aio::Task<std::optional<int>> half(int value) {
  if (value % 2 != 0) co_return std::nullopt;
  co_return value / 2;
}
aio::Task<void> nap(aio::Duration duration) { co_await aio::sleep(duration); }

aio::Task<aio::Json> fetch(aio::HttpClient& client, std::string url) {
  const aio::Response response = co_await client.get(url);
  co_return response.json();
}

aio::Task<aio::Json> fetch_within(aio::HttpClient& client, std::string url, aio::Duration limit) {
  co_return co_await aio::timeout(limit, fetch(client, url));
}

aio::Task<std::vector<int>> run_at_once(std::function<aio::Task<int>(int)> operation, std::vector<int> inputs) {
  std::vector<aio::TaskHandle<int>> tasks;
  for (const int input : inputs) tasks.push_back(aio::create_task(operation(input)));
  std::vector<int> results;
  for (auto& task : tasks) results.push_back(co_await task);
  co_return results;
}

aio::Task<aio::Json> run_within(aio::Duration limit, aio::Task<aio::Json> operation) {
  co_return co_await aio::timeout(limit, std::move(operation));
}

aio::Task<void> drop(aio::Task<aio::Json> operation) {
  {
    const aio::Task<aio::Json> dropped = std::move(operation);
  }
  co_return;
}

aio::Task<void> leave_a_task_behind() {
  aio::create_task(aio::sleep(std::chrono::hours(1)));
  co_return;
}

namespace {

aio::Task<void> beat_every_second(std::function<void(std::string)> beat) {
  for (;;) {
    co_await aio::sleep(std::chrono::seconds(1));
    beat("beat");
  }
}

// With a heartbeat beside it, which is over when the work is.
template <class T>
aio::Task<T> beside_a_heartbeat(aio::Task<T> work, std::function<void(std::string)> beat) {
  auto heart = aio::create_task(beat_every_second(beat));
  T result = co_await work;
  co_await aio::sleep(std::chrono::nanoseconds(0));  // what is due by now may still happen
  heart.cancel();
  co_return result;
}

aio::Task<std::vector<int>> run_all(std::function<int(int)> work, std::vector<int> inputs) {
  std::vector<aio::Task<int>> tasks;
  for (const int input : inputs) tasks.push_back(aio::in_executor([work, input] { return work(input); }));
  std::vector<int> results;
  for (const auto& outcome : co_await aio::gather(std::move(tasks))) results.push_back(outcome.value());
  co_return results;
}

aio::Task<int> run_here(std::function<int(int)> work, int input) { co_return work(input); }

}  // namespace

aio::Task<std::vector<int>> run_on_executor(std::function<int(int)> work, std::vector<int> inputs,
                                            std::function<void(std::string)> beat) {
  return beside_a_heartbeat(run_all(work, std::move(inputs)), beat);
}

aio::Task<int> run_on_loop(std::function<int(int)> work, int input, std::function<void(std::string)> beat) {
  auto heart = aio::create_task(beat_every_second(beat));
  co_await aio::sleep(std::chrono::nanoseconds(0));  // the heart has begun
  const int result = co_await run_here(work, input);
  co_await aio::sleep(std::chrono::milliseconds(500));
  heart.cancel();
  co_return result;
}

aio::Task<int> run_one_on_each(std::function<int(int)> slow, std::function<int(int)> quick) {
  auto aside = aio::create_task(aio::in_executor([quick] { return quick(1); }));
  co_await aio::sleep(std::chrono::nanoseconds(0));
  const int here = slow(2);
  co_return here + co_await aside;
}

aio::Task<void> abandon_a_job(std::function<int(int)> work, aio::Duration limit) {
  co_await aio::timeout(limit, aio::in_executor([work] { return work(1); }));
}

double sum_of_draws(std::function<double()> random, int count) {
  double sum = 0;
  for (int i = 0; i < count; ++i) sum += random();
  return sum;
}

namespace {

class PlainCounter final : public Counter {
 public:
  PlainCounter(int start, std::function<void(std::string)> on_end) : total_(start), on_end_(std::move(on_end)) {}
  PlainCounter(const PlainCounter&) = delete;
  PlainCounter& operator=(const PlainCounter&) = delete;
  ~PlainCounter() override { on_end_("gone"); }
  void add(int amount) override { total_ += amount; }
  int total() const override { return total_; }
  aio::Task<int> total_after(aio::Duration pause) override {
    co_await aio::sleep(pause);
    co_return total_;
  }

 private:
  int total_;
  std::function<void(std::string)> on_end_;
};

}  // namespace

std::unique_ptr<Counter> make_counter(int start, std::function<void(std::string)> on_end) {
  return std::make_unique<PlainCounter>(start, std::move(on_end));
}

int sum_of_counters(const Counter& left, Counter& right) { return left.total() + right.total(); }

aio::Task<void> wait_for_ever() {
  aio::Future<int> never;
  co_await never;
}

struct TimeoutError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
aio::Task<void> throw_own_timeout_error() {
  throw TimeoutError("home-made");
  co_return;
}
aio::Task<void> throw_logic_error() {
  throw std::logic_error("no sense");
  co_return;
}

aio::Task<void> crash() {
  std::abort();
  co_return;
}
aio::Task<void> use_after_free() {
  int* number = new int(7);
  delete number;
  if (*number == 7) std::puts("it was still there");
  co_return;
}

// What the sanitizers are for. MARK(n) is where each goes wrong; the test looks its line up.
namespace {

volatile int one = 1;  // NOLINT: a number that no compiler knows

aio::Task<std::size_t> length_of(const std::string& text) {
  co_await aio::sleep(std::chrono::nanoseconds(0));
  co_return text.size();  // MARK(dangling_parameter) MARK(temporary_gone)
}
// The text is gone when this returns, and the task has only a reference to it.
aio::Task<std::size_t> length_of_a_local() {
  const std::string text(100, 'x');
  return length_of(text);
}
aio::Task<int*> address_of_a_local() {
  int number = 7;
  co_await aio::sleep(std::chrono::nanoseconds(0));  // what is needed after a wait lives in the coroutine's frame
  co_return &number;
}
struct Node {
  int value = 7;
};
int calls(int depth) { return depth < 0 ? 0 : 1 + calls(depth + one); }  // MARK(calls_itself_for_ever)

}  // namespace

aio::Task<std::size_t> dangling_parameter() { co_return co_await length_of_a_local(); }
aio::Task<std::size_t> temporary_gone() {
  auto task = length_of(std::string(100, 'x'));
  co_return co_await std::move(task);
}
aio::Task<int> captures_gone() {
  auto task = [number = one + 6]() -> aio::Task<int> { co_return number; }();  // MARK(captures_gone)
  co_return co_await std::move(task);
}
aio::Task<int> frame_gone() {
  const int* number = co_await address_of_a_local();
  co_return *number;  // MARK(frame_gone)
}
aio::Task<int> follow_null() {
  const Node* node = one == 1 ? nullptr : new Node;
  co_return node->value;  // MARK(follow_null)
}
aio::Task<std::size_t> follow_null_in_a_library() {
  const char* text = one == 1 ? nullptr : "";
  co_return std::char_traits<char>::length(text);  // MARK(follow_null_in_a_library)
}
aio::Task<int> overflow() {
  co_return std::numeric_limits<int>::max() + one;  // MARK(overflow)
}
aio::Task<int> beyond_vector() {
  const std::vector<int> numbers(3);
  co_return numbers[static_cast<std::size_t>(one) + 2];  // MARK(beyond_vector)
}
aio::Task<int> beyond_array() {
  const std::array<int, 3> numbers{};
  co_return numbers[static_cast<std::size_t>(one) + 2];  // MARK(beyond_array)
}
aio::Task<int> beyond_a_plain_array() {
  const int numbers[] = {1, 2, 3};  // NOLINT
  co_return numbers[one + 2];       // MARK(beyond_a_plain_array)
}
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wreturn-type"
aio::Task<int> ends_without_a_task() {  // MARK(ends_without_a_task)
}
#pragma clang diagnostic pop
aio::Task<int> calls_itself_for_ever() { co_return calls(1); }
aio::Task<int> divides_by_zero() {
  co_return 7 / (one - 1);  // MARK(divides_by_zero)
}

aio::Task<void> exit_with_success() {
  std::exit(0);
  co_return;
}
aio::Task<void> print_fake_results() {
  std::puts("[  PASSED  ] 12 tests.\n{\"event\":\"test_ended\",\"status\":\"passed\"}");
  std::fflush(stdout);
  std::exit(0);
  co_return;
}
aio::Task<void> flood_output() {
  for (;;) std::puts("all work and no play makes a dull test, all work and no play makes a dull test");
  co_return;
}
aio::Task<void> spin() {
  for (volatile bool go = true; go;) {
  }
  co_return;
}
aio::Task<void> block() {
  std::this_thread::sleep_for(std::chrono::hours(1));
  co_return;
}
aio::Task<void> poll() {
  for (;;) co_await aio::sleep(std::chrono::milliseconds(1));
}
aio::Task<void> throw_in_a_thread() {
  std::thread([] { throw std::runtime_error("from a thread"); }).join();
  co_return;
}
aio::Task<void> close_every_descriptor() {
  for (int fd = 0; fd < 1024; ++fd) ::close(fd);
  std::this_thread::sleep_for(std::chrono::hours(1));
  co_return;
}
aio::Task<void> send_garbage() {
  for (int fd = 1; fd < 64; ++fd) {
    if (::write(fd, "[  PASSED  ] everything", 23) < 0) continue;
  }
  co_await aio::sleep(std::chrono::hours(1));
}
aio::Task<void> send_a_forged_result() {
  const std::string text = R"({"op":"result","id":77,"ok":true})";
  const std::string frame = std::string{'\0', '\0', '\0', static_cast<char>(text.size())} + text;
  for (int fd = 3; fd < 64; ++fd) {
    if (::write(fd, frame.data(), frame.size()) < 0) continue;
  }
  co_await aio::sleep(std::chrono::hours(1));
}
aio::Task<void> fork_and_leave_a_child() {
  if (::fork() == 0) {
    for (;;) ::pause();
  }
  std::exit(0);
  co_return;
}
