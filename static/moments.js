// Beside a moment in the dialogue's zone, the same moment on the reader's own clock, when the two differ.

const page = document.documentElement;
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

const written = (zone, at, style) => new Intl.DateTimeFormat("en", { timeZone: zone, dateStyle: "short", ...style }).format(at);
const differs = (zone, at) => written(zone, at, { timeStyle: "short" }) !== written(own, at, { timeStyle: "short" });
const sameDay = (zone, at) => written(zone, at) === written(own, at);

function told(zone, moments) {
  const another = moments.some((at) => !sameDay(zone, at));
  const clock = (at) => new Intl.DateTimeFormat(page.lang, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(another && { weekday: "short" }),
  }).format(at);
  const name = new Intl.DateTimeFormat(page.lang, { timeZoneName: "short" }).formatToParts(moments[0]);
  return `${moments.map(clock).join("–")} ${name.find((part) => part.type === "timeZoneName").value}`;
}

function add(beside, zone, times, words, into = beside) {
  const moments = times.map((time) => new Date(time.dateTime));
  beside.dataset.shown = "";
  if (!differs(zone, moments[0])) return;
  const yours = document.createElement("span");
  yours.className = "yours";
  yours.textContent = words.replace("{time}", told(zone, moments));
  into.append(yours);
}

export function show(root) {
  for (const one of root.querySelectorAll("[data-moment]:not([data-shown])")) {
    add(one, one.dataset.moment, [...one.querySelectorAll("time")], page.dataset.yours);
  }
  for (const table of root.querySelectorAll("table[data-moments]")) {
    for (const time of table.querySelectorAll("time:not([data-shown])")) {
      add(time, table.dataset.moments, [time], "{time}", time.closest("td") ?? time);
    }
  }
}

show(document);
document.addEventListener("fragment", (event) => show(event.target));
