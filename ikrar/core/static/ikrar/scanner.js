// Reads badges by the camera and hands each on as an event "scan"; where nobody stops it, the page's form is sent.
// Every page works without this script. Nothing that the camera sees is kept or sent.
"use strict";
const scanner = document.querySelector("[data-scanner]");
if (scanner) {
  const AGAIN_MS = 3000;
  const LOOK_MS = 60;
  const BADGE = /(^|\/B\/)IK1[A-Z2-7]+$/i;
  const part = (name) => scanner.querySelector(`[data-part="${name}"]`);
  const video = scanner.querySelector("video");
  const form = document.getElementById(scanner.dataset.form);
  const field = form.elements.typed;
  const seen = new Map();
  const memory = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* a private window keeps nothing */ } },
  };
  let stream = null;
  let detector = null;
  let quiet = 0;

  const only = (kind, name) => {
    for (const row of scanner.querySelectorAll(`[data-${kind}]`)) row.classList.toggle("hidden", row.dataset[kind] !== name);
  };
  const say = (name, back) => {
    only("say", name);
    clearTimeout(quiet);
    if (back) quiet = setTimeout(() => only("say", scanner.classList.contains("small") ? "next" : "aim"), 2500);
  };
  const show = (isOn, why) => {
    part("finder").classList.toggle("hidden", !isOn);
    part("off").classList.toggle("hidden", isOn);
    part("close").classList.toggle("hidden", !isOn);
    part("open").classList.toggle("hidden", isOn || why === "insecure" || why === "none");
    part("photo").classList.toggle("hidden", isOn);
    if (!isOn) only("why", why);
  };

  // What was read

  const hand = (text) => {
    const now = performance.now();
    const before = seen.get(text);
    seen.set(text, now);
    if (before !== undefined && now - before < AGAIN_MS) return;
    say("read", true);
    const event = new CustomEvent("scan", { bubbles: true, cancelable: true, detail: { text } });
    if (scanner.dispatchEvent(event)) {
      field.value = text;
      form.requestSubmit();
    }
  };
  const look = async () => {
    if (!stream) return;
    const began = performance.now();
    try {
      for (const code of await detector.detect(video)) {
        if (BADGE.test(code.rawValue)) hand(code.rawValue);
        else say("other", true);
      }
    } catch {
      detector = null;
      try { detector = await ponyfill(); } catch { close("decoder"); return; }
    }
    setTimeout(next, Math.max(0, LOOK_MS - (performance.now() - began)));
  };
  const next = () => {
    if (!stream) return;
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(look);
    else look();
  };

  // The reader of codes: the browser's own, or ours

  const ponyfill = async () => {
    if (!window.BarcodeDetectionAPI) {
      await new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = scanner.dataset.decoder;
        script.addEventListener("load", resolve);
        script.addEventListener("error", reject);
        document.head.append(script);
      });
    }
    await BarcodeDetectionAPI.prepareZXingModule({
      overrides: { locateFile: () => scanner.dataset.wasm }, fireImmediately: true,
    });
    return new BarcodeDetectionAPI.BarcodeDetector({ formats: ["qr_code"] });
  };
  const reader = async () => {
    if ("BarcodeDetector" in window) {
      const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
      if (formats.includes("qr_code")) return new BarcodeDetector({ formats: ["qr_code"] });
    }
    return ponyfill();
  };

  // The camera

  const close = (why) => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    video.srcObject = null;
    show(false, why);
  };
  const open = async () => {
    const wish = { audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } };
    try {
      stream = await navigator.mediaDevices.getUserMedia(wish);
    } catch (fault) {
      close({ NotAllowedError: "denied", NotFoundError: "none", OverconstrainedError: "none" }[fault.name] || "busy");
      return;
    }
    try { detector = detector || await reader(); } catch { close("decoder"); return; }
    stream.getVideoTracks()[0].addEventListener("ended", () => close("busy"));
    video.srcObject = stream;
    await video.play().catch(() => {});
    show(true);
    next();
  };
  part("open").addEventListener("click", () => { memory.set("ikrar-kamera", "on"); open(); });
  part("close").addEventListener("click", () => { memory.set("ikrar-kamera", "off"); close("start"); });
  const begin = async () => {
    part("send").classList.add("hidden");
    if (!isSecureContext || !navigator.mediaDevices) { show(false, "insecure"); return; }
    const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    if (!devices.some((device) => device.kind === "videoinput")) { show(false, "none"); return; }
    const asked = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
    if (asked?.state === "denied") show(false, "denied");
    else if (asked?.state === "granted" && memory.get("ikrar-kamera") !== "off") open();
    else show(false, "start");
  };
  begin();

  // A photo goes at once; a key pressed anywhere goes into the field, as a USB scanner types

  part("photo").elements.photo.addEventListener("change", () => part("photo").requestSubmit());
  document.addEventListener("keydown", (event) => {
    if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!event.target.closest("input, textarea, select, [contenteditable]")) field.focus();
  });

  // Sound and vibration, off until somebody wants them

  let air = null;
  const sound = part("sound");
  const tone = (high, times) => {
    if (sound.getAttribute("aria-pressed") !== "true") return;
    navigator.vibrate?.(Array.from({ length: times * 2 - 1 }, () => 90));
    air = air || new AudioContext();
    for (let turn = 0; turn < times; turn += 1) {
      const wave = new OscillatorNode(air, { frequency: high ? 1320 : 330 });
      const quieter = new GainNode(air, { gain: 0.15 });
      wave.connect(quieter).connect(air.destination);
      wave.start(air.currentTime + turn * 0.2);
      wave.stop(air.currentTime + turn * 0.2 + 0.12);
    }
  };
  const press = (isOn) => sound.setAttribute("aria-pressed", String(isOn));
  sound.classList.remove("hidden");
  press(memory.get("ikrar-bunyi") === "on");
  sound.addEventListener("click", () => {
    const isOn = sound.getAttribute("aria-pressed") !== "true";
    press(isOn);
    memory.set("ikrar-bunyi", isOn ? "on" : "off");
    tone(true, 1);
  });
  scanner.addEventListener("said", (event) => {
    scanner.classList.toggle("small", event.detail !== "idle");
    say(event.detail === "idle" ? "aim" : "next");
    if (event.detail === "ok") tone(true, 1);
    else if (event.detail !== "idle") tone(false, 2);
  });
}
