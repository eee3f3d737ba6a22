// A button marked data-print opens the browser's print window. Without script it stays hidden: Ctrl P does the same.
export function startPrints(root) {
  for (const button of root.querySelectorAll("[data-print][hidden]")) button.hidden = false;
}

export function watchPrints() {
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });
}
