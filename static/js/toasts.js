// Toasts float at the foot of the window and leave after a while, but never while hovered or focused.
const SECONDS = 9;

export function startToasts(root) {
  for (const stack of root.querySelectorAll("[data-toasts]")) stack.dataset.floating = "";
  for (const toast of root.querySelectorAll("[data-toast]:not([data-started])")) {
    toast.dataset.started = "";
    const button = toast.querySelector("[data-toast-close]");
    button.hidden = false;
    button.addEventListener("click", () => toast.remove());
    if (!toast.closest("[data-toasts]")) continue;
    let left = SECONDS;
    const clock = setInterval(() => {
      if (toast.matches(":hover, :focus-within")) return;
      left -= 1;
      if (left > 0) return;
      clearInterval(clock);
      toast.remove();
    }, 1000);
  }
}
