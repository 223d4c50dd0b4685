#include "grader/sandbox/brokered_sockets.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace sandbox {

void BrokeredSockets::close(Entry& entry) {
  if (entry.fd >= 0) ::close(entry.fd);
  entry.fd = -1;
}

BrokeredSockets::Entry* BrokeredSockets::entry_of(ino_t inode) {
  for (Entry& entry : entries_) {
    if (entry.inode == inode) return &entry;
  }
  return nullptr;
}

BrokeredSockets::Entry& BrokeredSockets::room() {
  for (Entry& entry : entries_) {
    if (entry.inode == 0) return entry;
  }
  // Those that are connected first: all that is lost is the wording of an error.
  for (Entry& entry : entries_) {
    if (entry.fd < 0) return entry;
  }
  Entry& entry = entries_[oldest_];
  oldest_ = (oldest_ + 1) % kMost;
  ::close(entry.fd);
  return entry;
}

void BrokeredSockets::add(ino_t inode, int fd) {
  const Lock lock(mutex_);
  room() = Entry{inode, fd, false};
}

BrokeredSockets::State BrokeredSockets::find(ino_t inode, int& duplicate) {
  duplicate = -1;
  const Lock lock(mutex_);
  const Entry* entry = inode == 0 ? nullptr : entry_of(inode);
  if (entry == nullptr) return State::kUnknown;
  if (entry->fd < 0) return State::kConnected;
  duplicate = ::fcntl(entry->fd, F_DUPFD_CLOEXEC, 0);
  return State::kOpen;
}

void BrokeredSockets::connected(ino_t inode) {
  connected(inode, [] { return false; });
}

bool BrokeredSockets::tell_once(ino_t inode) {
  const Lock lock(mutex_);
  Entry* entry = entry_of(inode);
  if (entry == nullptr || entry->told) return false;
  return entry->told = true;
}

void BrokeredSockets::forget(ino_t inode) {
  const Lock lock(mutex_);
  Entry* entry = entry_of(inode);
  if (entry == nullptr) return;
  close(*entry);
  *entry = Entry{};
}

}  // namespace sandbox
