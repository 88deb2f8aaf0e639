// The drawn signature, and the focus on each step. Signing works without this script.
"use strict";
const pad = document.getElementById("pad");
const path = pad.querySelector("path");
const field = document.getElementById("drawing");
const LIMIT = 11000;
document.getElementById("pad-block").classList.remove("hidden");
let drawing = false;
const at = (event) => {
  const box = pad.getBoundingClientRect();
  const x = Math.round(((event.clientX - box.left) / box.width) * 320);
  const y = Math.round(((event.clientY - box.top) / box.height) * 150);
  return `${x} ${y}`;
};
pad.addEventListener("pointerdown", (event) => { drawing = true; pad.setPointerCapture(event.pointerId); field.value += `M${at(event)}`; });
pad.addEventListener("pointermove", (event) => {
  if (!drawing || field.value.length > LIMIT) return;
  field.value += `L${at(event)}`;
  path.setAttribute("d", field.value);
});
pad.addEventListener("pointerup", () => { drawing = false; });
document.getElementById("pad-clear").addEventListener("click", () => { field.value = ""; path.setAttribute("d", ""); });
addEventListener("hashchange", () => { const step = document.querySelector(".step:target"); if (step) step.focus({ preventScroll: true }); scrollTo(0, 0); });
