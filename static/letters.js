// Keys of a page on which something is decided, each printed on its button or link; and a mail shown in its full height.

const KEPT = "keys-off";
const typing = (at) => at.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
const place = document.querySelector("[data-keys]");
const choice = place.querySelector(".choice");
const box = choice.querySelector("input");

// Whoever speaks to the machine, or shakes, turns the keys off; that is remembered here.
choice.hidden = false;
box.checked = localStorage.getItem(KEPT) === null;
place.classList.toggle("off", !box.checked);
box.addEventListener("change", () => {
  if (box.checked) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, "1");
  place.classList.toggle("off", !box.checked);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented || typing(event.target) || !box.checked) return;
  const wanted = place.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});

// The frame runs nothing; its page is ours to measure.
for (const frame of document.querySelectorAll("iframe.as-read")) {
  const fit = () => {
    const body = frame.contentDocument?.body;
    if (!body) return;
    body.style.overflowWrap = "anywhere";
    frame.style.blockSize = `${frame.contentDocument.documentElement.scrollHeight + 4}px`;
  };
  frame.addEventListener("load", fit);
  addEventListener("resize", fit);
  fit();
}
