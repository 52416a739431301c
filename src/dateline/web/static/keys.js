// Keys of one letter. They never fire while somebody types or holds a modifier, and can be switched off for good.
import { choices } from "./kept.js";
import { showHelp } from "./judge.js";

const acts = new Map();
let before = "";
let since = 0;

export function keysAreOn() { return choices.get("keys") !== "off"; }
export function setKeys(on) { choices.set("keys", on ? "on" : "off"); }
export function onKey(key, act) { acts.set(key, act); }

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type='checkbox'], [type='radio'], [type='button']), textarea, select, [contenteditable='']") !== null;
}

export function listen() {
  onKey("/", () => document.getElementById("find")?.focus());
  onKey("?", showHelp);
  onKey("g l", () => location.assign("/"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (!keysAreOn() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const pair = performance.now() - since < 1500 ? `${before} ${event.key}` : "";
    before = event.key;
    since = performance.now();
    const act = acts.get(pair) ?? acts.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
