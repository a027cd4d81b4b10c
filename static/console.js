// The console on a bad line: every press has a key of its own, waits on this device until it is sent, and is sent once.

import { heard, serverNow, tell, tick } from "./floor.js";
import { answered, beside, byPointer, holdOn, rest, rests, RULING, ruling, sign, twice, writes } from "./held.js";

const EVERY = 1000;
const AGAIN = 2000;
const PATIENCE = 5000;
const LOST_AFTER = 4000;
const MOST_TRIES = 20;
const QUIET = ["note", "reply", "grant", "refuse", "blank", "show", "swap", "back"]; // done beside the floor: nothing has to follow them
const REASONED = ["call", "undo", "swap"]; // refused where they need a reason that is not written
const KEPT = "keys-off";
const HUSH = 2000;
const place = document.querySelector("[data-console]");
const lost = document.getElementById("lost");
const told = document.getElementById("told");
const age = document.getElementById("age");
const keyboard = document.querySelector(".keyboard");
const list = document.getElementById("keys");
const store = `floor ${location.pathname}`;
let waiting = remembered();
let sending = false;
let away = false;
let lastHeard = Date.now();
let mark = null;
let typedAt = 0;
let hushed = 0; // until when, in milliseconds, no key is a command
let asking = null; // what was refused for want of a text

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(store) ?? "[]");
  } catch {
    return [];
  }
}

function keep() {
  try {
    sessionStorage.setItem(store, JSON.stringify(waiting));
  } catch {
    // full or forbidden: what waits is kept as long as the page is open
  }
  const late = waiting.filter((one) => one.tries || one !== waiting[0]);
  lost.hidden = !away && late.length === 0;
  if (!lost.hidden) {
    const words = waiting.map((one) => one.word).join(" · ");
    lost.textContent = `${lost.dataset.words.replace("{number}", waiting.length)} ${words}`;
  }
}

// A site in a room's own net may have no certificate: there the browser has random numbers, but no randomUUID.
function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

function press(form, button) {
  const body = Object.fromEntries(new FormData(form, button));
  delete body.csrf_token; // sent as JSON, which no other site can
  body.key = fresh();
  const before = waiting.findLast((one) => !one.quiet);
  if (before) body.mark = before.body.key; // it follows what is not sent yet
  const to = button?.getAttribute("formaction") ?? form.getAttribute("action");
  const quiet = QUIET.includes(last(to));
  const from = { button: button && sign(button), panel: form.closest("details")?.firstElementChild.textContent };
  const asks = last(to) === "point" || (REASONED.includes(last(to)) && body.why?.trim() === "" && form.elements.why.checkVisibility());
  waiting.push({ to, body, quiet, from, asks, at: Date.now(), word: button?.firstChild?.textContent.trim() ?? "", tries: 0 });
  settled();
  keep();
  if (!quiet) foresee(last(to));
  send();
}

function settled() {
  asking = null;
  told.textContent = "";
  answered(place);
}

// While a text is asked for, or may be, what is typed is no command, wherever it is typed.
const resting = () => asking !== null || waiting.some((one) => one.asks);

// Until the answer comes the primary button says what is likely next, so that it can be pressed on a line that is away.
function foresee(done) {
  const next = { next: "start", call: "start", start: "end", continue: "end", pause: "continue" }[done];
  const button = place.querySelector(".primary");
  if (!button || !next) return;
  button.setAttribute("formaction", button.getAttribute("formaction").replace(/[a-z]+$/, next));
  button.value = "";
  button.dataset.key = next === "end" ? "E" : "Space";
  button.textContent = place.dataset[next];
  if (button === document.activeElement) holdOn(place, null);
  for (const other of place.querySelectorAll(".presses button:not(.primary):not([formaction$=more])")) other.disabled = true;
  rest(place);
}

