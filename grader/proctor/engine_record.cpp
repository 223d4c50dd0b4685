#include <algorithm>
#include <utility>

#include "grader/proctor/engine.hpp"
#include "grader/proctor/record.hpp"
#include "grader/proctor/spans.hpp"

namespace proctor {
namespace {

using std::chrono::duration_cast;

// "ok" is the fault table's name for an answer without a fault.
bool is_fault(const std::string& name) { return !name.empty() && name != "ok"; }

}  // namespace

void World::Engine::note(Duration at, std::string what, Json more) {
  more["at_ms"] = static_cast<double>(duration_cast<std::chrono::microseconds>(at).count()) / 1000.0;
  more["what"] = std::move(what);
  timeline_.emplace(at, std::move(more));
}

// The end of the process closes every connection, and the journal cannot tell that from a client that gave up. The
// subject's own last report can: it counts only when nothing has been sent to it since.
std::set<std::uint64_t> World::Engine::requests_left_open() const {
  std::set<std::uint64_t> open;
  if (!idle_ || !channel_ || idle_->seen != channel_->sent()) return open;
  for (const mock_server::Exchange& exchange : server_->journal().snapshot()) {
    if (exchange.is_open() && std::ranges::find(idle_->ports, exchange.peer_port) != idle_->ports.end())
      open.insert(exchange.sequence);
  }
  return open;
}

void World::Engine::leave_record(const std::set<std::uint64_t>& left_open) {
  for (const mock_server::Exchange& exchange : server_->journal().snapshot()) {
    Json about{{"path", exchange.request.path}, {"id", span_of_request(exchange.sequence)}};
    Json begin = about;
    if (is_fault(exchange.fault)) begin["fault"] = exchange.fault;
    note(exchange.request_complete.value_or(exchange.accepted), "request", std::move(begin));
    if (left_open.contains(exchange.sequence)) {
      note(now(), "still_open", std::move(about));
    } else if (exchange.ended) {
      if (exchange.end == mock_server::End::kServed) about["status"] = exchange.status;
      note(*exchange.ended, std::string(mock_server::to_string(exchange.end)), std::move(about));
    }
  }
  std::vector<Json> entries;
  for (const auto& [at, entry] : timeline_) entries.push_back(entry);
  number_spans(entries);
  TestRecord& record = current_record();
  record.timeline.insert(record.timeline.end(), entries.begin(), entries.end());
  record.diagnostics.insert(record.diagnostics.end(), diagnostics_.begin(), diagnostics_.end());
  if (fate_ && !record.fate) record.fate = fate_;
  record.hung = record.hung || hung_;
}

}  // namespace proctor
