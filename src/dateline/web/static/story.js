// A story: evidence beside the account, judging in place, a way through the items, a filter of what is reported.
import { decoded, parsed, say, unfold } from "./fragments.js";
import { judge, reopen, send } from "./judge.js";
import { onKey } from "./keys.js";
import { closePopup, watchMarks } from "./marks.js";
import * as pane from "./pane.js";

const story = document.querySelector("[data-story]");
const base = story.dataset.base;
let current = null;
let judgedLast = "";

// ---------------------------------------------------------------- the way through the items

function items() {
  return [...story.querySelectorAll(".account [data-item]:not([data-aside], [hidden])")];
}

function choose(item, { focus = true, scroll = true } = {}) {
  if (!item) return;
  for (const other of story.querySelectorAll(".current")) { other.classList.remove("current"); other.removeAttribute("aria-current"); }
  current = item;
  if (item.hasAttribute("data-aside")) return;
  item.classList.add("current");
  item.setAttribute("aria-current", "true");
  unfold(item);
  item.tabIndex = -1;
  if (focus) item.focus({ preventScroll: true });
  if (scroll) item.scrollIntoView({ block: "center" });
}

function here() {
  if (current?.isConnected) return current;
  const listed = items();
  return listed.find((item) => item.getBoundingClientRect().bottom > 80) ?? listed[0] ?? null;
}

function move(by, fits = () => true) {
  const listed = items();
  if (!listed.length) return;
  let n = current?.isConnected ? listed.indexOf(current) : -1;
  if (n < 0) n = Math.max(0, listed.findIndex((item) => item.getBoundingClientRect().bottom > 80)) - (by > 0 ? 1 : 0);
  for (let tried = 0; tried < listed.length; tried += 1) {
    n = (n + by + listed.length) % listed.length;
    if (fits(listed[n])) { choose(listed[n]); return; }
  }
  say("Every figure and fact is reviewed.");
}

// Bring what is folded or filtered away back into view.
function uncover(target) {
  const form = story.querySelector("[data-sift]");
  if (target.hidden && form) { form.reset(); sift(form); }
  unfold(target);
}

// Choose what the address names.
function arrive() {
  const anchor = decoded(location.hash.slice(1));
  const target = document.getElementById(anchor);
  if ((!target || target.matches("[data-gone]")) && /^[fn]-[0-9a-f]+$/.test(anchor)) { location.replace(`${base}/item/${encodeURIComponent(anchor)}`); return; }
  if (!target || !story.contains(target)) return;
  uncover(target);
  if (target.matches("[data-item]")) choose(target, { focus: false, scroll: false });
  target.scrollIntoView();
}

const unreviewed = (item) => !item.hasAttribute("data-judged");

function goTo(anchor) {
  const target = document.getElementById(anchor);
  if (!target || target.matches("[data-gone]")) return false;
  uncover(target);
  if (decoded(location.hash.slice(1)) === anchor) target.scrollIntoView(); else location.hash = encodeURIComponent(anchor);
  if (target.matches("[data-item]")) choose(target, { scroll: false }); else target.focus({ preventScroll: true });
  return true;
}

// ---------------------------------------------------------------- judging

function judgeItem(verdict = "", options = {}) {
  const item = here();
  if (!item) return;
  choose(item, { scroll: false });
  const asks = new URLSearchParams({ item: item.id, ...(verdict && { verdict }) });
  judge(`${base}/judge?${asks}`, kept, options);
}

