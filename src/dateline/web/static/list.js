// The list without a mouse: "j" and "k" go to the next and previous story, or page at the end; Enter opens as any link.
import { onKey } from "./keys.js";

function go(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const article = document.activeElement?.closest("article");
  const at = article ? rows.findIndex((row) => article.contains(row)) : -1;
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  const other = document.querySelector(step > 0 ? "[data-next]" : "[data-previous]");
  (rows[next] ?? other)?.focus();
  (rows[next] ?? other)?.scrollIntoView({ block: "nearest" });
}

onKey("j", () => go(1));
onKey("k", () => go(-1));

// Fields left empty need not stand in the address.
const form = document.getElementById("filter");
form?.addEventListener("submit", () => {
  for (const field of form.elements) {
    if (field.name && !field.value) field.disabled = true;
  }
});
addEventListener("pageshow", () => {
  for (const field of form?.elements ?? []) field.disabled = false;
});
