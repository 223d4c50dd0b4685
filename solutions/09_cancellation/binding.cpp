#include <cancellation.hpp>
#include <grader/subject/expose.hpp>
#include <utility>

namespace {

// A caller with a limit, who relies on the cancellation coming out: a limit that swallows it up is no limit.
aio::Task<> let_ship_through_within(aio::Duration limit, std::vector<std::string> steps,
                                    std::function<aio::Task<>(std::string)> perform,
                                    std::function<aio::Task<>()> clean_up,
                                    std::function<void(std::vector<std::string>)> report) {
  co_await aio::timeout(limit,
                        let_ship_through(std::move(steps), std::move(perform), std::move(clean_up), std::move(report)));
}

}  // namespace

void subject::bindings() {
  expose("let_ship_through", &let_ship_through);
  expose("let_ship_through_within", &let_ship_through_within);
}
