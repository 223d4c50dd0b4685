#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "mock_server/timeline/model.hpp"

namespace mock_server::timeline {

/// Maps time to a place between 0 and a width. Waits far longer than everything else together are cut out, so that they
/// do not squash it; a cut takes a small fixed width and must be shown as one.
class Axis {
 public:
  struct Cut {
    Time from{};
    Time to{};
    double at = 0;  ///< its place: from here, `cut_width` wide
  };

  struct Tick {
    double at = 0;
    std::string label;
    bool first_of_stretch = false;
  };

  /// `narrowest` is the least width of a stretch between two cuts.
  Axis(const Model& model, double width, double cut_width, double narrowest);

  double place(Time time) const;  ///< a time within a cut is in the middle of it
  double width() const { return width_; }
  double cut_width() const { return cut_width_; }
  const std::vector<Cut>& cuts() const { return cuts_; }

  /// Round times, as many as fit; after a cut, those since its end ("+20 ms"). Labels are `width_of(label)` wide, begin at `at` and keep `distance` from each other.
  template <class WidthOf>
  std::vector<Tick> ticks(const WidthOf& width_of, double distance) const {
    const auto all = candidates(width_of("000 ms") + distance);
    std::vector<Tick> chosen;
    const auto fits = [&](const Tick& tick) {
      const double end = tick.at + width_of(tick.label);
      return end <= width_ && std::ranges::none_of(chosen, [&](const Tick& other) {
               return tick.at < other.at + width_of(other.label) + distance && other.at < end + distance;
             });
    };
    for (const bool first_of_stretch : {true, false}) {
      for (const auto& tick : all) {
        if (tick.first_of_stretch == first_of_stretch && fits(tick)) chosen.push_back(tick);
      }
    }
    std::ranges::sort(chosen, {}, &Tick::at);
    return chosen;
  }

 private:
  struct Stretch {
    Time from{};
    Time to{};
    double at = 0;
    double width = 0;
  };

  void lay_out(Time length, double narrowest);
  std::vector<Tick> candidates(double least_distance) const;

  double width_;
  double cut_width_;
  std::vector<Stretch> stretches_;
  std::vector<Cut> cuts_;
};

/// Returns:  the cuts that the axis of a model has, as sentences for the reader: "5 min left out after +300 ms".
std::vector<std::string> cut_sentences(const Axis& axis);

}  // namespace mock_server::timeline
