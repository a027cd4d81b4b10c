// What a screen in the hall needs beside its rows: the clock of the room, and the whole of the screen.

import { serverNow } from "./floor.js";

const clock = document.querySelector("[data-clock]");
const full = document.querySelector("[data-full]");
const written = new Intl.DateTimeFormat("en-GB", { timeZone: clock.dataset.clock, hour: "2-digit", minute: "2-digit" });

function show() {
  const now = written.format(serverNow());
  if (clock.textContent !== now) clock.textContent = now;
}

function offer() {
  full.hidden = !document.fullscreenEnabled || document.fullscreenElement !== null;
}

clock.hidden = false;
show();
setInterval(show, 1000);
offer();
full.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => { full.hidden = true; }));
document.addEventListener("fullscreenchange", offer);
