#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <aio/testing/recording_host.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>

namespace aio {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RecordingHost;
using ::testing::SizeIs;

constexpr unsigned kLineOfAudit = __LINE__ + 1;
Task<int> audit() { co_return 1; }

TEST(NeverAwaited, NamesTheCoroutineAndItsPlace) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    static_cast<void>(audit());
    co_return;
  };
  run(body(), {.host = &host});
  ASSERT_THAT(host.texts(Diagnostic::Kind::kNeverAwaited), ElementsAre("coroutine 'audit' was never awaited"));
  EXPECT_THAT(host.diagnostics[0].file, EndsWith("diagnostics_test.cpp"));
  EXPECT_EQ(host.diagnostics[0].line, kLineOfAudit);
  EXPECT_THAT(to_string(host.diagnostics[0]), EndsWith("diagnostics_test.cpp:" + std::to_string(kLineOfAudit) +
                                                       ": coroutine 'audit' was never awaited"));
}

TEST(NeverAwaited, IsReportedForATaskThatIsStoredAndForgottenOrOverwritten) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    std::vector<Task<int>> stored;
    stored.push_back(audit());
    auto overwritten = audit();
    overwritten = audit();
    co_await overwritten;
  };
  run(body(), {.host = &host});
  EXPECT_THAT(host.texts(Diagnostic::Kind::kNeverAwaited), SizeIs(2));
}

TEST(NeverAwaited, NamesALambdaForWhatItIs) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    const auto lambda = []() -> Task<> { co_return; };
    static_cast<void>(lambda());
    co_return;
  };
  run(body(), {.host = &host});
  EXPECT_THAT(host.texts(Diagnostic::Kind::kNeverAwaited), ElementsAre("a coroutine lambda was never awaited"));
}

TEST(NeverAwaited, GivesThePlaceOfTheCallForTheKitsOwnFunctions) {
  RecordingHost host;
  unsigned line = 0;
  const auto body = [&line]() -> Task<> {
    line = __LINE__ + 1;
    static_cast<void>(sleep(1s));
    co_return;
  };
  run(body(), {.host = &host});
  ASSERT_THAT(host.texts(Diagnostic::Kind::kNeverAwaited), ElementsAre("coroutine 'sleep' was never awaited"));
  EXPECT_THAT(host.diagnostics[0].file, EndsWith("diagnostics_test.cpp"));
  EXPECT_EQ(host.diagnostics[0].line, line);
}

TEST(NeverAwaited, IsPrintedToStderrWithoutAHost) {
  ::testing::internal::CaptureStderr();
  static_cast<void>(audit());
  EXPECT_THAT(::testing::internal::GetCapturedStderr(),
              AllOf(HasSubstr("diagnostics_test.cpp:"), EndsWith(": coroutine 'audit' was never awaited\n")));
}

Task<> fail() {
  co_await sleep(0s);
  throw ConnectError("refused");
}

TEST(NeverRetrieved, NamesTheTaskItsExceptionAndWhereItWasMade) {
  RecordingHost host;
  unsigned line = 0;
  const auto body = [&line]() -> Task<> {
    line = __LINE__ + 1;
    create_task(fail(), "notify");
    co_await sleep(1ms);
  };
  run(body(), {.host = &host});
  ASSERT_THAT(host.texts(Diagnostic::Kind::kNeverRetrieved),
              ElementsAre("task 'notify' (fail) failed, and nobody asked for its exception: refused"));
  EXPECT_THAT(host.diagnostics[0].file, EndsWith("diagnostics_test.cpp"));
  EXPECT_EQ(host.diagnostics[0].line, line);
}

TEST(NeverRetrieved, IsReportedAtTheEndAlsoWhenAHandleIsKept) {
  RecordingHost host;
  std::optional<TaskHandle<void>> kept;
  const auto body = [&]() -> Task<> {
    kept = create_task(fail(), "notify");
    co_await sleep(1ms);
  };
  run(body(), {.host = &host});
  EXPECT_THAT(host.texts(Diagnostic::Kind::kNeverRetrieved), SizeIs(1));
}