async function send() {
  if (sending || !waiting.length) return;
  sending = true;
  const one = waiting[0];
  const ago = Math.round((Date.now() - one.at) / 1000);
  const body = JSON.stringify({ ...one.body, ...(ago > 1 && { ago }) });
  const headers = { "X-Fragment": "1", "Content-Type": "application/json" };
  let answer = null;
  try {
    answer = await fetch(one.to, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    // the line is away
  }
  one.tries += 1;
  const again = !answer || [401, 408, 429].includes(answer.status) || (answer.status >= 500 && one.tries < MOST_TRIES);
  away = again;
  if (!again) {
    waiting.shift();
    if (answer.ok) await draw(answer, one.from?.panel);
    if (answer.ok && last(one.to) === "point") ruling(place);
    if (!answer.ok) await refused(answer, one);
  } else if (answer?.status === 401) {
    told.textContent = await words(answer);
  }
  sending = false;
  keep();
  if (again) setTimeout(send, AGAIN);
  else send();
}

async function draw(answer, done) {
  heard(answer);
  lastHeard = Date.now();
  mark = answer.headers.get("ETag");
  redraw(await answer.text(), done);
}

// What has the focus keeps it, what is open stays open, but for the form that was sent.
function redraw(text, done) {
  const open = [...place.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
  const held = place.contains(document.activeElement) && sign(document.activeElement);
  place.innerHTML = text;
  for (const one of place.querySelectorAll("summary")) if (open.includes(one.textContent) && one.textContent !== done) one.parentElement.open = true;
  if (held) holdOn(place, held);
  rest(place);
  askAgain();
  place.dispatchEvent(new Event("fragment", { bubbles: true }));
  tell(place);
}

const last = (address) => address.split("/").filter(Boolean).at(-1);

async function words(answer) {
  const drawn = document.createElement("template");
  drawn.innerHTML = await answer.text();
  const shown = drawn.content.querySelector(".errors ul, .error, .refusal .lead") ?? drawn.content;
  return shown.textContent.replace(/\s+/g, " ").trim().slice(0, 300);
}

// What was refused is told beside the console as it is now, until the next press; what was to follow it is not sent.
async function refused(answer, one) {
  const why = await words(answer);
  waiting = [];
  mark = null;
  try {
    const now = await fetch(location.pathname, { headers: { "X-Fragment": "1" }, signal: AbortSignal.timeout(PATIENCE) });
    if (now.ok) await draw(now);
  } catch {
    // the next look will draw it
  }
  const asks = answer.status === 422 && { rests: keys.checked ? place.dataset.rests : "" };
  const found = beside(place, one, why, asks);
  asking = asks && { one, why, asks, found };
  told.textContent = asks && !found ? `${why} ${asks.rests}` : why;
  told.classList.toggle("unseen", found);
  (found ? place.querySelector(".refused") : told).scrollIntoView({ block: "nearest" });
}

// What is asked for is asked for as long as it can be given.
function askAgain() {
  if (!asking?.found || place.querySelector("[data-asked]")) return;
  if (!beside(place, asking.one, asking.why, asking.asks, false)) settled();
}

const typing = () => place.querySelector("input:focus, select:focus") !== null
  || [...place.querySelectorAll("details[open] select")].some((one) => one.selectedIndex > 0)
  || [...place.querySelectorAll("input:not([type=hidden], details:not([open]) *)")].some((one) => one.value !== one.defaultValue);

async function look() {
  if (!waiting.length && !sending) {
    try {
      const headers = { "X-Fragment": "1", ...(mark && { "If-None-Match": mark }) };
      const answer = await fetch(location.pathname, { headers, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status < 500) lastHeard = Date.now();
      if (!answer.ok) heard(answer);
      else if (typing()) part(await answer.text());
      else if (!waiting.length && !sending) await draw(answer);
      away = answer.status >= 500;
    } catch {
      away = true;
    }
    keep();
  }
  setTimeout(look, EVERY);
}

// The form that is written in stays as it is, at its new place; where it is no more, all stays until the hand has gone.
function around(now, then) {
  const parts = [...now.children];
  const kept = parts.find((one) => one.contains(document.activeElement)) ?? parts.find(written);
  if (!kept) return now.contains(document.activeElement) ? null : now.replaceWith(then);
  const undoes = (one) => one.elements?.undoes?.value;
  const rules = kept.querySelector(RULING) !== null;
  const all = [...then.children];
  const at = all.findIndex((one) => (rules ? one.querySelector(RULING) : one.matches(".undo") && undoes(one) === undoes(kept)));
  if (at < 0 && rules) return gone(now, then);
  if (at < 0) return kept.contains(document.activeElement) ? null : now.replaceWith(then);
  for (const one of all[at].querySelectorAll("input[type=hidden]")) {
    const mine = kept.querySelector(`input[type=hidden][name="${one.name}"]`);
    if (mine) mine.value = one.value;
  }
  for (const one of parts) if (one !== kept) one.remove();
  kept.before(...all.slice(0, at));
  kept.after(...all.slice(at + 1));
  now.dataset.turn = then.dataset.turn;
  return null;
}

const written = (part) => [...part.querySelectorAll("input:not([type=hidden], details *)")].some((one) => one.value !== one.defaultValue);

// Somebody else has ruled: what a hand at work still types for a moment goes nowhere.
function gone(now, then) {
  now.replaceWith(then);
  if (Date.now() - typedAt < HUSH) hushed = Date.now() + HUSH;
  holdOn(place, null);
  return null;
}

// Under a hand that types only the speaker and the clock are drawn anew.
function part(text) {
  const drawn = document.createElement("template");
  drawn.innerHTML = text;
  const [now, then] = [place, drawn.content].map((root) => root.querySelector(".panel.now"));
  if (now && then) around(now, then);
  rest(place);
  askAgain();
}

// A line that hangs is told before it is given up; how old it all is stands beside, where no reader says it each second.
function aged() {
  if (document.hidden) return;
  const old = Date.now() - lastHeard;
  if (old >= LOST_AFTER && !away) {
    away = true;
    keep();
  }
  age.hidden = old < LOST_AFTER;
  if (!age.hidden) age.textContent = age.dataset.words.replace("{seconds}", Math.round(old / 1000));
}

function show() {
  tick(place);
  aged();
  for (const undo of place.querySelectorAll(".undo[data-until]")) {
    undo.querySelector(".why").hidden = serverNow() <= Date.parse(undo.dataset.until) && !undo.querySelector("[data-asked]");
  }
}

document.addEventListener("submit", (event) => {
  if (!place.contains(event.target)) return;
  event.preventDefault();
  if (!rests(event.submitter)) press(event.target, event.submitter);
});

function write(panel) {
  panel.querySelector("select, input:not([type=hidden]), button")?.focus();
  panel.scrollIntoView({ block: "nearest" });
}

// Whoever opens a form writes in it.
place.addEventListener("click", (event) => {
  const panel = event.target.closest("summary")?.parentElement;
  if (panel?.matches(".press:not([open])")) setTimeout(() => write(panel));
});

// Whoever speaks to the machine, or shakes, turns the keys off; that is remembered here.
const keys = keyboard.querySelector("input");
keyboard.hidden = false;
keys.checked = localStorage.getItem(KEPT) === null;
place.classList.toggle("off", !keys.checked);
keys.addEventListener("change", () => {
  if (keys.checked) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, "1");
  place.classList.toggle("off", !keys.checked);
});
keyboard.querySelector("button").addEventListener("click", () => list.showModal());

function shut(panel) {
  if (!panel) return;
  panel.open = false;
  panel.querySelector("form")?.reset();
  panel.firstElementChild.focus();
}

function gaveUp() {
  const form = place.querySelector("[data-asked]")?.form;
  settled();
  form?.reset();
  if (form?.closest("details")) shut(form.closest("details"));
  else holdOn(place, null);
}

// What is printed on the key: its Latin letter, by its place where the keyboard writes another script.
function printed(event) {
  if (event.key === " ") return "Space";
  const letter = /^Key([A-Z])$/.exec(event.code);
  return letter && !/[\p{ASCII}\p{Script=Latin}]/u.test(event.key) ? letter[1] : event.key.toUpperCase();
}

document.addEventListener("keydown", (event) => {
  if (list.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return asking ? gaveUp() : shut(event.target.closest("#console details[open]"));
  if (!keys.checked) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) {
    typedAt = Date.now();
    return;
  }
  const name = printed(event);
  if (Date.now() < hushed) hushed = Date.now() + HUSH;
  if (resting() || Date.now() < hushed) {
    if (name === "Space" && !writes(place, event.target)) event.preventDefault();
    return;
  }
  const held = event.target.closest("a, button, summary, input");
  const clicked = byPointer() && (place.contains(held) || held === keys);
  if (name === "Space" && held && !clicked) return; // it presses what has the focus, unless that was only clicked
  if (name === "Space") held?.blur();
  if (name === "?" || name === "؟") return list.showModal();
  const button = [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === name && !one.disabled);
  if (name === "Space" || button) event.preventDefault(); // a hand on the space bar never scrolls the clock away
  if (!button) return;
  if (event.repeat || twice(name, button)) return;
  if (button.form) press(button.form, button);
  else {
    button.parentElement.open = true;
    write(button.parentElement);
  }
});

tell(place);
rest(place);
keep();
send();
setInterval(show, 250);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) lastHeard = Math.max(lastHeard, Date.now() - LOST_AFTER / 2); // it slept, and asks at once
});
setTimeout(look, EVERY);
