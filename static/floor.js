// The clock that the console and the board share: it goes on from what the server showed, and says what it passes.

const SAID = [[60, "minute"], [30, "half"], [0, "zero"]];
const trial = 1000 * Number(document.querySelector("[data-ahead]")?.dataset.ahead ?? 0);
let ahead = 0; // by how many milliseconds this device's clock is ahead of the server's
let before = null;

export function heard(answer) {
  const date = Date.parse(answer.headers.get("Date") ?? "");
  if (!Number.isNaN(date) && Math.abs(Date.now() - date - ahead) > 1500) ahead = Date.now() - date - 500;
}

export const serverNow = () => Date.now() - ahead + trial;

const shown = (seconds) => {
  const all = Math.abs(Math.trunc(seconds));
  const text = `${String(Math.floor(all / 60)).padStart(2, "0")}:${String(all % 60).padStart(2, "0")}`;
  return seconds < 0 ? `−${text}` : text;
};

function used(clock) {
  const began = Number(clock.dataset.used);
  const since = "running" in clock.dataset ? Math.max(0, (serverNow() - Date.parse(clock.dataset.at)) / 1000) : 0;
  return began + since;
}

export function tick(root) {
  const clock = root.querySelector(".clock[data-at]");
  if (!clock) { before = null; return; }
  const now = used(clock);
  const left = Number(clock.dataset.limit) - now;
  clock.querySelector("b").textContent = shown(now);
  clock.classList.toggle("over", left < 0);
  clock.classList.toggle("soon", left >= 0 && left <= 30);
  for (const one of root.querySelectorAll("[data-over]")) one.hidden = left >= 0;
  const bar = root.querySelector("progress");
  if (bar) bar.value = Math.min(now, Number(clock.dataset.limit));
  if ("running" in clock.dataset && before !== null) announce(before, left);
  before = left;
}

function announce(was, left) {
  const said = document.getElementById("said");
  for (const [seconds, name] of SAID) if (said && was > seconds && left <= seconds) said.textContent = said.dataset[name];
}

export function tell(root) {
  const said = document.getElementById("said");
  const news = root.querySelector("[data-say]")?.dataset.say ?? "";
  if (said && (said.dataset.last ?? "") !== news) said.textContent = news;
  if (said) said.dataset.last = news;
}