// The account as it is after a judgement, in the place of the one before, at the same item or the one after it.
function kept(answer, named) {
  const id = named || current?.id;
  judgedLast = named;
  const arrived = new URL(answer.url);
  const fresh = parsed(answer.html).querySelector("[data-story]");
  if (!fresh || arrived.pathname !== new URL(base, location.href).pathname) { location.assign(answer.url); return; }
  const listed = items();
  const was = listed.findIndex((item) => item.id === id);
  const top = was < 0 ? null : listed[was].getBoundingClientRect().top;
  const after = was < 0 ? [] : listed.slice(was).map((item) => item.id);
  const at = window.scrollY;
  const sifted = siftState();
  for (const part of [".contents", ".account", "[data-pane-list]"]) {
    const made = fresh.querySelector(part);
    if (part === "[data-pane-list]") made.hidden = pane.isOpen();
    story.querySelector(part).replaceWith(made);
  }
  story.dataset.mark = fresh.dataset.mark;
  current = null;
  prepare(sifted);
  const next = after.map((name) => document.getElementById(name)).find((found) => found?.matches("[data-item]"));
  if (next) {
    choose(next, { scroll: false });
    window.scrollBy({ top: next.getBoundingClientRect().top - top, behavior: "instant" });
  } else {
    window.scrollTo({ top: at, behavior: "instant" });
  }
  pane.cover();
  say(story.querySelector("[data-just] p")?.textContent ?? "Kept.");
}

function dismiss() {
  story.querySelector("[data-just]")?.remove();
  const url = new URL(location.href);
  if (!url.searchParams.has("kept")) return;
  url.searchParams.delete("kept");
  history.replaceState(null, "", url);
}

// ---------------------------------------------------------------- the filter

function siftState() {
  const form = story.querySelector("[data-sift]");
  return form ? [...form.elements].filter((e) => e.name).map((e) => [e.name, e.type === "checkbox" ? e.checked : e.value]) : [];
}

function sift(form) {
  const words = form.elements.words.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const standing = form.elements.standing.value;
  const open = form.elements.open.checked;
  const active = words.length > 0 || standing !== "" || open;
  const listed = [...story.querySelectorAll(".facts li[data-item]")];
  let count = 0;
  for (const item of listed) {
    const text = words.length ? item.textContent.toLocaleLowerCase() : "";
    const fits = (!standing || item.querySelector(".tag")?.textContent === standing) && (!open || unreviewed(item)) && words.every((word) => text.includes(word));
    item.hidden = !fits;
    if (fits) count += 1;
  }
  for (const fold of story.querySelectorAll(".facts > details.fold")) {
    if (active) fold.open = true;
    fold.firstElementChild.hidden = active;
  }
  form.querySelector("output").textContent = active ? `${count.toLocaleString("en")} of ${listed.length.toLocaleString("en")}` : "";
}

// ---------------------------------------------------------------- the contents show where one is

const LINE = 0.1; // of the window's height: the section that lies under this line is the one that is read
const seen = new Set();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) { if (entry.isIntersecting) seen.add(entry.target); else seen.delete(entry.target); }
  const parts = [...story.querySelectorAll(".account > section[id]")].filter((section) => seen.has(section));
  const first = parts.find((section) => section.getBoundingClientRect().bottom > innerHeight * LINE) ?? parts[0];
  for (const link of story.querySelectorAll(".contents a")) {
    if (first && link.getAttribute("href") === `#${first.id}`) link.setAttribute("aria-current", "location"); else link.removeAttribute("aria-current");
  }
}, { rootMargin: "-10% 0px -60% 0px", threshold: [0, 0.01] });

// ---------------------------------------------------------------- what needs a script comes to be seen

function prepare(sifted = []) {
  for (const part of story.querySelectorAll("[data-sift], [data-print], [data-next]")) part.hidden = false;
  watcher.disconnect();
  seen.clear();
  for (const section of story.querySelectorAll(".account > section[id]")) watcher.observe(section);
  const form = story.querySelector("[data-sift]");
  for (const [name, value] of form ? sifted : []) {
    const field = form.elements.namedItem(name);
    if (field.type === "checkbox") field.checked = value; else field.value = value;
  }
  if (form) sift(form);
}

