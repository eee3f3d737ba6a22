// Toasts float at the foot of the window and leave after a while, but never while hovered or focused. Where
// they offer a way back they stay as long as it is open, and say how long that is.
const SECONDS = 9;

/** The way back is closed, whoever looks on: the server refuses it from now. */
function close(toast, counter) {
  counter.remove();
  toast.querySelector("form")?.remove();
}

export function startToasts(root) {
  for (const stack of root.querySelectorAll("[data-toasts]")) stack.dataset.floating = "";
  for (const toast of root.querySelectorAll("[data-toast]:not([data-started])")) {
    toast.dataset.started = "";
    const button = toast.querySelector("[data-toast-close]");
    button.hidden = false;
    button.addEventListener("click", () => toast.remove());
    const counter = toast.querySelector("[data-toast-left]");
    const passing = toast.closest("[data-toasts]") !== null;
    if (!passing && !counter) continue;
    let left = Number(toast.dataset.toastSeconds ?? SECONDS);
    const clock = setInterval(() => {
      const held = toast.matches(":hover, :focus-within");
      if (held && !counter?.isConnected) return;
      left -= 1;
      if (counter) counter.textContent = left === 1 ? "1 second" : `${Math.max(left, 0)} seconds`;
      if (left > 0) return;
      if (counter?.isConnected) close(toast, counter);
      if (held) return;
      clearInterval(clock);
      if (passing) toast.remove();
    }, 1000);
  }
}
