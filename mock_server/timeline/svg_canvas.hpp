#pragma once

#include <string>
#include <string_view>

#include "mock_server/timeline/model.hpp"

namespace mock_server::timeline {

/// Writes SVG elements. Every text that gets in is escaped here, and nowhere else.
class SvgCanvas {
 public:
  /// The most that a character of the font takes: it depends on what is installed.
  static constexpr double kCharacter = 7.4;
  static double text_width(std::string_view text);

  void rect(double x, double y, double width, double height, const char* style);
  void line(double x1, double y1, double x2, double y2, const char* style);
  void path(const std::string& data, const char* style);
  void text(double x, double y, std::string_view text, const char* style = "");
  void begin_group(std::string_view tooltip);
  void end_group() { out_ += "</g>\n"; }

  void shape(Phase phase, double x, double middle, double width);
  void shape(Outcome outcome, double x, double middle);  ///< kMark wide and high, around x
  void event(double x, double middle);
  void pause(double from, double to, double middle);
  static constexpr double kMark = 10;

  const std::string& elements() const { return out_; }

  /// Returns:  a length in hundredths of a pixel, written the same on every machine.
  static std::string number(double value);

  /// Returns:  a text fit for XML; what XML cannot hold at all becomes U+FFFD.
  static std::string escaped(std::string_view text);

 private:
  std::string out_;
};

}  // namespace mock_server::timeline
