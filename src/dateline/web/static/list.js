// The list without a mouse: "/" goes to the search, "j" and "k" to the next and previous story; Enter opens as any link.
const typing = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && document.activeElement?.matches("[data-search]")) document.activeElement.blur();
  if (typing(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  if (event.key !== "j" && event.key !== "k") return;
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const article = document.activeElement?.closest("article");
  const at = article ? rows.findIndex((row) => article.contains(row)) : -1;
  const next = event.key === "j" ? at + 1 : at < 0 ? rows.length - 1 : at - 1;
  const way = event.key === "j" ? "[data-next]" : "[data-previous]";
  if (next >= 0 && next < rows.length) {
    event.preventDefault();
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
  } else {
    document.querySelector(way)?.focus();
  }
});

// Fields left empty need not stand in the address.
document.querySelector("#filter")?.addEventListener("submit", (event) => {
  for (const field of event.target.elements) {
    if (field.name && !field.value) field.disabled = true;
  }
});
addEventListener("pageshow", () => {
  for (const field of document.querySelector("#filter")?.elements ?? []) field.disabled = false;
});
