#pragma once

#include <pthread.h>
#include <sys/types.h>

namespace sandbox {

/// The sockets that the broker has made for a subject and that are not connected yet, told apart by their inodes.
///
/// A socket that is kept here is not closed when the subject closes it, which nobody can see as long as it is not
/// connected. When there are too many, the oldest are forgotten: those cannot be connected any more.
/// Threads: safe from several threads.
class BrokeredSockets {
 public:
  static constexpr int kMost = 512;

  enum class State { kUnknown, kOpen, kConnected };

  /// Keeps a socket, which it then owns.
  void add(ino_t inode, int fd);

  /// Says what is known of a socket; with kOpen, `duplicate` is a descriptor that the caller owns (-1: none left).
  State find(ino_t inode, int& duplicate);

  /// Closes a socket that is now connected; it stays known as kConnected for a while.
  void connected(ino_t inode);

  /// The same, and calls `tell()`, which tells the subject of it and returns whether that reached a call. Nobody sees the
  /// state between: the subject's next call may be served before `tell` returns here.
  template <typename Tell>
  void connected(ino_t inode, const Tell& tell) {
    const Lock lock(mutex_);
    Entry* entry = entry_of(inode);
    if (entry != nullptr) close(*entry);
    const bool told = tell();
    if (entry != nullptr) entry->told = entry->told || told;
  }

  /// Tells, once, that a socket which got connected behind the subject's back is: as connect(2) does.
  bool tell_once(ino_t inode);

  void forget(ino_t inode);

 private:
  struct Entry {
    ino_t inode = 0;
    int fd = -1;
    bool told = false;
  };
  struct Lock {
    explicit Lock(pthread_mutex_t& taken) : mutex(taken) { ::pthread_mutex_lock(&mutex); }
    ~Lock() { ::pthread_mutex_unlock(&mutex); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    pthread_mutex_t& mutex;
  };

  static void close(Entry& entry);
  Entry* entry_of(ino_t inode);
  Entry& room();

  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  Entry entries_[kMost];
  int oldest_ = 0;
};

}  // namespace sandbox
