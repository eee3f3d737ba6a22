// A link or button with data-dialog opens that dialog; without script its href leads to the same question
// on a page of its own.
export function watchDialogs() {
  document.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    dialog.showModal();
    // The safe choice stands last and takes focus, so that Enter loses nothing.
    dialog.querySelector("form[method=dialog] button")?.focus();
  });
}