TEST(NeverRetrieved, IsSilentWhenSomebodyAsked) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    auto joined = create_task(fail());
    EXPECT_THROW(co_await joined, ConnectError);
    auto asked = create_task(fail());
    auto cancelled_after = create_task(fail());
    co_await sleep(1ms);
    static_cast<void>(asked.exception());
    cancelled_after.cancel();
  };
  run(body(), {.host = &host});
  EXPECT_THAT(host.diagnostics, IsEmpty());
}

TEST(NeverRetrieved, IsSilentAboutTheTaskGivenToRun) {
  RecordingHost host;
  EXPECT_THROW(run(fail(), {.host = &host}), ConnectError);
  EXPECT_THAT(host.diagnostics, IsEmpty());
}

TEST(NeverJoined, NamesATaskThatOutlivesTheFirstAndLetsItCleanUp) {
  RecordingHost host;
  bool cleaned_up = false;
  const auto stray = [&]() -> Task<> {
    try {
      co_await sleep(24h);
    } catch (const CancelledError&) {
      cleaned_up = true;
      throw;
    }
  };
  const auto body = [&]() -> Task<> {
    create_task(stray(), "stray");
    co_await sleep(1ms);
  };
  run(body(), {.host = &host});
  EXPECT_TRUE(cleaned_up);
  EXPECT_THAT(host.texts(Diagnostic::Kind::kNeverJoined), ElementsAre(HasSubstr("task 'stray' was still running")));
}

TEST(NeverJoined, IsSilentAboutATaskThatWasCancelled) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    auto task = create_task(sleep(24h));
    co_await sleep(1ms);
    task.cancel();
  };
  run(body(), {.host = &host});
  EXPECT_THAT(host.diagnostics, IsEmpty());
}

TEST(NeverJoined, CoversTasksThatACleanUpMakes) {
  RecordingHost host;
  const auto stray = []() -> Task<> {
    try {
      co_await sleep(24h);
    } catch (const CancelledError&) {
      create_task(sleep(24h), "second");
    }
  };
  const auto body = [&]() -> Task<> {
    create_task(stray(), "first");
    co_await sleep(1ms);
  };
  run(body(), {.virtual_time = true, .host = &host});
  EXPECT_THAT(host.texts(Diagnostic::Kind::kNeverJoined), ElementsAre(HasSubstr("'first'"), HasSubstr("'second'")));
}

TEST(BlockedLoop, NamesTheTaskOfTheSlowStep) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    const auto blocks = []() -> Task<> {
      co_await sleep(0s);
      std::this_thread::sleep_for(60ms);
    };
    auto task = create_task(blocks(), "stall");
    co_await sleep(5ms);
    co_await task;
  };
  run(body(), {.slow_step = 30ms, .host = &host});
  EXPECT_THAT(host.texts(Diagnostic::Kind::kBlockedLoop),
              ElementsAre(AllOf(HasSubstr("task 'stall'"), HasSubstr("blocked the loop for 0."))));
}

TEST(BlockedLoop, IsNoticedInAComputationToo) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    const auto until =
        std::chrono::steady_clock::now() + 20s;  // on a busy machine most of it is spent waiting for a processor
    timespec cpu{};
    while (std::chrono::steady_clock::now() < until && cpu.tv_sec * 1000 + cpu.tv_nsec / 1'000'000 < 60) {
      ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
    }
    co_return;
  };
  std::thread([&] {
    run(body(), {.slow_step = 10ms, .host = &host});
  }).join();  // a new thread has used no processor time
  EXPECT_THAT(host.texts(Diagnostic::Kind::kBlockedLoop), SizeIs(1));
}

