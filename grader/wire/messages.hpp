#pragma once

/// The messages between proctor and subject. Each is one frame (frame.hpp) holding one JSON object with a key "op".
///
/// Proctor → subject
///   {"op":"call","id":1,"function":"fetch","args":[…]}            start a call; calls run concurrently
///   {"op":"cancel","id":1}                                          cancel the task of that call
///   {"op":"answer","ask":3,"ok":value}                              what a reverse call returned
///   {"op":"answer","ask":3,"error":{"type":"…","message":"…"}}      … or threw
///   {"op":"answer","ask":3,"ok":value,"now_ns":200000000}           … to a loop that was held up: so late it is now
///   {"op":"answer","ask":3,"cancelled":true}                        … or: its cleanup after a cancellation is over
///   {"op":"advance","to_ns":200000000}                              move the virtual clock and fire the timers due
///   {"op":"ping"}                                                   report idle once more
///
/// Subject → proctor
///   {"op":"hello","protocol":1,"functions":["fetch"]}               first frame
///   {"op":"result","id":1,"ok":value} | {"op":"result","id":1,"error":{"type":"…","message":"…"}}
///   {"op":"ask","ask":3,"operation":0,"args":[…]}                   a reverse call begins
///   {"op":"ask",…,"blocks":"thread"}                                … and blocks a thread of the executor until it is answered
///   {"op":"ask",…,"blocks":"loop","jobs":2}                         … or the loop's own; so many jobs are in flight meanwhile
///   {"op":"tell","operation":0,"args":[…]}                          a call of a listener, or of a source of values; not answered
///   {"op":"ask_cancelled","ask":3}                                  the student's code cancelled it; cleanup may take
///   time
///   {"op":"idle","seen":5,"now_ns":0,"next_ns":200000000,"timers":1,"tasks":0,"ports":[40123],"jobs":0}
///                                                                   nothing is ready to run; `seen` frames had been
///                                                                   carried out
///   {"op":"diagnostic","kind":"never_awaited","text":"…"}
///
/// Values: durations are integers in nanoseconds; an absent optional is {"$absent":true}, so that a JSON null stays a
///         value; an operation is {"$operation":0}, with "kind":"listener", "values" (and their list) or "blocking" when it
///         is no asynchronous one; an object that lives in the subject is {"$object":4}.
namespace wire {

inline constexpr int kProtocol = 1;
inline constexpr int kChannelFd = 3;  ///< where a subject finds its end of the channel
inline constexpr int kExitChannelLost =
    97;  ///< the run time's own exit when its end of the channel was closed under it
inline constexpr const char* kAbsent = "$absent";
inline constexpr const char* kOperation = "$operation";
inline constexpr const char* kObject = "$object";
inline constexpr const char* kBlocking = "blocking";  ///< kinds of operations that are called and not awaited
inline constexpr const char* kListener = "listener";
inline constexpr const char* kValues = "values";

}  // namespace wire