story.addEventListener("input", (event) => {
  const form = event.target.closest("[data-sift]");
  if (form) sift(form);
});
story.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.matches(".undo")) send(event.target, event.submitter, kept);
});
story.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button) return;
  if (event.target.closest("[data-pane-close]")) { pane.close(); return; }
  const by = event.target.closest("[data-pane-step]");
  if (by) { pane.step(Number(by.dataset.paneStep), base); return; }
  if (event.target.closest("[data-renew]")) { event.preventDefault(); location.reload(); return; }
  if (event.target.closest("[data-just-close]")) { event.preventDefault(); dismiss(); return; }
  if (event.target.closest("[data-print]")) { window.print(); return; }
  if (event.target.closest("[data-next]")) { move(1, unreviewed); return; }
  const link = event.target.closest("a[href]");
  const item = event.target.closest("[data-item]");
  if (item) choose(item, { focus: false, scroll: false });
  if (!link) return;
  const address = link.getAttribute("href");
  if (address.startsWith(`${base}/judge?`)) {
    event.preventDefault();
    judge(address, kept);
  } else if (pane.isBeside(address, base)) {
    event.preventDefault();
    pane.open(address, base, link);
  } else if (address.startsWith("#") || address.startsWith(`${base}#`)) {
    const anchor = decoded(address.slice(address.indexOf("#") + 1));
    if (link.dataset.at || link.dataset.to) return;
    event.preventDefault();
    closePopup();
    if (matchMedia("(max-width: 59.99rem)").matches) pane.close();
    if (!goTo(anchor)) { location.assign(`${base}/item/${encodeURIComponent(anchor)}`); return; }
    if (link.matches(".tool") && navigator.clipboard) copy(anchor);
  }
});

function copy(anchor) {
  const address = new URL(`${base}#${encodeURIComponent(anchor)}`, location.href);
  navigator.clipboard.writeText(address.href).then(() => say("The link is copied.", { aloud: true }), () => say("The link is in the address bar.", { aloud: true }));
}

watchMarks((source, at) => {
  const place = source.querySelector(`a[data-at~="${CSS.escape(at)}"]`);
  place?.scrollIntoView({ block: "center" });
  place?.focus({ preventScroll: true });
});
document.addEventListener("keydown", (event) => {
  const undo = event.target.closest?.(".undo");
  if (undo && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); undo.requestSubmit(); }
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) pane.close();
});
// The way back closes the source and leaves the account where it was, though its address names an item elsewhere.
let hash = location.hash;
window.addEventListener("popstate", () => {
  const top = window.scrollY;
  const same = location.hash === hash;
  pane.follow(base);
  if (same) setTimeout(() => { window.scrollTo({ top, behavior: "instant" }); pane.comeBack(); });
});
window.addEventListener("hashchange", () => { hash = location.hash; arrive(); });
window.addEventListener("beforeprint", () => {
  for (const fold of story.querySelectorAll("details:not([open])")) { fold.open = true; fold.dataset.wasClosed = ""; }
});
window.addEventListener("afterprint", () => {
  for (const fold of story.querySelectorAll("details[data-was-closed]")) { fold.open = false; delete fold.dataset.wasClosed; }
});

onKey("j", () => move(1));
onKey("k", () => move(-1));
onKey("n", () => move(1, unreviewed));
onKey("N", () => move(-1, unreviewed));
for (const [key, verdict] of [["a", "accept"], ["r", "reject"], ["c", "correct"], ["m", "merge"], ["s", "split"]]) onKey(key, () => judgeItem(verdict));
onKey("u", () => {
  if (!judgedLast) {
    if (here()?.hasAttribute("data-judged")) judgeItem("", { undo: true }); else say("Nobody has judged this: there is nothing to undo.", { aloud: true });
    return;
  }
  judge(`${base}/judge?${new URLSearchParams({ item: judgedLast })}`, kept, { undo: true });
});
onKey("e", () => here()?.querySelector("a.ev")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })));
onKey("[", () => pane.step(-1, base));
onKey("]", () => pane.step(1, base));

// ---------------------------------------------------------------- others may judge meanwhile

const LOOK = 15_000;

async function look() {
  if (document.hidden || document.querySelector("dialog[open]")) return;
  try {
    const answer = await fetch(`${base}/mark`, { cache: "no-store" });
    const mark = answer.ok ? await answer.text() : "";
    if (mark && mark !== story.dataset.mark) for (const notice of story.querySelectorAll("[data-outdated]")) notice.hidden = false;
  } catch { /* the desk is closed for the moment: the next look may find it */ }
}
setInterval(look, LOOK);

prepare();
arrive();
if (new URLSearchParams(location.search).has("source")) pane.follow(base);
reopen(base, kept);
