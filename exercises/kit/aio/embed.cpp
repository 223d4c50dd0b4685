#include <aio/embed.hpp>
#include <utility>

namespace aio {

ExternalWork::ExternalWork(EventLoop& loop) : loop_(&loop) { loop_->add_external_work(+1); }
ExternalWork::ExternalWork(ExternalWork&& other) noexcept : loop_(std::exchange(other.loop_, nullptr)) {}
ExternalWork::~ExternalWork() {
  if (loop_) loop_->add_external_work(-1);
}

}  // namespace aio
