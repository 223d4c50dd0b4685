#include "grader/commands/live_script.hpp"

namespace grader {

std::string live_script(const std::string& nonce, const std::string& token, std::uint64_t version) {
  std::string script = R"js('use strict';
addEventListener('DOMContentLoaded', () => {
  let shown = VERSION;
  const say = (text) => { document.getElementById('live').textContent = text; };
  const key = (details) => {
    const row = details.closest('li');
    return details.closest('article').id + '|' + (row ? row.querySelector('h4').textContent : '') + '|' +
        details.querySelector('summary').textContent.replace(/\s+/g, ' ');
  };
  const show = async (version) => {
    const answer = await fetch(location.href, {cache: 'no-store'});
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const state = new Map([...document.querySelectorAll('main details')].map((each) => [key(each), each.open]));
    for (const details of fresh.querySelectorAll('main details')) {
      if (state.has(key(details))) details.open = state.get(key(details));
    }
    document.title = fresh.title;
    document.querySelector('main').replaceWith(fresh.querySelector('main'));
    shown = version;
  };
  const source = new EventSource('/events?token=TOKEN');
  source.addEventListener('verdict', (event) => { if (Number(event.data) !== shown) show(Number(event.data)); });
  source.addEventListener('status', (event) => say(JSON.parse(event.data)));
  source.addEventListener('error', () => say('No connection: is "serve" still running?'));
});
)js";
  script.replace(script.find("VERSION"), 7, std::to_string(version));
  script.replace(script.find("TOKEN"), 5, token);
  return "<script nonce=\"" + nonce + "\">\n" + script + "</script>\n";
}

}  // namespace grader
