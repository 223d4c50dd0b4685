// The report page in a real browser: what it promises to those who read it, whatever a student puts into it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "grader/browser/chromium.hpp"
#include "grader/browser/page_checks.hpp"
#include "grader/report/hostile.hpp"
#include "grader/report/html_page.hpp"
#include "grader/report/sample.hpp"
#include "grader/report/timeline_svg.hpp"

namespace grader::browser {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class Page : public testing::Test {
 protected:
  Page() {
    std::string name = (std::filesystem::temp_directory_path() / "hangtime_page_XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~Page() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
    return "file://" + (folder / name).string();
  }
  std::string open(const ReportJson& report) {
    const std::string url = file("report.html", render_html(report));
    browser.open(url);
    return url;
  }

  std::filesystem::path folder;
  Chromium browser;
};

class ReportPage : public Page, public testing::WithParamInterface<bool> {
 protected:
  static ReportJson report() { return GetParam() ? testing_help::hostile_report() : testing_help::sample_report(); }
};

TEST_P(ReportPage, LoadsNothingAndComplainsOfNothing) {
  const std::string url = open(report());
  EXPECT_THAT(browser.complaints(), IsEmpty());
  std::vector<std::string> loaded;
  for (const std::string& address : browser.requests()) {
    if (!address.starts_with("data:")) loaded.push_back(address);
  }
  EXPECT_THAT(loaded, ElementsAre(url));
  EXPECT_EQ(browser.evaluate("document.scripts.length + document.images.length"), 0);
}

TEST_P(ReportPage, FitsIntoEveryWindow) {
  open(report());
  for (const int width : {360, 800, 1280}) {
    browser.set_size(width, 900);
    EXPECT_THAT(overflow(browser), IsEmpty()) << width;
  }
}

TEST_P(ReportPage, CanBeReadByDayAndByNight) {
  open(report());
  std::vector<std::string> backgrounds;
  for (const char* scheme : {"light", "dark"}) {
    browser.set_media(scheme);
    std::size_t texts = 0;
    EXPECT_THAT(low_contrast(browser, texts), IsEmpty()) << scheme;
    EXPECT_GT(texts, 50u);
    backgrounds.push_back(browser.evaluate("getComputedStyle(document.documentElement).backgroundColor"));
  }
  EXPECT_NE(backgrounds[0], backgrounds[1]);
}

TEST_P(ReportPage, CanBeUsedWithoutAMouse) {
  open(report());
  std::size_t elements = 0;
  EXPECT_THAT(unreachable_by_tab(browser, elements), IsEmpty());
  EXPECT_GT(elements, 5u);
}

TEST_P(ReportPage, HasAnOutline) {
  open(report());
  EXPECT_THAT(headings_out_of_order(browser), IsEmpty());
  EXPECT_EQ(browser.evaluate("document.documentElement.lang"), "en");
  EXPECT_EQ(browser.evaluate("['header', 'main', 'footer'].every((name) => document.querySelector('body > ' + name))"),
            true);
  EXPECT_EQ(browser.evaluate("new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size"),
            browser.evaluate("document.querySelectorAll('[id]').length"))
      << "ids are unique";
}

INSTANTIATE_TEST_SUITE_P(Of, ReportPage, testing::Values(false, true),
                         [](const auto& tested) { return tested.param ? "AHostileReport" : "TheSample"; });

TEST_F(Page, APartOpensByTheKeyboard) {
  open(testing_help::sample_report());
  browser.evaluate("document.querySelector('details:not([open]) > summary').focus()");
  const int closed = browser.evaluate("document.querySelectorAll('details:not([open])').length");
  browser.press("Enter");
  EXPECT_EQ(browser.evaluate("document.querySelectorAll('details:not([open])').length"), closed - 1);
}

TEST_F(Page, OnPaperNothingIsHiddenAndEverythingIsLight) {
  open(testing_help::sample_report());
  const std::string hidden =
      "[...document.querySelectorAll('details dl, details ul')].filter((e) => !e.checkVisibility()).length";
  EXPECT_GT(browser.evaluate(hidden), 0);
  browser.set_media("dark", "print");
  EXPECT_EQ(browser.evaluate(hidden), 0);
  EXPECT_EQ(browser.evaluate("getComputedStyle(document.documentElement).backgroundColor"), "rgb(255, 255, 255)");
  std::size_t texts = 0;
  EXPECT_THAT(low_contrast(browser, texts), IsEmpty());
}

TEST_F(Page, ATimelineIsAFileOfItsOwnToo) {
  const TimelinePicture picture = timeline_picture(ReportJson(testing_help::retrying_timeline()));
  browser.open(file("timeline.svg", timeline_svg(picture)));
  EXPECT_EQ(browser.evaluate("document.documentElement.tagName"), "svg");
  EXPECT_THAT(browser.complaints(), IsEmpty());
}

// A check that finds nothing in a page full of faults would find nothing in ours either.
TEST_F(Page, TheChecksFindWhatIsWrong) {
  browser.open(file("bad.html", R"x(<!DOCTYPE html><html><body style="background: #fff"><h1>a</h1><h3>b</h3>
    <p style="color: #999">pale</p><div style="width: 3000px">wide</div><a href="#x" tabindex="-1">no</a>
    <a href="#y" style="outline: none">unseen</a><script>console.error("bad")</script><img src="missing.png"></body></html>)x"));
  std::size_t count = 0;
  EXPECT_THAT(low_contrast(browser, count), testing::Contains(testing::HasSubstr("pale")));
  EXPECT_THAT(overflow(browser), Not(IsEmpty()));
  EXPECT_THAT(headings_out_of_order(browser), ElementsAre("h3 behind h1"));
  EXPECT_THAT(unreachable_by_tab(browser, count),
              testing::UnorderedElementsAre("not reached: A no", "its focus is not seen: A unseen"));
  EXPECT_THAT(browser.complaints(), Not(IsEmpty()));
  EXPECT_THAT(browser.requests(), testing::Contains(testing::EndsWith("missing.png")));
}

}  // namespace
}  // namespace grader::browser
