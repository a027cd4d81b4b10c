// Moves a row of the list by its handle: with a mouse, a finger or the keys. What is dropped goes through the form or page of a move.

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

function rows(list) {
  return [...document.querySelectorAll("table.list tr[data-place]")].filter((row) => row.dataset.list === list);
}

function nameOf(row) {
  return row.querySelector("th").firstChild.textContent.trim();
}

function handle(row) {
  const moves = row.querySelector(".move");
  if (!moves || row.dataset.pinned !== undefined || row.dataset.last === "1" || moves.querySelector(".handle")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "handle";
  button.textContent = "⠿";
  button.setAttribute("aria-label", words().dataset.handle.replace("{name}", nameOf(row)));
  button.setAttribute("aria-describedby", "moving-keys");
  moves.prepend(button);
}

class Held {
  constructor(row, button) {
    this.row = row;
    this.button = button;
    this.from = Number(row.dataset.place);
    this.last = Number(row.dataset.last);
    this.to = this.from;
    this.others = rows(row.dataset.list).filter((one) => one !== row);
    row.classList.add("lifted");
    button.setAttribute("aria-pressed", "true");
  }

  aim(place) {
    const to = Math.min(Math.max(place, 1), this.last);
    if (to === this.to) return;
    this.to = to;
    this.mark();
    tell("at", { name: nameOf(this.row), place: to, last: this.last });
  }

  // The line stands where the row would: after the last shown row before its place, else before the first.
  mark() {
    this.unmark();
    if (this.to === this.from) return;
    const before = this.others.filter((one) => this.placed(one) < this.to);
    const row = before.at(-1) ?? this.others[0];
    row?.classList.add(before.length ? "drop-after" : "drop-before");
    this.marked = row;
    if (this.pointer === undefined) row?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  // The place that another row has once this one is taken out.
  placed(row) {
    const place = Number(row.dataset.place);
    return place > this.from ? place - 1 : place;
  }

  unmark() {
    this.marked?.classList.remove("drop-after", "drop-before");
  }

  // Above the middle of a row: before it; below: after it.
  over(y) {
    const before = this.others.filter((one) => {
      const box = one.getBoundingClientRect();
      return y > box.top + box.height / 2;
    });
    const near = before.at(-1);
    const own = this.row.getBoundingClientRect();
    if (y >= own.top && y <= own.bottom) return this.from;
    return near ? this.placed(near) + 1 : this.others.length ? this.placed(this.others[0]) : this.from;
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
    const { row, to, from } = this;
    this.end();
    if (to === from) return tell("stays", { name: nameOf(row), place: from });
    tell("dropped", { name: nameOf(row), place: to });
    send(row, to);
  }
}

function send(row, to) {
  const url = new URL(row.querySelector("a.to").href);
  for (const [name, value] of new URLSearchParams(location.search)) url.searchParams.set(name, value);
  if (words().dataset.reason !== undefined) {
    url.searchParams.set("to", to);
    return location.assign(url);
  }
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  for (const field of row.closest("form").querySelectorAll(":scope > input[type=hidden]")) form.append(field.cloneNode());
  for (const [name, value] of [["step", "move"], ["place", to]]) {
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
  held.start = held.y = event.clientY;
  button.setPointerCapture(event.pointerId);
}

function dragged(event) {
  if (!held || held.pointer !== event.pointerId) return;
  held.y = event.clientY;
  if (!held.moving && Math.abs(held.y - held.start) < SLACK) return;
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
  tag.textContent = `${held.to}. ${nameOf(held.row)}`;
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
  if (event.key === "Escape") {
    if (held) {
      event.preventDefault();
      return held.cancel();
    }
    return document.activeElement?.closest?.(".why")?.classList.add("hushed");
  }
  const button = event.target.closest?.(".handle");
  if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in STEPS) {
    event.preventDefault();
    if (held?.pointer !== undefined) return;
    if (!held) take(button);
    held.aim(held.to + STEPS[event.key]);
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
  const number = document.querySelectorAll("table.list :checked").length;
  if (bar) document.getElementById("chosen-number").textContent = number ? bar.dataset.chosen.replace("{number}", number) : "";
}

function ready() {
  for (const row of document.querySelectorAll("table.list tr[data-place]")) handle(row);
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
