#include "error_hierarchy.hpp"

// TODO(1): the classes of the header's tree.

aio::Task<int> read_station([[maybe_unused]] Fetch fetch, [[maybe_unused]] std::string station,
                            [[maybe_unused]] aio::Duration limit) {
  // TODO(1): read the station within the limit, and say in errors of your own what went wrong with it.
  // TODO(2): keep what you caught as the cause.
  aio::not_implemented("read_station is still to be written: tasks 1 and 2 in README.md");
}

aio::Task<aio::Json> make_bulletin([[maybe_unused]] Fetch fetch, [[maybe_unused]] std::vector<std::string> stations,
                                   [[maybe_unused]] aio::Duration limit) {
  // TODO(2): a BulletinError keeps its cause, too.
  // TODO(3): deal here with what this level can deal with, and with nothing else.
  aio::not_implemented("make_bulletin is still to be written: tasks 2 and 3 in README.md");
}

std::vector<std::string> story_of([[maybe_unused]] std::exception_ptr error) {
  // TODO(4): from the error down to its last cause.
  aio::not_implemented("story_of is still to be written: task 4 in README.md");
}

aio::Task<aio::Json> show_board([[maybe_unused]] Fetch fetch, [[maybe_unused]] std::vector<std::string> stations,
                                [[maybe_unused]] aio::Duration limit) {
  // TODO(3): which errors end here?
  // TODO(4): show the story of those that do.
  aio::not_implemented("show_board is still to be written: tasks 3 and 4 in README.md");
}
