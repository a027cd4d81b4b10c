// Placeholders beside a form: a click inserts one where the cursor was, into the field that had the focus last.

const form = document.getElementById("wording");
const [subject, body] = ["subject", "body"].map((name) => form.elements.namedItem(name));
let last = body;

form.addEventListener("focusin", (event) => {
  if (event.target === subject || event.target === body) last = event.target;
});

for (const button of document.querySelectorAll("[data-insert]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = button.dataset.subject === "yes" ? last : body;
    field.focus();
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
