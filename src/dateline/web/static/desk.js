// What every page of the desk does: the theme, keys, and forms that judge.
import { choices } from "./kept.js";
import { keysAreOn, listen, setKeys } from "./keys.js";
import { dress } from "./judge.js";

const root = document.documentElement;
const toggle = document.querySelector("[data-theme-toggle]");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

if (toggle) {
  const name = () => { toggle.textContent = isDark() ? "Light" : "Dark"; toggle.setAttribute("aria-label", `${toggle.textContent} theme`); };
  toggle.hidden = false;
  name();
  toggle.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    choices.set("theme", root.dataset.theme);
    name();
  });
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-keys-toggle]")) setKeys(event.target.checked);
});
for (const box of document.querySelectorAll("[data-keys-toggle]")) {
  box.checked = keysAreOn();
  box.closest("[hidden]")?.removeAttribute("hidden");
}

// On paper folded parts are open, and it says when it was printed.
let opened = [];
addEventListener("beforeprint", () => {
  const now = `; printed ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`;
  for (const place of document.querySelectorAll("[data-printed]")) place.textContent = now;
  opened = [...document.querySelectorAll("details:not([open], .take-back)")];
  for (const fold of opened) fold.open = true;
});
addEventListener("afterprint", () => { for (const fold of opened.splice(0)) fold.open = false; });

for (const article of document.querySelectorAll("main > [data-judge-form]")) dress(article);
listen();
