// The drawer has its own address. Where script runs, focus moves in when it opens and Escape closes it.
export function startDrawer(root) {
  const drawer = root.querySelector("[data-drawer]:not([data-started])");
  if (!drawer) return;
  drawer.dataset.started = "";
  drawer.focus({ preventScroll: true });
}

export function watchDrawer() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open], details[data-menu][open]")) return;
    document.querySelector("[data-drawer] [data-drawer-close]")?.click();
  });
}
