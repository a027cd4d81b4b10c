// Why here: the reason of a place, on hover and focus of its number. All reasons come once, with the page as JSON.

const told = document.createElement("p");
told.id = "why-here";
told.setAttribute("role", "tooltip");
let reasons = null;
let shown = null;

function number(event) {
  return event.target.closest?.(".ranked td:first-child")?.querySelector("a");
}

async function fetched() {
  const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return new Map((await answer.json()).lines.map((one) => [`s${one.id}`, one.reason]));
}

// Where it cannot be had, the number stays what it is: a link to the page that tells it.
async function show(link, aloud) {
  if (shown === link) return;
  shown = link;
  try {
    const text = (await (reasons ??= fetched())).get(link.closest("tr").id);
    if (shown !== link || !text) return;
    told.textContent = text;
    link.after(told);
    link.setAttribute("aria-describedby", told.id);
    if (aloud) document.getElementById("live-said").textContent = text;
  } catch {
    reasons = shown = null;
  }
}

function hide() {
  shown?.removeAttribute("aria-describedby");
  shown = null;
  told.remove();
}

function left(event) {
  if (shown && !shown.parentElement.contains(event.relatedTarget)) hide();
}

document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && number(event) && show(number(event), false));
document.addEventListener("pointerout", left);
document.addEventListener("focusin", (event) => number(event) && show(number(event), true));
document.addEventListener("focusout", left);
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
document.addEventListener("fragment", () => {
  hide();
  reasons = null;
});
