#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// A "student's" file for the proctor's own tests: well-behaved functions, and one for each way a program can misbehave.

aio::Task<aio::Json> echo(aio::Json value);
aio::Task<int> add(int left, int right);
int add_at_once(int left, int right);
aio::Task<std::optional<int>> half(int value);
aio::Task<void> nap(aio::Duration duration);
aio::Task<aio::Json> fetch(aio::HttpClient& client, std::string url);
aio::Task<aio::Json> fetch_within(aio::HttpClient& client, std::string url, aio::Duration limit);
aio::Task<std::vector<int>> run_at_once(std::function<aio::Task<int>(int)> operation, std::vector<int> inputs);
aio::Task<aio::Json> run_within(aio::Duration limit, aio::Task<aio::Json> operation);
aio::Task<void> drop(aio::Task<aio::Json> operation);
aio::Task<void> leave_a_task_behind();

aio::Task<std::vector<int>> run_on_executor(std::function<int(int)> work, std::vector<int> inputs,
                                            std::function<void(std::string)> beat);
aio::Task<int> run_on_loop(std::function<int(int)> work, int input, std::function<void(std::string)> beat);
aio::Task<int> run_one_on_each(std::function<int(int)> slow, std::function<int(int)> quick);
aio::Task<void> abandon_a_job(std::function<int(int)> work, aio::Duration limit);
double sum_of_draws(std::function<double()> random, int count);

class Counter {
 public:
  virtual ~Counter() = default;
  virtual void add(int amount) = 0;
  virtual int total() const = 0;
  virtual aio::Task<int> total_after(aio::Duration pause) = 0;
};
std::unique_ptr<Counter> make_counter(int start, std::function<void(std::string)> on_end);
int sum_of_counters(const Counter& left, Counter& right);

aio::Task<void> wait_for_ever();
aio::Task<void> throw_own_timeout_error();
aio::Task<void> throw_logic_error();
aio::Task<void> crash();
aio::Task<void> use_after_free();
aio::Task<std::size_t> dangling_parameter();
aio::Task<int> captures_gone();
aio::Task<int> frame_gone();
aio::Task<std::size_t> temporary_gone();
aio::Task<int> follow_null();
aio::Task<std::size_t> follow_null_in_a_library();
aio::Task<int> overflow();
aio::Task<int> beyond_vector();
aio::Task<int> beyond_array();
aio::Task<int> beyond_a_plain_array();
aio::Task<int> ends_without_a_task();
aio::Task<int> calls_itself_for_ever();
aio::Task<int> divides_by_zero();
aio::Task<void> exit_with_success();
aio::Task<void> print_fake_results();
aio::Task<void> flood_output();
aio::Task<void> spin();
aio::Task<void> block();
aio::Task<void> poll();
aio::Task<void> throw_in_a_thread();
aio::Task<void> close_every_descriptor();
aio::Task<void> send_garbage();
aio::Task<void> send_a_forged_result();
aio::Task<void> fork_and_leave_a_child();
