#include "grader/report/html_parts.hpp"

namespace grader {

// All pairs of text and background have a contrast of 4.5 : 1 or better; report_page_test.sh computes it in a browser.
std::string_view html_style() {
  return R"css(:root { color-scheme: light dark; --back: #ffffff; --panel: #f6f8fa; --text: #1f2328; --dim: #59636e; --edge: #d1d9e0;
  --link: #0550ae; --good: #116329; --bad: #a40e26; --open: #7d4e00; --note: #fff4d6; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --panel: #151b23; --text: #e6edf3; --dim: #9198a1;
  --edge: #3d444d; --link: #79c0ff; --good: #56d364; --bad: #ff7b72; --open: #e3b341; --note: #2b2410; } }
* { box-sizing: border-box; }
html { background: var(--back); color: var(--text); font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 0 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 1.5rem 0 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--edge); padding-bottom: .25rem; }
h3 { font-size: 1.1rem; margin: 0; }
h4 { font-size: 1rem; margin: 0; font-weight: 600; }
h5 { font-size: .9rem; margin: 1rem 0 .25rem; }
p { margin: .5rem 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
pre, code { font: .85rem/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
pre { margin: 0; white-space: pre-wrap; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--back); padding: .5rem 1rem; }
.skip:focus { top: .5rem; }
.dim { color: var(--dim); }
.score { font-size: 2rem; font-weight: 700; margin: 0; line-height: 1.2; }
.meter { height: .6rem; background: var(--panel); border: 1px solid var(--edge); border-radius: .3rem; overflow: hidden; margin: .5rem 0; }
.meter span { display: block; height: 100%; background: var(--good); }
.note { border: 1px solid var(--open); border-left-width: .4rem; background: var(--note); padding: .5rem .75rem; border-radius: .25rem; }
.status { font-weight: 600; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
table { border-collapse: collapse; width: 100%; overflow-wrap: break-word; }
caption { text-align: left; font-weight: 600; padding: .5rem 0 .25rem; }
th, td { text-align: left; padding: .3rem .5rem .3rem 0; border-top: 1px solid var(--edge); vertical-align: top; }
th { font-weight: 400; }
thead th { border-top: 0; color: var(--dim); font-size: .85rem; }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.contents { list-style: none; padding: 0; columns: 2 22rem; column-gap: 2rem; margin: .5rem 0; }
.contents li { break-inside: avoid; display: flex; gap: .75rem; justify-content: space-between; border-top: 1px solid var(--edge); padding: .2rem 0; }
.exercise { border: 1px solid var(--edge); border-radius: .5rem; margin: 1.25rem 0; }
.exercise > header { background: var(--panel); border-radius: .5rem .5rem 0 0; padding: .6rem .9rem; display: flex; flex-wrap: wrap; gap: .1rem 1rem; justify-content: space-between; }
.exercise > .body { padding: .25rem .9rem .75rem; }
.rows { list-style: none; margin: 0; padding: 0; }
.rows > li { padding: .6rem 0; border-top: 1px solid var(--edge); }
.rows > li:first-child { border-top: 0; }
.head { display: flex; flex-wrap: wrap; gap: .1rem 1rem; justify-content: space-between; }
.head h4 { flex: 1 1 20rem; }
details { margin: .5rem 0 0; border-left: .2rem solid var(--edge); padding-left: .75rem; }
summary { cursor: pointer; padding: .15rem 0; }
dl { margin: .25rem 0; }
dl > div { display: grid; grid-template-columns: 6.5rem 1fr; gap: 0 .75rem; padding: .15rem 0; }
dt { color: var(--dim); }
dd { margin: 0; min-width: 0; }
.scroll { overflow-x: auto; border: 1px solid var(--edge); border-radius: .25rem; margin: .5rem 0; }
.scroll svg { display: block; }
.code { overflow-x: auto; background: var(--panel); border-radius: .25rem; padding: .5rem .75rem; margin: .35rem 0; }
.code pre { white-space: pre; }
@media (max-width: 34rem) {
  dl > div { grid-template-columns: 1fr; }
  td.number, td .status { white-space: normal; }
  th[scope=row] .dim { display: block; }
}
@media print {
  :root { color-scheme: light; --back: #ffffff; --panel: #f6f8fa; --text: #1f2328; --dim: #59636e; --edge: #d1d9e0;
    --link: #0550ae; --good: #116329; --bad: #a40e26; --open: #7d4e00; --note: #fff4d6; }
  html { font-size: 11px; }
  body { max-width: none; padding: 0; }
  .skip, .contents { display: none; }
  details::details-content { content-visibility: visible; height: auto; display: block; }
  .scroll, .code { overflow: visible; }
  .scroll svg { max-width: 100%; height: auto; }
  .code pre { white-space: pre-wrap; }
  h2, h3, h4, .exercise > header, summary { break-after: avoid; }
  .scroll, table, .rows > li > .head { break-inside: avoid; }
}
)css";
}

}  // namespace grader