TEST(BlockedLoop, CanBeTurnedOff) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    std::this_thread::sleep_for(5ms);
    co_return;
  };
  run(body(), {.slow_step = 0s, .host = &host});
  EXPECT_THAT(host.diagnostics, IsEmpty());
}

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wreturn-type"
Task<int> runs_off_its_end(bool give) {
  if (give) co_return 1;
}
#pragma clang diagnostic pop

TEST(NoCoReturn, NamesTheCoroutineAndThrows) {
  RecordingHost host;
  EXPECT_EQ(run(runs_off_its_end(true), {.host = &host}), 1);
  EXPECT_THROW(run(runs_off_its_end(false), {.host = &host}), std::logic_error);
  EXPECT_THAT(host.texts(Diagnostic::Kind::kNoCoReturn),
              ElementsAre("coroutine 'runs_off_its_end' ran off its end without co_return"));
}

Task<int> wait_for(Future<int> future) { co_return co_await future; }

TEST(Deadlock, NamesTheTasksAndWhatTheyWaitFor) {
  RecordingHost host;
  const auto body = []() -> Task<> { co_await create_task(wait_for(Future<int>()), "waiter"); };
  try {
    run(body(), {.host = &host});
    ADD_FAILURE() << "nothing was thrown";
  } catch (const DeadlockError& e) {
    EXPECT_STREQ(e.what(),
                 "deadlock: nothing is left that could wake a task: task 'main' waits for task 'waiter' (wait_for), "
                 "task 'waiter' (wait_for) waits for "
                 "a future");
  }
  EXPECT_THAT(host.texts(Diagnostic::Kind::kDeadlock), SizeIs(1));
  EXPECT_THAT(host.diagnostics, SizeIs(1));
}

TEST(Deadlock, LetsTheTasksCleanUp) {
  RecordingHost host;
  bool cleaned_up = false;
  const auto body = [&]() -> Task<> {
    bool cancelled = false;
    try {
      co_await wait_for(Future<int>());
    } catch (const CancelledError&) {
      cancelled = true;
    }
    co_await sleep(1s);
    cleaned_up = cancelled;
  };
  EXPECT_THROW(run(body(), {.virtual_time = true, .host = &host}), DeadlockError);
  EXPECT_TRUE(cleaned_up);
}

TEST(Deadlock, EndsTasksThatResistTheirCancellation) {
  RecordingHost host;
  bool destroyed = false;
  const auto body = [&]() -> Task<> {
    struct Guard {
      ~Guard() { destroyed = true; }
      bool& destroyed;
    } guard{destroyed};
    for (int i = 0; i < 5; ++i) {
      try {
        co_await wait_for(Future<int>());
      } catch (const CancelledError&) {
      }
    }
  };
  EXPECT_THROW(run(body(), {.host = &host}), DeadlockError);
  EXPECT_TRUE(destroyed);
}

TEST(Deadlock, IsNotSeenWhereAThreadMayStillPost) {
  const auto body = []() -> Task<int> {
    co_return co_await in_executor([] {
      std::this_thread::sleep_for(20ms);
      return 1;
    });
  };
  EXPECT_EQ(run(body(), {.virtual_time = true}), 1);
}

TEST(NotImplemented, NamesWhatIsMissing) {
  try {
    not_implemented("fetch");
  } catch (const NotImplementedError& e) {
    EXPECT_STREQ(e.what(), "not implemented: fetch");
  }
}

TEST(Errors, AreAllErrorsExceptACancellation) {
  EXPECT_TRUE((std::is_base_of_v<Error, TimeoutError> && std::is_base_of_v<Error, ConnectError> &&
               std::is_base_of_v<Error, TransportError> && std::is_base_of_v<Error, StatusError> &&
               std::is_base_of_v<Error, JsonError> && std::is_base_of_v<Error, InvalidStateError> &&
               std::is_base_of_v<Error, NotImplementedError> && std::is_base_of_v<Error, DeadlockError>));
  EXPECT_FALSE((std::is_base_of_v<std::exception, CancelledError>));
  EXPECT_STREQ(CancelledError().what(), "cancelled");
}

}  // namespace
}  // namespace aio
