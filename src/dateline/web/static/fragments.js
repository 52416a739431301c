// The middle of a page of the desk, asked for by script. What comes is made, and escaped, by the server.
export async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { "X-Fragment": "1" }, credentials: "same-origin" });
  return { ok: answer.ok, status: answer.status, redirected: answer.redirected, url: answer.url, html: await answer.text() };
}

export function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

// What a refusal says, in words.
export function words(html) {
  const found = parsed(html);
  return (found.querySelector(".notice p, .notice") ?? found).textContent.trim().slice(0, 400) || "The desk did not answer.";
}

// What an address names; what is no such name is left as it is.
export function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

let quiet = 0;

// Tell what happened to whoever does not see it; `aloud`: to everybody, for a while.
export function say(text, { aloud = false } = {}) {
  const place = document.querySelector("[data-said]");
  if (!place) return;
  clearTimeout(quiet);
  place.textContent = text;
  place.classList.toggle("said", aloud);
  place.classList.toggle("unseen", !aloud);
  if (aloud) quiet = setTimeout(() => { place.classList.replace("said", "unseen"); place.textContent = ""; }, 5000);
}

// Open every fold that an element lies in.
export function unfold(element) {
  for (let fold = element.closest("details:not([open])"); fold; fold = fold.parentElement?.closest("details:not([open])")) fold.open = true;
}
