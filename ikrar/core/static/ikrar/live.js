// Keeps figures fresh: asks for the same page again and takes its live part, unless somebody is at work in it.
"use strict";
const live = document.getElementById("live");
setInterval(async () => {
  if (document.hidden || live.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    live.replaceChildren(...page.getElementById("live").childNodes);
  } catch {
    // The line is down: the time on the page tells how old its figures are.
  }
}, Number(live.dataset.seconds) * 1000);
