#pragma once

namespace mock_server::timeline {

/// Every rule begins with the class of the root, as the style of an SVG inside a page is that of the whole page. Shapes
/// differ as well as colours; all colours have a contrast of 4.5 : 1 or better to their background.
inline constexpr const char* kSvgStyle = R"(
.hangtime-timeline {
  --back: #ffffff; --text: #1f2328; --dim: #59636e; --grid: #d8dee4; --stripe: #f6f8fa;
  --receiving: #0550ae; --waiting: #7d5200; --good: #116329; --bad: #a40e26; --event: #6639ba;
  background: var(--back);
}
@media (prefers-color-scheme: dark) {
  .hangtime-timeline {
    --back: #0d1117; --text: #e6edf3; --dim: #9198a1; --grid: #30363d; --stripe: #151b23;
    --receiving: #79c0ff; --waiting: #e3b341; --good: #56d364; --bad: #ff7b72; --event: #d2a8ff;
  }
}
.hangtime-timeline text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: var(--text); }
.hangtime-timeline text.title { font-size: 16px; font-weight: bold; }
.hangtime-timeline .dim { fill: var(--dim); }
.hangtime-timeline .back { fill: var(--back); }
.hangtime-timeline .stripe { fill: var(--stripe); }
.hangtime-timeline .grid { stroke: var(--grid); }
.hangtime-timeline .cut { fill: var(--back); stroke: none; }
.hangtime-timeline .cut-edge { fill: none; stroke: var(--dim); }
.hangtime-timeline .connecting { fill: var(--dim); }
.hangtime-timeline .receiving { fill: var(--receiving); }
.hangtime-timeline .waiting { fill: var(--waiting); }
.hangtime-timeline .answering { fill: var(--good); }
.hangtime-timeline .pause { stroke: var(--dim); stroke-width: 1.5; stroke-dasharray: 1.5 4; }
.hangtime-timeline .good { fill: var(--good); stroke: var(--back); }
.hangtime-timeline .error { fill: var(--waiting); stroke: var(--back); }
.hangtime-timeline .bad { fill: none; stroke: var(--bad); stroke-width: 2.5; }
.hangtime-timeline .over { fill: var(--dim); stroke: var(--back); }
.hangtime-timeline .open { fill: none; stroke: var(--waiting); stroke-width: 2; }
.hangtime-timeline .event { fill: var(--event); }
)";

}  // namespace mock_server::timeline
