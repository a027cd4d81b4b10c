// The board follows the room: it asks more than once a second whether anything happened, and says so when the line is lost.

import { heard, tell, tick } from "./floor.js";

const EVERY = 800;
const LOST_AFTER = 4000;
const place = document.querySelector("[data-board]");
const lost = document.getElementById("lost");
let mark = null;
let lastHeard = Date.now();
let gone = false; // the dialogue itself: an exercise that was thrown away

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
    gone = answer.status === 404 || answer.status === 410;
    if (gone) {
      mark = null;
      place.replaceChildren();
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
    lost.hidden = !gone && away < LOST_AFTER;
    const words = gone ? lost.dataset.gone : lost.dataset.words.replace("{seconds}", Math.round(away / 1000));
    if (!lost.hidden && lost.textContent !== words) lost.textContent = words;
    const said = document.getElementById("lost-said");
    if (said && was !== lost.hidden) said.textContent = lost.hidden ? "" : words; // once
  }
}

tell(place);
setInterval(show, 250);
look();
