// A desk's device: nothing personal comes back by the back button, and an idle kiosk wipes itself, aloud.
"use strict";
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
const form = document.getElementById("wipe-form");
if (form) {
  const bar = document.getElementById("wipe-bar");
  const left = document.getElementById("wipe-left");
  const say = document.getElementById("wipe-say");
  const whole = Number(form.dataset.seconds);
  const warn = Math.min(whole, 30);
  let rest = whole;
  const words = (seconds) => form.dataset.warn.replace("%s", seconds);
  const stay = () => { rest = whole; bar.classList.add("hidden"); say.textContent = ""; };
  if (whole > warn) for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, stay);
  document.getElementById("wipe-stay").addEventListener("click", stay);
  setInterval(() => {
    rest -= 1;
    if (rest <= 0) { form.submit(); rest = whole; return; }
    if (rest > warn) return;
    bar.classList.remove("hidden");
    left.textContent = words(rest);
    if (rest === warn || rest === 10 || rest === 5) say.textContent = words(rest);
  }, 1000);
}
