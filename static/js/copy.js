// A button marked data-copy puts the text before it on the clipboard. Where there is no clipboard it stays hidden.
const SECONDS = 3;

export function startCopies(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy][hidden]")) {
    const word = button.querySelector("span");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.previousElementSibling.textContent);
      word.textContent = "Copied";
      setTimeout(() => (word.textContent = "Copy"), SECONDS * 1000);
    });
  }
}
