// Looks every few seconds whether another organiser changed the list, while the page is seen; never under a busy hand.

const EVERY = 4000;
const place = document.querySelector("[data-live]");
let mark = null;

function since() {
  return place.querySelector("input[name=since]")?.value ?? "";
}

// A drag, an open reason, something chosen or being typed: the page stays as it is, and only tells.
function occupied() {
  const now = document.activeElement;
  const typing = place.contains(now) && now.matches("input, textarea, select");
  return typing || place.querySelector(".lifted, details[open], tbody :checked") !== null
    || [...place.querySelectorAll("input:not([type=hidden])")].some((field) => field.value !== field.defaultValue);
}

async function look() {
  if (!document.hidden) {
    freed();
    try {
      const url = new URL(location.href);
      url.searchParams.set("since", since());
      const headers = { "X-Fragment": "1", "If-None-Match": `"${mark ?? since()}"` };
      const answer = await fetch(url, { headers });
      if (answer.ok) {
        const drawn = document.createElement("template");
        drawn.innerHTML = await answer.text();
        told(drawn.content);
      }
    } catch {
      // away for a moment: the next look will tell
    }
  }
  setTimeout(look, EVERY);
}

function told(drawn) {
  const news = drawn.querySelector("[data-changed]");
  if (!news) return;
  if (occupied()) wait(news, drawn);
  else draw(news, drawn);
}

// The news stand above the page as it is; it is drawn anew at the next look that finds the hand free.
function wait(news, drawn) {
  const newest = drawn.querySelector("input[name=since]").value;
  const old = place.querySelector("[data-changed]");
  if (mark !== newest) say(news);
  mark = newest;
  news.classList.add("waits");
  if (old) old.replaceWith(news);
  else place.prepend(news);
}

function draw(news, drawn) {
  const at = document.activeElement;
  const row = place.contains(at) && at.closest("tr[id]")?.id;
  const label = at?.getAttribute("aria-label");
  const strip = news.nextElementSibling.content.firstElementChild;
  document.querySelector(".strip")?.replaceWith(strip);
  const more = document.getElementById("more")?.checked;
  place.replaceChildren(...drawn.childNodes);
  if (more) document.getElementById("more").checked = true;
  place.dispatchEvent(new Event("fragment", { bubbles: true }));
  if (row) back(document.getElementById(row), label);
  mark = null;
  say(news);
}

// The focus goes to the same control of the same row.
function back(row, label) {
  const same = [...(row?.querySelectorAll("[aria-label]") ?? [])].find((one) => one.getAttribute("aria-label") === label);
  same?.focus({ preventScroll: true });
}

function say(news) {
  const done = [...news.querySelectorAll("li")].slice(-3).map((one) => one.firstChild && one.textContent.split("\n")[0]);
  document.getElementById("live-said").textContent = [news.dataset.changed, ...done].join(" ");
}

// Once the hand is free, what waited is fetched again.
function freed() {
  if (mark !== null && !occupied()) mark = null;
}

// The head of the table stays below the strip, however high the strip is.
const height = new ResizeObserver(([strip]) => {
  document.documentElement.style.setProperty("--aloft", `${strip.target.offsetHeight}px`);
});

function measure() {
  height.disconnect();
  const strip = document.querySelector(".strip");
  if (strip) height.observe(strip);
}

// A link whose number was not at hand when the page was drawn: the page that it leads to knows it.
async function count() {
  for (const link of document.querySelectorAll("[data-counts]")) {
    delete link.dataset.counts;
    const answer = await fetch(link.href, { headers: { Accept: "application/json" } }).catch(() => null);
    const number = answer?.ok ? (await answer.json()).number : 0;
    if (!number) continue;
    const shown = document.createElement("span");
    shown.className = "count";
    shown.textContent = number.toLocaleString(document.documentElement.lang);
    link.append(" ", shown);
  }
}

measure();
count();
document.addEventListener("fragment", measure);
document.addEventListener("fragment", count);
if (place) setTimeout(look, EVERY);
