// A long list to choose from is narrowed by what is typed above it.

const whole = new WeakMap();
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const listOf = (field) => field.matches("[data-narrows]") ? field.form.querySelector("select") : null;

document.addEventListener("input", (event) => {
  const select = listOf(event.target);
  if (!select) return;
  if (!whole.has(select)) whole.set(select, [...select.options]);
  const all = whole.get(select);
  const wanted = plain(event.target.value.trim());
  const fitting = all.filter((one) => one.value && plain(one.text).includes(wanted));
  fitting.sort((one, other) => plain(other.text).startsWith(wanted) - plain(one.text).startsWith(wanted));
  select.replaceChildren(...(wanted && fitting.length ? fitting : all));
  select.selectedIndex = 0;
});

// Enter goes on to what was found: it sends nothing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !listOf(event.target)) return;
  event.preventDefault();
  listOf(event.target).focus();
});
