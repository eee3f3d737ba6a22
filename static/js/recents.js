// What this person opened lately in this alliance, for the palette. School computers are shared: it holds a
// name, an address and the word for its kind, of records opened in this tab; it ends with the tab, and with
// the log-in: signing out clears it, and so does the first page that another person, or nobody, is shown.
const PREFIX = "recent ";
const MOST = 6;

/** "alliance:person" of who is signed in; "" where the page names nobody. */
function owner() {
  return document.querySelector("[data-recents]")?.dataset.recents ?? "";
}

/** Forget what was kept, but for what `keeps` says yes to. */
function forget(keeps = () => false) {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(PREFIX) && !keeps(name)) sessionStorage.removeItem(name);
  }
}

/** [{title, href, kind}], the latest first. */
export function recents() {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + owner()) ?? "[]");
  } catch {
    return [];
  }
}

function remember(visited) {
  const others = recents().filter(({ href }) => href !== visited.href);
  sessionStorage.setItem(PREFIX + owner(), JSON.stringify([visited, ...others].slice(0, MOST)));
}

export function watchRecents() {
  const person = owner().split(":")[1];
  if (person) forget((name) => name.endsWith(`:${person}`));
  else if (document.body.matches("[data-signed-out]")) forget();
  document.addEventListener("submit", (event) => {
    if (event.target.querySelector("[data-sign-out]")) forget();
  });
  const page = document.querySelector("main[data-recent]");
  const title = page?.querySelector("h1")?.textContent.trim();
  if (person && title) remember({ title, href: window.location.pathname, kind: page.dataset.recent });
}
