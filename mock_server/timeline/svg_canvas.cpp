#include "mock_server/timeline/svg_canvas.hpp"

#include <array>
#include <cstdio>

#include "mock_server/text/terminal_text.hpp"
#include "mock_server/text/utf8.hpp"

namespace mock_server::timeline {

namespace {

std::string attribute(const char* name, double value) {
  return std::string(" ") + name + "=\"" + SvgCanvas::number(value) + '"';
}

std::string style_of(const char* style) {
  return style[0] == '\0' ? std::string() : " class=\"" + std::string(style) + '"';
}

/// Source: XML 1.0, section 2.2, "Char".
bool is_xml(char32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  return point < 0xD800 || (point >= 0xE000 && point <= 0xFFFD) || point >= 0x10000;
}

std::string at(double x, double y) { return SvgCanvas::number(x) + ' ' + SvgCanvas::number(y); }

}  // namespace

std::string SvgCanvas::number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  std::string shown = text.data();
  shown.erase(shown.find_last_not_of('0') + 1);
  if (shown.ends_with('.')) shown.pop_back();
  return shown == "-0" ? "0" : shown;
}

double SvgCanvas::text_width(std::string_view text) {
  return kCharacter * static_cast<double>(text::display_width(text));
}

std::string SvgCanvas::escaped(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const auto point = text::first_code_point(text);
    if (!point.valid || !is_xml(point.value)) {
      safe += "\uFFFD";
    } else if (point.value == '<') {
      safe += "&lt;";
    } else if (point.value == '>') {
      safe += "&gt;";
    } else if (point.value == '&') {
      safe += "&amp;";
    } else if (point.value == '"') {
      safe += "&quot;";
    } else {
      safe += text.substr(0, point.bytes);
    }
    text.remove_prefix(point.bytes);
  }
  return safe;
}

void SvgCanvas::rect(double x, double y, double width, double height, const char* style) {
  out_ += "<rect" + attribute("x", x) + attribute("y", y) + attribute("width", width) + attribute("height", height) +
          style_of(style) + "/>\n";
}

void SvgCanvas::line(double x1, double y1, double x2, double y2, const char* style) {
  out_ += "<line" + attribute("x1", x1) + attribute("y1", y1) + attribute("x2", x2) + attribute("y2", y2) +
          style_of(style) + "/>\n";
}

void SvgCanvas::path(const std::string& data, const char* style) {
  out_ += "<path d=\"" + data + '"' + style_of(style) + "/>\n";
}

void SvgCanvas::text(double x, double y, std::string_view text, const char* style) {
  out_ += "<text" + attribute("x", x) + attribute("y", y) + style_of(style) + " xml:space=\"preserve\">" +
          escaped(text) + "</text>\n";
}

void SvgCanvas::begin_group(std::string_view tooltip) { out_ += "<g><title>" + escaped(tooltip) + "</title>\n"; }

void SvgCanvas::shape(Phase phase, double x, double middle, double width) {
  struct Look {
    const char* style;
    double height;
  };
  static constexpr std::array<Look, 4> kLooks{{{"connecting", 2}, {"receiving", 7}, {"waiting", 4}, {"answering", 10}}};
  const auto& look = kLooks[static_cast<std::size_t>(phase)];
  rect(x, middle - look.height / 2, width, look.height, look.style);
}

void SvgCanvas::shape(Outcome outcome, double x, double middle) {
  constexpr double kHalf = kMark / 2;
  const auto from = [&](double dx, double dy) { return at(x + dx * kHalf, middle + dy * kHalf); };
  switch (outcome) {
    case Outcome::kAnswered:  // a circle
      return path("M" + from(-1, 0) + "a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", "good");
    case Outcome::kAnsweredError:  // a triangle
      return path("M" + from(0, -1) + "L" + from(1, 0.9) + "L" + from(-1, 0.9) + "z", "error");
    case Outcome::kServerClosed:  // a cross
      return path("M" + from(-0.8, -0.8) + "L" + from(0.8, 0.8) + "M" + from(0.8, -0.8) + "L" + from(-0.8, 0.8), "bad");
    case Outcome::kClientLeft:  // an arrow back
      return path("M" + from(0.6, -1) + "L" + from(-0.6, 0) + "L" + from(0.6, 1), "bad");
    case Outcome::kClientReset:  // two of them
      return path("M" + from(0.1, -1) + "L" + from(-0.9, 0) + "L" + from(0.1, 1) + "M" + from(1, -1) + "L" +
                      from(0, 0) + "L" + from(1, 1),
                  "bad");
    case Outcome::kStopped:  // a square
      return path("M" + from(-0.8, -0.8) + "h8v8h-8z", "over");
    case Outcome::kOpen:  // an arrow on
      return path("M" + from(-0.6, -1) + "L" + from(0.6, 0) + "L" + from(-0.6, 1), "open");
  }
}

void SvgCanvas::event(double x, double middle) {
  path("M" + at(x, middle - 6) + "L" + at(x + 5, middle) + "L" + at(x, middle + 6) + "L" + at(x - 5, middle) + "z",
       "event");
}

void SvgCanvas::pause(double from, double to, double middle) {
  if (to > from) line(from, middle, to, middle, "pause");
}

}  // namespace mock_server::timeline
