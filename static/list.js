// Moves a row of the list by its handle: with a mouse, a finger or the keys, also to the list of another meeting.
// What is dropped goes through the form or page of a move.

const SLACK = 5;
const EDGE = 72;
const STEPS = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };

// Looked up at each use: the list is drawn anew when another organiser changes it.
const words = () => document.getElementById("moving");
const tag = document.createElement("div");
let held = null;

function tell(which, values = {}) {
  document.getElementById("moving-said").textContent = words().dataset[which].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function rows() {
  return [...document.querySelectorAll("table.ranked tbody tr[id]")];
}

function nameOf(row) {
  return row.querySelector("th > a").textContent.trim();
}

// Each row is told its place, and its list: that of the heading above it, or the one of the day.
function place() {
  let list = { name: "", last: words().dataset.last, heading: "" };
  for (const row of document.querySelectorAll("table.ranked tbody tr")) {
    if (!row.id) list = { name: row.dataset.list, last: row.dataset.last, heading: row.textContent.trim() };
    else Object.assign(row.dataset, { place: row.cells[0].textContent.trim(), list: list.name, last: list.last, heading: list.heading });
  }
}

function made(name, text, label, row) {
  const one = document.createElement(name);
  if (name === "button") one.type = "button";
  one.textContent = text;
  one.setAttribute("aria-label", words().dataset[label].replace("{name}", nameOf(row)));
  return one;
}

// One place up or down: at once while nothing is published, else through the page that asks for the reason.
function arrow(row, text, label, to) {
  if (words().dataset.reason === undefined || to < 1 || to > Number(row.dataset.last)) {
    const button = made("button", text, label, row);
    Object.assign(button, { type: "submit", name: label, value: row.id.slice(1), disabled: to < 1 || to > Number(row.dataset.last) });
    button.setAttribute("form", "nudge");
    return button;
  }
  const link = made("a", text, label, row);
  link.href = `${row.id.slice(1)}/move/?to=${to}`;
  return link;
}

function handle(row) {
  const moves = row.cells[row.cells.length - 1];
  moves.querySelector("a[href$='/move/']").setAttribute("aria-label", words().dataset.to.replace("{name}", nameOf(row)));
  if (row.dataset.pinned !== undefined || moves.querySelector(".handle")) return;
  const at = Number(row.dataset.place);
  const button = made("button", "⠿", "handle", row);
  button.className = "handle";
  button.setAttribute("aria-describedby", "moving-keys");
  moves.prepend(button, arrow(row, "▲", "up", at - 1), arrow(row, "▼", "down", at + 1));
}

class Held {
  constructor(row, button) {
    this.row = row;
    this.button = button;
    this.from = Number(row.dataset.place);
    this.others = rows().filter((one) => one !== row);
    this.spots = this.found();
    this.start = this.at = this.own(this.from);
    row.classList.add("lifted");
    button.setAttribute("aria-pressed", "true");
  }

  // Where it can go, from above to below: each place of its own list, before the first and behind each row of the others.
  found() {
    const lists = Object.groupBy(rows(), (one) => one.dataset.list);
    return Object.entries(lists).sort(([, [one]], [, [other]]) => one.rowIndex - other.rowIndex).flatMap(([name, those]) =>
      name === this.row.dataset.list
        ? Array.from({ length: Number(this.row.dataset.last) }, (_, place) => ({ place: place + 1 }))
        : [...those.slice(0, 1).filter((row) => row.dataset.place === "1").map((row) => ({ place: 1, before: row, heading: row.dataset.heading })),
          ...those.map((row) => ({ place: Number(row.dataset.place) + 1, after: row, heading: row.dataset.heading }))]);
  }

  own(place) {
    return this.spots.findIndex((one) => !one.heading && one.place === place);
  }

  get to() {
    return this.spots[this.at];
  }

  aim(at) {
    const next = Math.min(Math.max(at, 0), this.spots.length - 1);
    if (next === this.at) return;
    this.at = next;
    this.mark();
    const { place, heading } = this.to;
    tell(heading ? "elsewhere" : "at", { name: nameOf(this.row), place, last: this.row.dataset.last, heading });
  }

  // To an end of its own list, or so many spots on.
  step(by) {
    this.aim(Number.isFinite(by) ? this.at + by : this.own(by < 0 ? 1 : Number(this.row.dataset.last)));
  }

  // The line stands where the row would: after the last shown row before its place, else before the first.
  mark() {
    this.unmark();
    if (this.at === this.start) return;
    const mine = this.others.filter((one) => one.dataset.list === this.row.dataset.list);
    const before = this.to.before ? null : this.to.after ?? mine.filter((one) => this.placed(one) < this.to.place).at(-1);
    const row = before ?? this.to.before ?? mine[0];
    row?.classList.add(before ? "drop-after" : "drop-before");
    this.marked = row;
    if (this.pointer === undefined) row?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  // The place that another row of its list has once this one is taken out.
  placed(row) {
    const place = Number(row.dataset.place);
    return place > this.from ? place - 1 : place;
  }

  unmark() {
    this.marked?.classList.remove("drop-after", "drop-before");
  }

  // Above the middle of a row: before it; below: after it.
  over(y) {
    const own = this.row.getBoundingClientRect();
    if (y >= own.top && y <= own.bottom) return this.start;
    const near = this.others.filter((one) => {
      const box = one.getBoundingClientRect();
      return y > box.top + box.height / 2;
    }).at(-1);
    if (!near) return this.others[0]?.dataset.list === this.row.dataset.list ? this.own(this.placed(this.others[0])) : 0;
    const next = this.others[this.others.indexOf(near) + 1];
    if (next && next.dataset.list !== near.dataset.list && this.below(next, y)) return this.first(next);
    if (near.dataset.list !== this.row.dataset.list) return this.spots.findIndex((one) => one.after === near);
    return this.own(this.placed(near) + 1);
  }

  // Whether the hand is below the heading of the list that begins with this row.
  below(row, y) {
    const box = row.previousElementSibling.getBoundingClientRect();
    return y > box.top + box.height / 2;
  }

  // The first place of the list that begins with this row.
  first(row) {
    return row.dataset.list === this.row.dataset.list ? this.own(1) : this.spots.findIndex((one) => one.before === row);
  }

  end() {
    this.unmark();
    this.row.classList.remove("lifted");
    this.button.removeAttribute("aria-pressed");
    tag.remove();
    cancelAnimationFrame(this.frame);
    held = null;
  }

  cancel() {
    this.end();
    tell("cancelled", { name: nameOf(this.row), place: this.from });
  }

  drop() {
    const { row, to, from, at, start } = this;
    this.end();
    if (at === start) return tell("stays", { name: nameOf(row), place: from });
    tell(to.heading ? "elsewhere" : "dropped", { name: nameOf(row), place: to.place, heading: to.heading });
    send(row, to);
  }
}

function keyOf(row) {
  return row.id.slice(1).padStart(9, "0");
}

function send(row, { place, after, before }) {
  const url = new URL(`${row.id.slice(1)}/move/`, location.href);
  for (const [name, value] of new URLSearchParams(location.search)) url.searchParams.set(name, value);
  const goes = after ? ["after", keyOf(after)] : before ? ["after", `before:${keyOf(before)}`] : ["place", place];
  if (words().dataset.reason !== undefined) {
    url.searchParams.set(goes[0] === "after" ? "after" : "to", goes[1]);
    return location.assign(url);
  }
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  for (const field of document.querySelectorAll("#nudge > input[type=hidden]")) form.append(field.cloneNode());
  for (const [name, value] of [["step", "move"], goes]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

function take(button) {
  held?.cancel();
  held = new Held(button.closest("tr"), button);
}

// ---- pointer

function pressed(event) {
  const button = event.target.closest(".handle");
  if (!button || event.button !== 0 || !event.isPrimary) return;
  event.preventDefault();
  button.focus({ preventScroll: true });
  take(button);
  held.pointer = event.pointerId;
  held.began = held.y = event.clientY;
  button.setPointerCapture(event.pointerId);
}

function dragged(event) {
  if (!held || held.pointer !== event.pointerId) return;
  held.y = event.clientY;
  if (!held.moving && Math.abs(held.y - held.began) < SLACK) return;
  if (!held.moving) {
    held.moving = true;
    tag.className = "flying";
    tag.setAttribute("aria-hidden", "true");
    document.getElementById("moving").append(tag);
    roll();
  }
  follow(event.clientX);
}

function follow(x = held.x) {
  held.x = x;
  held.aim(held.over(held.y));
  tag.textContent = [`${held.to.place}. ${nameOf(held.row)}`, held.to.heading].filter(Boolean).join(" · ");
  tag.style.insetBlockStart = `${held.y + 14}px`;
  tag.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - tag.offsetWidth - 4))}px`;
}

// Near the upper or lower edge the page goes on by itself.
function roll() {
  if (!held?.moving) return;
  const by = held.y < EDGE * 2 ? -8 : held.y > innerHeight - EDGE ? 8 : 0;
  if (by) {
    scrollBy({ top: by, behavior: "instant" });
    follow();
  }
  held.frame = requestAnimationFrame(roll);
}

function released(event) {
  if (!held || held.pointer !== event.pointerId) return;
  if (held.moving) held.drop();
  else held.end();
}

// ---- keys

function key(event) {
  if (event.key === "Escape" && held) {
    event.preventDefault();
    return held.cancel();
  }
  const button = event.target.closest?.(".handle");
  if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in STEPS) {
    event.preventDefault();
    if (held?.pointer !== undefined) return;
    if (!held) take(button);
    held.step(STEPS[event.key]);
  } else if (event.key === "Enter" && held) {
    event.preventDefault();
    held.drop();
  }
}

function left(event) {
  if (held && event.target === held.button && held.pointer === undefined) held.cancel();
}

// ---- those chosen

function count() {
  const bar = document.getElementById("together");
  const number = document.querySelectorAll("table.ranked :checked").length;
  if (bar) document.getElementById("chosen-number").textContent = number ? bar.dataset.chosen.replace("{number}", number) : "";
}

function ready() {
  place();
  for (const row of rows()) handle(row);
  words()?.querySelector("[hidden]")?.removeAttribute("hidden");
}

// After a move the keys go on from the row; the browser takes the focus away while it goes to the row, so it comes last.
function home() {
  const back = /^#s\d+$/.test(location.hash) && document.querySelector(`${location.hash} .handle`);
  if (back && document.activeElement === document.body) back.focus({ preventScroll: true });
}

if (words()) {
  ready();
  document.addEventListener("fragment", ready);
  document.addEventListener("pointerdown", pressed);
  document.addEventListener("pointermove", dragged);
  document.addEventListener("pointerup", released);
  document.addEventListener("pointercancel", () => held?.cancel());
  document.addEventListener("keydown", key);
  document.addEventListener("change", count);
  count();
  document.addEventListener("focusout", left);
  if (document.readyState === "complete") setTimeout(home);
  else addEventListener("load", () => setTimeout(home));
}
