// Marks in a report: what was made of the stretch that is clicked, beside it.
let popup = null;
let from = null;

export function closePopup(back = false) {
  if (!popup) return false;
  popup.remove();
  popup = null;
  if (back) from?.focus({ preventScroll: true });
  return true;
}

function show(link) {
  closePopup();
  from = link;
  const source = link.closest(".source");
  popup = document.createElement("div");
  popup.className = "popup";
  popup.tabIndex = -1;
  popup.setAttribute("role", "dialog");
  popup.setAttribute("aria-label", "What was made of it");
  for (const at of link.dataset.at.split(" ")) {
    const made = source.querySelector(`#made-${CSS.escape(at)}`);
    for (const child of made?.children ?? []) popup.append(child.cloneNode(true));
  }
  source.append(popup);
  const edge = source.getBoundingClientRect();
  const line = [...link.getClientRects()].at(-1) ?? link.getBoundingClientRect();
  popup.style.top = `${line.bottom - edge.top + 6}px`;
  popup.style.left = `${Math.max(0, Math.min(line.left - edge.left, edge.width - popup.offsetWidth))}px`;
  popup.focus({ preventScroll: true });
  popup.scrollIntoView({ block: "nearest" });
}

// With script a mark is a button, not a link: so the words in it can be selected like all others.
export function dressMarks(root) {
  for (const link of root.querySelectorAll("mark a[data-at]")) {
    link.removeAttribute("href");
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    if (!link.hasAttribute("tabindex")) link.tabIndex = 0;
  }
}

export function watchMarks(goTo) {
  dressMarks(document);
  document.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const link = event.target.closest?.("mark a[data-at]");
    if (link) {
      event.preventDefault();
      if (getSelection().isCollapsed) show(link);
      return;
    }
    const back = event.target.closest?.("a[data-to]");
    if (back) { event.preventDefault(); closePopup(); goTo(back.closest(".source") ?? document, back.dataset.to); return; }
    if (popup && !popup.contains(event.target)) closePopup();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && closePopup(true)) event.preventDefault();
    const link = event.target.closest?.("mark a[data-at]");
    if (link && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); show(link); }
  });
}
