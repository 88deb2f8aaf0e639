// An attendance desk without waiting: each scan is kept, sent and answered in the page; a lost connection loses nothing.
// The same forms go to the same addresses; each carries a number of its own, so that sending it again records nothing twice.
"use strict";
{
  const scanner = document.querySelector("[data-scanner]");
  const form = document.getElementById("mencatat");
  const main = document.querySelector("main");
  const byId = (id) => document.getElementById(id);
  const KEEP = `ikrar-antre ${form.getAttribute("action")} `;
  const PATIENCE_MS = 8000;
  const REFRESH_MS = 15000;
  const queue = [];
  let isSending = false;
  let isLeaving = false;
  let pause = 1000;
  let retry = 0;

  // What is kept on the device until it is answered; a badge's text names nobody

  const store = (item) => {
    const { label, ...kept } = item;
    try { localStorage.setItem(KEEP + item.uuid, JSON.stringify(kept)); } catch { /* kept in this page alone */ }
  };
  const forget = (item) => { try { localStorage.removeItem(KEEP + item.uuid); } catch { /* nothing was kept */ } };
  const kept = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(KEEP)).map((key) => JSON.parse(localStorage.getItem(key)));
    } catch { return []; }
  };
  const number = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  const clock = (at) => { const d = new Date(at); return `${String(d.getHours()).padStart(2, "0")}.${String(d.getMinutes()).padStart(2, "0")}`; };

  // What is shown

  const show = (element, isShown) => element.classList.toggle("hidden", !isShown);
  const connected = (isThere) => { show(byId("terhubung"), isThere); show(byId("terputus"), !isThere); };
  const row = (item, template, words) => {
    const made = byId(template).content.cloneNode(true);
    made.querySelector("strong").textContent = words;
    made.querySelector(".pill span").textContent = clock(item.at);
    return made;
  };
  const named = (item) => item.label || (item.end ? form.dataset.badge.replace("{end}", item.end) : form.dataset.person);
  const draw = () => {
    const late = queue.filter((item) => item.late && !item.refused);
    const refused = queue.filter((item) => item.refused);
    show(byId("antre"), late.length > 0);
    show(byId("menunggu"), late.length > 0);
    show(byId("ditolak"), refused.length > 0);
    const words = byId("antre").querySelector("[data-words]");
    words.textContent = words.dataset.words.replace("{n}", late.length);
    byId("menunggu").querySelector("ul").replaceChildren(...late.map((item) => row(item, "baris-menunggu", named(item))).reverse());
    byId("ditolak").querySelector("ul").replaceChildren(...refused.map((item) => {
      const made = row(item, "baris-ditolak", named(item));
      made.querySelectorAll("p")[1].textContent = item.refused;
      made.querySelector("[data-again]").addEventListener("click", () => { delete item.refused; item.late = true; store(item); pump(); draw(); });
      made.querySelector("[data-drop]").addEventListener("click", () => { queue.splice(queue.indexOf(item), 1); forget(item); draw(); });
      return made;
    }));
  };
  const said = (nodes, mood) => {
    byId("jawaban").replaceChildren(...nodes);
    main.classList.toggle("answered", nodes.length > 0);
    scanner.dispatchEvent(new CustomEvent("said", { detail: mood }));
  };
  const place = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const piece of page.querySelectorAll("[data-into]")) byId(piece.dataset.into).replaceChildren(...piece.childNodes);
    const verdict = byId("jawaban").querySelector(".verdict");
    main.classList.remove("waiting");
    main.classList.add("answered");
    scanner.dispatchEvent(new CustomEvent("said", { detail: verdict ? [...verdict.classList].find((name) => name !== "verdict") : "hits" }));
    field();
  };
  const field = () => {
    form.elements.typed.value = "";
    if (matchMedia("(pointer: fine)").matches) form.elements.typed.focus();
  };
  const wait = () => {
    said([], "warn");
    main.classList.add("waiting");
    byId("tindakan").replaceChildren();
  };
  const idle = () => {
    main.classList.remove("waiting");
    said([], "idle");
    byId("tindakan").replaceChildren();
    field();
    refresh();
  };

  // Sending

  const post = async (url, pairs) => {
    const body = new FormData();
    for (const [name, value] of pairs) body.append(name, value);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const options = { method: "POST", body, headers: { "Ikrar-Part": "answer" }, redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) };
      const answer = await fetch(url, options);
      const part = answer.headers.get("Ikrar-Part");
      if (!part) return { is: "lost" };
      return { is: part, html: await answer.text(), isGood: answer.ok };
    } catch {
      return { is: "lost" };
    }
  };
  const reason = (answer) => {
    if (answer.is === "closed") return form.dataset.closed;
    const verdict = new DOMParser().parseFromString(answer.html, "text/html").querySelector(".verdict");
    return verdict ? Array.from(verdict.querySelectorAll("strong, b, p"), (line) => line.textContent).join(". ").replace(/\.\./g, ".") : "";
  };
  const finish = (item, answer) => {
    const isSeen = answer.is === "answer" && (answer.isGood || !item.late);
    if (isSeen) { queue.splice(queue.indexOf(item), 1); forget(item); }
    else { item.refused = reason(answer); store(item); }
    if (!item.late && isSeen) place(answer.html);
  };
  const leave = () => { isLeaving = true; location.reload(); };
  const pump = async () => {
    clearTimeout(retry);
    if (isSending) return;
    isSending = true;
    for (let item = queue.find((one) => !one.refused); item; item = queue.find((one) => !one.refused)) {
      const answer = await post(item.url, item.pairs);
      if (answer.is === "unknown") { leave(); return; }
      connected(answer.is !== "lost");
      if (answer.is === "lost") {
        for (const waiting of queue) if (!waiting.refused) waiting.late = true;
        wait();
        retry = setTimeout(pump, pause);
        pause = Math.min(pause * 2, 15000);
        break;
      }
      pause = 1000;
      finish(item, answer);
      draw();
    }
    isSending = false;
    draw();
    if (main.classList.contains("waiting") && !queue.some((item) => !item.refused)) idle();
  };
  const put = (url, pairs, uuid, told) => {
    const at = new Date();
    const item = { uuid, url, pairs: [...pairs, ["client_at", at.toISOString()]], at: at.getTime(), late: queue.some((one) => one.late && !one.refused), ...told };
    queue.push(item);
    store(item);
    if (item.late) { wait(); draw(); }
    pump();
  };
  const once = async (url, pairs) => {
    const answer = await post(url, pairs);
    connected(answer.is !== "lost");
    if (answer.is === "answer") { place(answer.html); return true; }
    if (answer.is !== "lost") leave();
    else { said([byId("tanpa-sinyal").content.cloneNode(true)], "warn"); byId("tindakan").replaceChildren(); }
    return false;
  };
  const badge = (text) => {
    const uuid = number();
    put(form.action, [["typed", text], ["way", form.elements.way.value], ["uuid", uuid]], uuid, { end: text.slice(-4) });
  };

  // What people do

  scanner.addEventListener("scan", (event) => { event.preventDefault(); badge(event.detail.text); });
  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (!sent.matches("[data-send]")) return;
    event.preventDefault();
    const pairs = [...new FormData(sent)].filter(([name]) => name !== "csrfmiddlewaretoken");
    const button = event.submitter;
    if (button?.name) pairs.push([button.name, button.value]);
    const typed = String(sent.elements.typed?.value || "").trim();
    if (sent === form && /IK1[A-Z2-7]{20}/i.test(typed)) { form.elements.typed.value = ""; badge(typed); return; }
    if (button?.name === "staff" || button?.name === "guest") {
      put(sent.action, pairs, sent.elements.uuid.value, { label: button.querySelector("strong").textContent });
      return;
    }
    once(sent.action || location.href, pairs).then((isSent) => { if (isSent && sent.elements.photo) sent.elements.photo.value = ""; });
  });
  document.addEventListener("click", (event) => {
    const door = event.target.closest("[data-next]");
    if (!door) return;
    event.preventDefault();
    idle();
  });
  addEventListener("online", pump);
  addEventListener("offline", () => connected(false));
  addEventListener("beforeunload", (event) => { if (!isLeaving && queue.some((item) => !item.refused)) event.preventDefault(); });

  // Who came last, drawn anew while nobody is being answered

  const refresh = async () => {
    if (main.matches(".answered, .waiting") || document.hidden || byId("terakhir").querySelector("[open]")) return;
    try {
      const answer = await fetch(form.getAttribute("action"), { headers: { "Ikrar-Part": "latest" }, signal: AbortSignal.timeout(PATIENCE_MS) });
      connected(Boolean(answer.headers.get("Ikrar-Part")));
      if (answer.headers.get("Ikrar-Part") !== "latest" || main.classList.contains("answered")) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      byId("terakhir").replaceWith(page.querySelector("#terakhir"));
    } catch {
      connected(false);
    }
  };
  setInterval(refresh, REFRESH_MS);
  connected(navigator.onLine);
  main.classList.toggle("answered", byId("jawaban").children.length > 0);
  if (main.classList.contains("answered")) scanner.dispatchEvent(new CustomEvent("said", { detail: "hits" }));
  queue.push(...kept().map((item) => ({ ...item, late: true })).sort((one, other) => one.at - other.at));
  draw();
  pump();
}
