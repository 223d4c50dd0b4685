#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <typeindex>
#include <utility>

namespace subject {

/// Objects of the student's that live from one call to the next; a test names them by number.
///
/// Errors:  std::invalid_argument for a number that names no object of that type: the hidden test and the binding do not fit.
/// Threads: the loop's thread only.
class ObjectTable {
 public:
  /// Keeps an object, under the type by which it was handed over. Returns its number.
  template <class T>
  int keep(std::shared_ptr<T> object) {
    if (!object) throw std::invalid_argument("the factory made no object, but a null pointer");
    objects_.emplace(++last_, Kept{std::move(object), typeid(T)});
    return last_;
  }

  /// Gives a share of the object, so that it outlives the call that uses it.
  template <class T>
  std::shared_ptr<T> get(int number) const {
    const auto found = objects_.find(number);
    if (found == objects_.end() || found->second.type != typeid(T)) {
      throw std::invalid_argument("object " + std::to_string(number) + " is not there, or of another type");
    }
    return std::static_pointer_cast<T>(found->second.object);
  }

  /// Lets go of the object: it is destroyed when no call uses it any more.
  void drop(int number) { objects_.erase(number); }

 private:
  struct Kept {
    std::shared_ptr<void> object;
    std::type_index type;
  };
  std::map<int, Kept> objects_;
  int last_ = 0;
};

/// The objects of this subject.
ObjectTable& objects();

}  // namespace subject
