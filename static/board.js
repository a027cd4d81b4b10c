// The board follows the room: it asks more than once a second whether anything happened, and says so when the line is lost.

import { heard, tell, tick } from "./floor.js";

const EVERY = 800;
const LOST_AFTER = 4000;
const place = document.querySelector("[data-board]");
const lost = document.getElementById("lost");
let mark = null;
let lastHeard = Date.now();

async function look() {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), LOST_AFTER);
  try {
    const headers = { "X-Fragment": "1", ...(mark && { "If-None-Match": mark }) };
    const answer = await fetch(location.pathname, { headers, signal: stop.signal, cache: "no-store" });
    if (answer.ok) {
      mark = answer.headers.get("ETag");
      place.innerHTML = await answer.text();
      place.dispatchEvent(new Event("fragment", { bubbles: true }));
      tell(place);
    }
    if (answer.ok || answer.status === 304) {
      heard(answer);
      lastHeard = Date.now();
    }
  } catch {
    // told below, once it has lasted
  }
  clearTimeout(late);
  setTimeout(look, EVERY);
}

function show() {
  tick(place);
  const away = Date.now() - lastHeard;
  if (lost) {
    const was = lost.hidden;
    lost.hidden = away < LOST_AFTER;
    if (!lost.hidden) lost.textContent = lost.dataset.words.replace("{seconds}", Math.round(away / 1000));
    const said = document.getElementById("lost-said");
    if (said && was !== lost.hidden) said.textContent = lost.hidden ? "" : lost.textContent; // once
  }
}

tell(place);
setInterval(show, 250);
look();
