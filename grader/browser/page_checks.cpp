#include "grader/browser/page_checks.hpp"

namespace grader::browser {
namespace {

// Source: WCAG 2.1, "relative luminance" and "contrast ratio". A text of an SVG lies on the SVG's own background.
constexpr const char* kContrast = R"js((() => {
  const parts = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => {
    const linear = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const behind = (element) => {
    const svg = element.closest('svg');
    if (svg) return parts(getComputedStyle(svg.querySelector('.t-back')).fill);
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  for (const details of document.querySelectorAll('details')) details.open = true;
  const found = [];
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest('title, desc, style, script')) continue;
    texts += 1;
    const style = getComputedStyle(element);
    const front = parts(element.closest('svg') ? style.fill : style.color);
    const [bright, dark] = [luminance(front), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (bright + 0.05) / (dark + 0.05);
    if (!(ratio >= 4.5)) found.push(ratio.toFixed(2) + ': ' + walker.currentNode.data.slice(0, 60));
  }
  return {found, texts};
})())js";

constexpr const char* kOverflow = R"js((() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const found = ['the page is ' + document.documentElement.scrollWidth + ' wide, the window ' + width];
  for (const element of document.body.querySelectorAll('*')) {
    if (element.getBoundingClientRect().right > width && !element.parentElement.closest('.scroll, .code'))
      found.push(element.tagName + '.' + element.className);
  }
  return found;
})())js";

constexpr const char* kHeadings = R"js((() => {
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => Number(h.tagName[1]));
  const found = [];
  if (levels.filter((level) => level === 1).length !== 1) found.push('not one h1: ' + levels.join(' '));
  levels.forEach((level, i) => {
    if (level > (i === 0 ? 0 : levels[i - 1]) + 1) found.push('h' + level + ' behind h' + (levels[i - 1] || 0));
  });
  return found;
})())js";

constexpr const char* kInteractive = R"js(
  window.checkedInteractive = [...document.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')]
    .filter((e) => e.checkVisibility({contentVisibilityAuto: true}) );
  window.checkedInteractive.length)js";

constexpr const char* kFocused = R"js((() => {
  const element = document.activeElement;
  const outline = getComputedStyle(element);
  return {index: window.checkedInteractive.indexOf(element),
          seen: outline.outlineStyle !== 'none' && parseFloat(outline.outlineWidth) >= 1};
})())js";

std::string name_script(std::size_t index) {
  const std::string element = "window.checkedInteractive[" + std::to_string(index) + "]";
  return element + ".tagName + ' ' + " + element + ".textContent.trim().slice(0, 40)";
}

std::vector<std::string> texts_of(const nlohmann::json& list) { return list.get<std::vector<std::string>>(); }

}  // namespace

std::vector<std::string> low_contrast(Chromium& browser, std::size_t& texts) {
  const auto result = browser.evaluate(kContrast);
  texts = result.at("texts");
  return texts_of(result.at("found"));
}

std::vector<std::string> overflow(Chromium& browser) { return texts_of(browser.evaluate(kOverflow)); }

std::vector<std::string> headings_out_of_order(Chromium& browser) { return texts_of(browser.evaluate(kHeadings)); }

std::vector<std::string> unreachable_by_tab(Chromium& browser, std::size_t& elements) {
  elements = browser.evaluate(kInteractive);
  std::vector<bool> reached(elements, false);
  std::vector<std::string> found;
  for (std::size_t i = 0; i < elements + 2; ++i) {
    browser.press("Tab");
    const auto focused = browser.evaluate(kFocused);
    const int index = focused.at("index");
    if (index < 0) continue;
    const auto place = static_cast<std::size_t>(index);
    if (reached[place]) continue;
    reached[place] = true;
    if (focused.at("seen") != true)
      found.push_back("its focus is not seen: " + browser.evaluate(name_script(place)).get<std::string>());
  }
  for (std::size_t i = 0; i < elements; ++i) {
    if (!reached[i]) found.push_back("not reached: " + browser.evaluate(name_script(i)).get<std::string>());
  }
  return found;
}

}  // namespace grader::browser
