#pragma once

#include <cstdint>

/// What the launcher tells whoever started it, over one SOCK_SEQPACKET socket. Both run on one machine and come from one
/// build, so structures are sent as they are. The other direction has no messages: when the starter's end is closed, however
/// the starter ended, the launcher ends the program and everything the program started.
namespace sandbox {

/// Sent before the program is started. With it come descriptors: one that becomes readable when the launcher has ended,
/// and as many unbound TCP/IPv4 sockets as were asked for, made in the network the program will be in.
struct Hello {
  std::uint32_t kind = 1;
};

/// Why a program ended.
enum class Reason : std::uint32_t {
  kItself,      ///< by itself, or by a signal: see the wait status
  kNotStarted,  ///< it could not be executed, or not be confined: see `error`
  kMemory,      ///< all of its processes together used more memory than allowed
  kProcesses,   ///< it had more processes and threads than allowed
  kProcessorTime,
};

/// Sent when nothing of the program is left.
struct Ended {
  std::uint32_t kind = 2;
  Reason reason = Reason::kItself;
  std::int32_t wait_status = 0;  ///< as wait(2) gives it
  std::int32_t error = 0;        ///< kNotStarted: errno
  std::int64_t cpu_us = 0;       ///< of all its processes
  std::uint64_t peak_bytes = 0;  ///< largest memory that was seen; looked at every 10 ms
  std::uint64_t peak_tasks = 0;  ///< most processes and threads that were seen
  char step[32] = {};            ///< kNotStarted: what failed, "execve"
};

// A server starts launchers for one process that asks it, over another SOCK_SEQPACKET socket: one question at a time, one
// answer to each.

enum class Wish : std::uint32_t {
  kStart,  ///< with it come the channel, the control socket and the output's write end
  kKill,   ///< the launcher, and so all below it
  kReap,   ///< wait for the launcher's end
};

struct Question {
  Wish wish = Wish::kStart;
  std::uint32_t kind = 0;     ///< kStart: which of the programs that the server was given
  std::int32_t launcher = 0;  ///< kKill, kReap: as the answer to kStart named it
};

/// The first one is sent unasked: the server is there.
struct Answer {
  std::int32_t error = 0;        ///< errno of what failed
  std::int32_t launcher = 0;     ///< kStart
  std::int32_t wait_status = 0;  ///< kReap
  char problem[256] = {};        ///< with `error`: what failed
};

inline constexpr int kFdsOfAStart = 3;

inline constexpr int kMostSockets = 32;  ///< fits into one message with the other descriptor (SCM_MAX_FD is 253)

}  // namespace sandbox
