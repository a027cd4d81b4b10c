// Fetches a fragment again every two seconds while it says that more is to come (an element with data-again).

const EVERY = 2000;

async function refresh(place) {
  if (document.hidden || place.contains(document.activeElement)) return wait(place); // nothing is taken from under a key
  try {
    const answer = await fetch(place.dataset.refresh, { headers: { "X-Fragment": "1" } });
    if (answer.ok) {
      place.innerHTML = await answer.text();
      place.dispatchEvent(new Event("fragment", { bubbles: true }));
    }
  } catch {
    // away for a moment: the next look will tell
  }
  wait(place);
}

function wait(place) {
  if (place.querySelector("[data-again]")) setTimeout(refresh, EVERY, place);
}

for (const place of document.querySelectorAll("[data-refresh]")) wait(place);
