// The source pane: a report beside the account, at the characters that were asked for.
import { ask, decoded, parsed, say } from "./fragments.js";
import { closePopup, dressMarks } from "./marks.js";

const pane = document.querySelector("[data-pane]");
const view = document.querySelector("[data-pane-view]");
const bar = document.querySelector("[data-pane-bar]");
const place = document.querySelector("[data-pane-place]");
const narrow = matchMedia("(max-width: 59.99rem)");
let from = null;
let steps = [];
let at = -1;
let asked = 0;

export function isOpen() { return !bar.hidden; }

// The address as the pane's own: report and characters.
function parts(address, base) {
  const url = new URL(address, location.href);
  const start = `${base}/source/`;
  if (url.origin !== location.origin || !url.pathname.startsWith(start)) return null;
  return { report: decoded(url.pathname.slice(start.length)), at: url.searchParams.get("at") ?? "" };
}

// Whether an address is shown beside the account: a report, or all that lies behind an item.
export function isBeside(address, base) {
  return parts(address, base) !== null || address.startsWith(`${base}/item/`);
}

export async function open(address, base, link, { remember = true, focus = true, among = false } = {}) {
  const wanted = parts(address, base);
  const turn = ++asked;
  let answer;
  try { answer = await ask(address.split("#")[0]); } catch { location.assign(address); return; }
  if (turn !== asked) return;
  if (!answer.ok || answer.redirected) { say("That report is not in this story any more.", { aloud: true }); return; }
  closePopup();
  view.replaceChildren(parsed(answer.html));
  dressMarks(view);
  if (link) from = link;
  document.querySelector("[data-pane-list]").hidden = true;
  view.hidden = bar.hidden = false;
  pane.classList.add("open");
  cover();
  if (among && !link) { for (const other of document.querySelectorAll(".ev.open")) other.classList.remove("open"); } else mark(link);
  if (remember && wanted) note(wanted); else if (remember) unnote();
  const here = view.querySelector("#mark");
  show(here, focus);
  tell();
  const letter = view.querySelector("[data-letter]")?.dataset.letter;
  say(letter ? `Source ${letter}${here ? ", at the quotation" : ""}` : view.querySelector("h1")?.textContent ?? "");
}

// Scroll only where the words would not be seen: so the report's name stays in sight where it can.
function show(here, focus) {
  pane.scrollTop = 0;
  const below = here ? here.getBoundingClientRect().bottom - pane.getBoundingClientRect().top - pane.clientHeight * 0.8 : 0;
  if (below > 0) pane.scrollTop = here.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  if (focus) (here?.querySelector("a") ?? view).focus({ preventScroll: true });
}

// Above the report: which of an item's quotations it is, and out of which report.
function tell() {
  const source = view.querySelector("[data-letter]");
  const count = steps.length > 1 ? `${at + 1} of ${steps.length}` : "";
  place.textContent = [count, source && `${source.dataset.letter} · ${source.dataset.name}`].filter(Boolean).join(" · ");
  place.title = place.textContent;
  for (const button of bar.querySelectorAll("[data-pane-step]")) button.hidden = steps.length < 2;
}

// Keep what is shown in the address, so that a reload and the way back find it.
function note(wanted) {
  const url = new URL(location.href);
  const had = url.searchParams.has("source");
  url.searchParams.set("source", wanted.report);
  if (wanted.at) url.searchParams.set("at", wanted.at); else url.searchParams.delete("at");
  if (had) history.replaceState(null, "", url); else history.pushState(null, "", url);
}

// What lies behind an item has an address of its own, which stands in its links: that of a quotation goes.
function unnote() {
  const url = new URL(location.href);
  if (!url.searchParams.has("source")) return;
  url.searchParams.delete("source");
  url.searchParams.delete("at");
  history.replaceState(null, "", url);
}

function mark(link) {
  for (const other of document.querySelectorAll(".ev.open")) other.classList.remove("open");
  const home = link?.closest("[data-item], .differs, .agrees, .d-entry, li, tr");
  if (!link?.matches(".ev")) { steps = []; at = -1; return; }
  link.classList.add("open");
  const address = link.getAttribute("href");
  if (steps.includes(address) && steps.home === home) { at = steps.indexOf(address); return; }
  steps = home ? [...new Set([...home.querySelectorAll("a.ev")].map((other) => other.getAttribute("href")))] : [];
  steps.home = home;
  at = steps.indexOf(address);
  const all = home?.querySelector("th > a.all, .says > a.all, .who > a.all");
  if (all) rest(all.getAttribute("href"), steps, address);
}

// All quotations of an item, where its row shows the first few.
async function rest(address, held, now) {
  try {
    const answer = await ask(address);
    if (!answer.ok || steps !== held) return;
    steps = [...parsed(answer.html).querySelectorAll("ol.behind a.ev")].map((link) => link.getAttribute("href"));
    steps.home = held.home;
    at = steps.indexOf(now);
    tell();
  } catch { /* the first few are there */ }
}

// On a narrow page the source lies over the account, which then takes no focus.
export function cover() {
  const over = narrow.matches && isOpen();
  for (const part of document.querySelectorAll(".account, .contents, .masthead, .foot")) part.inert = over;
}

export function step(by, base) {
  if (!steps.length) return;
  at = (at + by + steps.length) % steps.length;
  const home = steps.home;
  const link = [...(home?.querySelectorAll("a.ev") ?? [])].find((other) => other.getAttribute("href") === steps[at]);
  open(steps[at], base, link ?? null, { among: true });
}

export function close({ remember = true } = {}) {
  if (!isOpen()) return false;
  asked += 1;
  closePopup();
  for (const other of document.querySelectorAll(".ev.open")) other.classList.remove("open");
  view.replaceChildren();
  view.hidden = bar.hidden = true;
  document.querySelector("[data-pane-list]").hidden = false;
  pane.classList.remove("open");
  cover();
  if (remember) {
    const url = new URL(location.href);
    url.searchParams.delete("source");
    url.searchParams.delete("at");
    history.replaceState(null, "", url);
  }
  comeBack();
  return true;
}

// Focus returns to what opened the source.
export function comeBack() {
  if (!isOpen()) (from?.isConnected ? from : document.querySelector("[data-pane-list]")).focus({ preventScroll: true });
}

// Bring the pane to what the address says.
export function follow(base) {
  const asks = new URLSearchParams(location.search);
  const report = asks.get("source");
  if (!report) { close({ remember: false }); return; }
  const span = asks.get("at");
  const address = `${base}/source/${encodeURIComponent(report)}${span ? `?at=${encodeURIComponent(span)}` : ""}`;
  const link = [...document.querySelectorAll("a.ev")].find((a) => a.getAttribute("href").startsWith(`${address}#`));
  open(address, base, link ?? null, { remember: false, focus: false });
}

narrow.addEventListener("change", cover);
