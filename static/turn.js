// The delegate's own page follows the room: where one stands, and once, when the turn comes soon, a banner and a notice.

const EVERY = 20000;
const place = document.querySelector("[data-turn]");
const said = place?.querySelector("[data-turn-said]");
const words = place?.querySelector("[data-notices]");
const offer = place?.querySelector("[data-notify]");
const kept = `turn ${location.pathname}`;
let mark = null;

function remembered() {
  try {
    return sessionStorage.getItem(kept);
  } catch {
    return null;
  }
}

function remember(stage) {
  try {
    sessionStorage.setItem(kept, stage);
  } catch {
    // full or forbidden: it may be said once more after the page is opened again
  }
}

// Each of the two moments is said once: that the turn comes soon, and that one has the floor.
function tell() {
  const standing = place.querySelector("[data-standing]");
  const news = standing.dataset.soon;
  said.hidden = !news;
  if (!news || remembered() === standing.dataset.stage) {
    if (news && !said.textContent) said.textContent = news;
    return;
  }
  remember(standing.dataset.stage);
  said.textContent = news;
  if ("Notification" in window && Notification.permission === "granted") {
    try {
      new Notification(news, { body: standing.textContent.trim(), tag: kept });
    } catch {
      // phones know notices only from a service worker: the banner has said it
    }
  }
}

// The time above on the page is the same one.
function follow() {
  const { about, between } = place.querySelector("[data-standing]").dataset;
  const [time, spread] = [...document.querySelectorAll("[data-place] [data-time], [data-place] [data-between]")];
  if (time && about) time.textContent = about;
  if (spread && between !== undefined) spread.textContent = between;
}

function offered() {
  if (!words) return;
  const can = "Notification" in window;
  offer.hidden = !can || Notification.permission !== "default";
  if (!can || Notification.permission === "denied") words.textContent = words.dataset.refused;
  else if (Notification.permission === "granted") words.textContent = words.dataset.asking;
}

async function look() {
  try {
    const headers = { "X-Fragment": "1", ...(mark && { "If-None-Match": mark }) };
    const answer = await fetch(place.dataset.turn, { headers, cache: "no-store" });
    if (answer.ok) {
      mark = answer.headers.get("ETag");
      const drawn = document.createElement("template");
      drawn.innerHTML = await answer.text();
      const standing = drawn.content.querySelector("[data-standing]");
      if (standing) place.querySelector("[data-standing]").replaceWith(standing);
      follow();
      tell();
    }
  } catch {
    // away for a moment: the next look will tell
  }
  setTimeout(look, EVERY);
}

if (place) {
  offer?.querySelector("button").addEventListener("click", async () => {
    await Notification.requestPermission();
    offered();
    if (!offer.hidden) return;
    words.tabIndex = -1;
    words.focus();
  });
  offered();
  tell();
  setTimeout(look, EVERY);
}
