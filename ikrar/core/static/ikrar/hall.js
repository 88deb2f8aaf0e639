// The screen in a hall: asks once a second, keeps its last picture when the line breaks, and says so.
"use strict";
const hall = document.getElementById("layar");
const said = document.getElementById("kabar");
const EVERY = 1000, PATIENCE = 4000, LOST_AFTER = 2500, CORRECTED_FOR = 20000;
let at = Number(hall.dataset.at);
let clock = "";
let good = performance.now();
let corrected = said.textContent;
let correctedUntil = corrected ? good + CORRECTED_FOR : 0;
const counts = {};
counts.signed = Number(hall.dataset.count);

function tell() {
  const now = performance.now();
  const lost = now - good > LOST_AFTER;
  const text = lost ? hall.dataset.lost.replace("%s", clock) : now < correctedUntil ? corrected : "";
  if (said.textContent !== text) said.textContent = text;
  hall.classList.toggle("is-lost", lost);
}

function tally(what, told) {
  if (!told) return;
  for (const place of document.querySelectorAll(`[data-tally="${what}"] .hall-count`)) {
    if (place.textContent !== told.words) place.textContent = told.words;
    place.classList.toggle("hall-word", told.count < 0);
  }
  if (told.count >= 0 && counts[what] > told.count) {
    corrected = hall.dataset.corrected.replace("%s", counts[what] - told.count);
    correctedUntil = performance.now() + CORRECTED_FOR;
  }
  if (told.count >= 0) counts[what] = told.count;
}

function strip(told) {
  for (const rect of document.querySelectorAll('[data-dots="full"]')) rect.setAttribute("width", told.full);
  for (const rect of document.querySelectorAll('[data-dots="rest"]')) {
    rect.setAttribute("x", told.full);
    rect.setAttribute("height", told.rest);
  }
}

function scene(now) {
  for (const part of document.querySelectorAll("[data-scene]")) part.hidden = part.dataset.scene !== now.view;
  for (const mark of document.querySelectorAll("[data-together]")) mark.hidden = !now.together;
  let number = 0;
  for (const page of document.querySelectorAll("[data-page]")) {
    page.hidden = Number(page.dataset.page) !== now.place;
    if (!page.hidden) number = Number(page.dataset.number);
  }
  for (const label of document.querySelectorAll("[data-label]")) label.hidden = Number(label.dataset.label) !== now.place;
  for (const point of document.querySelectorAll("[data-point]")) {
    const own = Number(point.dataset.point);
    point.classList.toggle("done", own < number);
    if (own === number) point.setAttribute("aria-current", "step");
    else point.removeAttribute("aria-current");
  }
}

function show(now) {
  good = performance.now();
  clock = now.clock;
  if (now.at < at) return; // another process had counted a moment earlier
  if (now.present && !document.querySelector('[data-tally="present"]')) return location.reload();
  at = now.at;
  hall.dataset.at = at;
  if (String(now.seq) !== hall.dataset.seq) scene(now);
  hall.dataset.seq = now.seq;
  tally("signed", now.signed);
  tally("present", now.present);
  strip(now.signed);
}

async function ask() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(hall.dataset.now, { cache: "no-store", credentials: "omit", signal: stop.signal });
    if (answer.status === 404) return location.reload();
    if (answer.ok) show(await answer.json());
  } catch {
    // The last picture stays; `tell` says from when it is.
  } finally {
    clearTimeout(timer);
  }
  setTimeout(ask, EVERY);
}

clock = hall.dataset.clock;
setInterval(tell, 250);
ask();
