// Judging in place: the form in a dialog. What was typed stays through a refusal, a reload, a closed dialog.
import { ask, parsed, words } from "./fragments.js";
import { drafts } from "./kept.js";

const OPEN = "judging";
let dialog = null;
let done = null;

function theDialog() {
  if (dialog) return dialog;
  dialog = document.createElement("dialog");
  dialog.addEventListener("close", () => { drafts.drop(OPEN); dialog.replaceChildren(); });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) { event.preventDefault(); dialog.close(); }
  });
  dialog.addEventListener("submit", (event) => { event.preventDefault(); if (event.target.method === "get") find(event.target); else send(event.target, event.submitter); });
  document.body.append(dialog);
  return dialog;
}

// Open the form at an address; `then(html, item)` is given the page that comes of a judgement kept.
export async function judge(address, then, { undo = false } = {}) {
  done = then;
  const asked = new URL(address, location.href);
  let answer;
  try { answer = await ask(asked); } catch { location.assign(asked); return; }
  const article = parsed(answer.html).querySelector("[data-judge-form]");
  if (!article) { location.assign(asked); return; }
  const holder = theDialog();
  holder.replaceChildren(article);
  holder.setAttribute("aria-labelledby", "judge-title");
  drafts.set(OPEN, asked.pathname + asked.search);
  dress(article, asked.searchParams.has("verdict"));
  if (!holder.open) holder.showModal();
  first(article, undo, asked.searchParams.has("verdict"))?.focus();
}

// A search within the form opens it again with what was found; what was typed is in its draft.
function find(form) {
  judge(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`, done);
}

export function reopen(base, then) {
  const address = drafts.get(OPEN);
  if (address?.startsWith(`${base}/judge?`)) judge(address, then);
}

function first(article, undo, chosen) {
  if (undo) {
    const me = article.querySelector("[name='user']")?.value ?? "";
    const mine = [...article.querySelectorAll(".log > li")].filter((row) => row.dataset.by === me || !me);
    const last = mine.filter((row) => row.querySelector(".undo"))[0]?.querySelector("[name='reason']");
    if (last) return last;
  }
  if (!chosen) return article.querySelector("[name='verdict']:checked") ?? article.querySelector("[name='verdict']");
  return article.querySelector("fieldset[data-for]:not([hidden]) input") ?? article.querySelector("textarea");
}

// Show what belongs to the verdict chosen, and keep a draft of what is typed.
export function dress(article, chosen = false) {
  const form = article.querySelector("form");
  const name = `draft ${form.getAttribute("action")} ${form.elements.namedItem("item").value}`;
  if (!article.querySelector("[role='alert']")) restore(form, drafts.get(name), chosen);
  const show = () => {
    const verdict = form.querySelector("[name='verdict']:checked")?.value;
    for (const part of article.querySelectorAll("[data-for]")) {
      part.hidden = part.dataset.for !== verdict;
      part.disabled = part.hidden;
    }
  };
  form.addEventListener("input", () => { show(); keep(form, name); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(form.querySelector("button.main")); }
  });
  form.addEventListener("submit", () => { if (!form.closest("dialog")) drafts.drop(name); });
  show();
}

const UNKEPT = new Set(["token", "seen", "item", "user"]);

function keep(form, name) {
  const values = [...new FormData(form)].filter(([field]) => !UNKEPT.has(field));
  drafts.set(name, JSON.stringify(values));
}

function restore(form, kept, chosen) {
  if (!kept) return;
  let values;
  try { values = JSON.parse(kept); } catch { return; }
  const verdict = values.find(([field]) => field === "verdict")?.[1];
  for (const [field, value] of values) {
    if (field === "verdict" && chosen) continue;
    for (const input of form.querySelectorAll(`[name="${CSS.escape(field)}"]`)) {
      if (![verdict, undefined].includes(input.closest("[data-for]")?.dataset.for)) continue;
      if (input.type === "checkbox" || input.type === "radio") { if (input.value === value) input.checked = true; } else { input.value = value; }
    }
  }
}

// Send a form that judges or undoes; a refusal is shown where it was sent, with all that was typed.
export async function send(form, button, then = done) {
  const address = form.getAttribute("action");
  const item = form.elements.namedItem("item")?.value ?? "";
  const body = new URLSearchParams(new FormData(form));
  if (button) button.disabled = true;
  try {
    const answer = await ask(address, { method: "POST", body });
    if (answer.ok && answer.redirected) {
      drafts.drop(`draft ${address} ${item}`);
      if (dialog?.open) dialog.close();
      then?.(answer, item);
      return;
    }
    const again = parsed(answer.html).querySelector("[data-judge-form]");
    if (again && dialog?.open) {
      dialog.replaceChildren(again);
      dress(again);
      alerted(again);
    } else {
      refuse(form, words(answer.html));
    }
  } catch {
    refuse(form, "The desk does not answer. Nothing was sent; what you wrote is still here.");
  } finally {
    if (button) button.disabled = false;
  }
}

function refuse(form, text) {
  let place = form.querySelector(":scope > [role='alert']");
  if (!place) {
    place = document.createElement("p");
    place.className = "notice";
    place.setAttribute("role", "alert");
    form.prepend(place);
  }
  place.textContent = text;
  alerted(form);
}

function alerted(element) {
  const place = element.querySelector("[role='alert']");
  if (!place) return;
  place.tabIndex = -1;
  place.focus();
  place.scrollIntoView({ block: "nearest" });
}

// The help page in the same dialog.
export async function showHelp() {
  try {
    const answer = await ask("/help");
    const article = parsed(answer.html).querySelector("article");
    const holder = theDialog();
    const close = document.createElement("button");
    close.dataset.cancel = "";
    close.className = "close";
    close.textContent = "Close";
    holder.replaceChildren(close, article);
    holder.setAttribute("aria-labelledby", "help-title");
    for (const box of article.querySelectorAll("[data-keys-toggle]")) {
      box.checked = true;
      box.closest("[hidden]")?.removeAttribute("hidden");
    }
    holder.showModal();
    close.focus({ preventScroll: true });
  } catch { location.assign("/help"); }
}
