// The console on a bad line: every press has a key of its own, waits on this device until it is sent, and is sent once.

import { heard, serverNow, tell, tick } from "./floor.js";

const EVERY = 1000;
const AGAIN = 2000;
const PATIENCE = 5000;
const place = document.querySelector("[data-console]");
const lost = document.getElementById("lost");
const store = `floor ${location.pathname}`;
let waiting = JSON.parse(localStorage.getItem(store) ?? "[]");
let sending = false;
let mark = null;

function keep() {
  localStorage.setItem(store, JSON.stringify(waiting));
  lost.hidden = waiting.length === 0 || (waiting.length === 1 && sending && !waiting[0].tried);
  if (!lost.hidden) {
    const words = waiting.map((one) => one.word).join(" · ");
    lost.textContent = `${lost.dataset.words.replace("{number}", waiting.length)} ${words}`;
  }
}

function press(form, button) {
  const body = Object.fromEntries(new FormData(form, button));
  body.key = crypto.randomUUID();
  if (waiting.length) body.mark = waiting.at(-1).body.key; // it follows what is not sent yet
  const to = button?.getAttribute("formaction") ?? form.getAttribute("action");
  waiting.push({ to, body, at: Date.now(), word: button?.firstChild?.textContent.trim() ?? "" });
  keep();
  send();
}

async function send() {
  if (sending || !waiting.length) return;
  sending = true;
  const one = waiting[0];
  const body = new URLSearchParams(one.body);
  const ago = Math.round((Date.now() - one.at) / 1000);
  if (ago > 1) body.set("ago", ago);
  let away = false;
  try {
    const answer = await fetch(one.to, { method: "POST", body, headers: { "X-Fragment": "1" }, signal: AbortSignal.timeout(PATIENCE) });
    away = answer.status === 503;
    if (!away) {
      waiting.shift();
      if (answer.ok) await draw(answer);
      else await refused(answer);
    }
  } catch {
    away = true;
  }
  if (away) one.tried = true;
  sending = false;
  keep();
  if (away) setTimeout(send, AGAIN);
  else send();
}

async function draw(answer) {
  heard(answer);
  mark = answer.headers.get("ETag");
  const open = [...place.querySelectorAll("details[open]")].map((one) => one.querySelector("summary").textContent);
  place.innerHTML = await answer.text();
  for (const one of place.querySelectorAll("details")) if (open.includes(one.querySelector("summary").textContent)) one.open = true;
  place.dispatchEvent(new Event("fragment", { bubbles: true }));
  tell(place);
}

// What was refused is told above the console as it is now; what was to follow it is not sent any more.
async function refused(answer) {
  const drawn = document.createElement("template");
  drawn.innerHTML = await answer.text();
  waiting = [];
  mark = null;
  await look(false);
  const told = document.createElement("p");
  told.className = "flash warn";
  told.setAttribute("role", "alert");
  told.textContent = drawn.content.textContent.replace(/\s+/g, " ").trim();
  place.prepend(told);
}

const busy = () => place.querySelector("details[open], input:focus, select:focus") !== null;

async function look(again = true) {
  if (!waiting.length && !sending && !(again && busy())) {
    try {
      const headers = { "X-Fragment": "1", ...(mark && { "If-None-Match": mark }) };
      const answer = await fetch(location.pathname, { headers, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok && !waiting.length && !sending) await draw(answer);
      else heard(answer);
      if (lost.dataset.away) { delete lost.dataset.away; keep(); }
    } catch {
      lost.dataset.away = "1";
      lost.hidden = false;
      lost.textContent = lost.dataset.words.replace("{number}", waiting.length);
    }
  }
  if (again) setTimeout(look, EVERY);
}

function show() {
  tick(place);
  const undo = place.querySelector(".undo[data-until]");
  if (undo) undo.querySelector(".why").hidden = serverNow() <= Date.parse(undo.dataset.until);
}

document.addEventListener("submit", (event) => {
  if (!place.contains(event.target)) return;
  event.preventDefault();
  press(event.target, event.submitter);
});

document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const name = event.key === " " ? "Space" : event.key.toUpperCase();
  if (name === "Space" && event.target.matches("a, button, summary")) return; // it presses what has the focus
  const button = [...place.querySelectorAll("button[data-key]")].find((one) => one.dataset.key === name);
  if (name === "Space" || button) event.preventDefault(); // a hand on the space bar never scrolls the clock away
  if (!button) return;
  if (!event.repeat) press(button.form, button);
});

tell(place);
keep();
send();
setInterval(show, 250);
setTimeout(look, EVERY);
