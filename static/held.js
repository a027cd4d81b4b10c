// What has the focus after a redraw, and buttons that rest for a moment while what is printed on them is new.

const REST = 800;
export const RULING = ".presses .why input";
let pointed = false; // whether the last hand was a mouse or a finger
let before = { name: "", does: "", at: 0 };
let printed = "";
let changed = 0;
let wakes = 0;

document.addEventListener("pointerdown", () => { pointed = true; }, true);
document.addEventListener("keydown", (event) => { if (event.key === "Tab") pointed = false; }, true);

export const byPointer = () => pointed;

// What a button does, and for whom: two that differ in this are two buttons, whatever their place.
export const sign = (one) => [one.tagName, one.getAttribute("formaction") ?? one.form?.getAttribute("action") ?? one.getAttribute("href"),
  one.value, one.form?.elements.turn?.value, one.form?.elements.undoes?.value, one.textContent, one.closest(".now")?.dataset.turn].join(" ");

const signed = (place, held) => [...place.querySelectorAll("button, summary, a")].find((one) => sign(one) === held);

// The focus stays on what it was on, or goes to the panel: never to another button.
export function holdOn(place, held) {
  (signed(place, held) ?? place.querySelector(".now")).focus({ preventScroll: true });
}

// A second tap of the same finger falls on a button whose word has changed under it: it rests.
export function rest(place) {
  const buttons = [...place.querySelectorAll(".now .presses button")];
  const now = [place.querySelector(".now")?.dataset.turn, ...buttons.map((one) => one.textContent)].join("|");
  if (printed && now !== printed) changed = Date.now();
  printed = now;
  const left = changed + REST - Date.now();
  if (left <= 0) return;
  for (const one of buttons) one.setAttribute("aria-disabled", "true");
  clearTimeout(wakes);
  wakes = setTimeout(() => { for (const one of place.querySelectorAll(".now [aria-disabled]")) one.removeAttribute("aria-disabled"); }, left);
}

export const rests = (button) => button?.getAttribute("aria-disabled") === "true";

// The same key twice, and in between it has come to mean something else.
export function twice(name, button) {
  const now = { name, does: sign(button), at: Date.now() };
  const again = button.closest(".now") && before.name === name && before.does !== now.does && now.at - before.at < REST;
  if (!again) before = now;
  return again;
}

// The sentence stands at the form that was sent, with what was chosen and written in it; false where there is none now.
export function beside(place, one, why, asks, goes = true) {
  const button = one.from?.button && signed(place, one.from.button);
  const panel = button?.closest("details");
  const field = button?.form?.querySelector("input[name]:not([type=hidden])");
  if (!panel && !(asks && field)) return false;
  if (panel) panel.open = true;
  for (const each of button.form.querySelectorAll("select, input:not([type=hidden])")) each.value = one.body[each.name] ?? "";
  const said = document.createElement("p");
  said.className = "refused error";
  said.textContent = why;
  button.after(said);
  if (asks && field) ask(field, said, asks.rests);
  if (goes) (field ?? button.form.querySelector("input:not([type=hidden])"))?.focus({ preventScroll: true });
  if (goes) (field ?? said).scrollIntoView({ block: "nearest" });
  return true;
}

function ask(field, said, rests) {
  const small = document.createElement("small");
  small.textContent = rests;
  said.id = "refused";
  said.append(" ", small);
  field.dataset.asked = "";
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", said.id);
  field.closest("label").hidden = false;
}

// Nothing is asked for any more: what was said beside a form goes.
export function answered(place) {
  for (const one of place.querySelectorAll(".refused")) one.remove();
  for (const one of place.querySelectorAll("[data-asked]")) {
    for (const name of ["data-asked", "aria-invalid", "aria-describedby"]) one.removeAttribute(name);
  }
}

// Whether this is a button of the form whose text was asked for and is written now.
export function writes(place, one) {
  const field = place.querySelector("[data-asked]");
  return Boolean(field?.value.trim()) && one.closest("button")?.form === field.form;
}

// Whoever raised a point of order writes how it is ruled.
export function ruling(place) {
  const field = place.querySelector(`.now ${RULING}`);
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: "nearest" });
}
