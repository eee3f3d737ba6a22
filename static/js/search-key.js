// Ctrl or ⌘ with K goes to the search field, from anywhere.
export function watchSearchKey() {
  const field = document.querySelector("[data-search-key]");
  if (!field) return;
  const mac = /mac|iphone|ipad/i.test(navigator.platform);
  const key = document.querySelector(".topbar__key");
  if (mac && key) key.textContent = "⌘ K";
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
