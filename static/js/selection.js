// Ticked rows: the bulk bar appears with their count; the box in the table head ticks them all.
function boxesOf(form) {
  return [...document.querySelectorAll(`input[type=checkbox][form="${form}"], #${form} input[type=checkbox]`)].filter(
    (box) => !box.matches("[data-select-all]"),
  );
}

function refresh(bar) {
  const boxes = boxesOf(bar.dataset.bulkBar);
  const ticked = boxes.filter((box) => box.checked).length;
  bar.hidden = ticked === 0;
  bar.querySelector("[data-bulk-count]").textContent = `${ticked} selected`;
  for (const all of document.querySelectorAll(`[data-select-all="${bar.dataset.bulkBar}"]`)) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}

export function startSelections(root) {
  for (const bar of root.querySelectorAll("[data-bulk-bar]:not([data-started])")) {
    bar.dataset.started = "";
    const form = bar.dataset.bulkBar;
    document.addEventListener("change", (event) => {
      if (event.target.matches?.(`[data-select-all="${form}"]`)) {
        for (const box of boxesOf(form)) box.checked = event.target.checked;
      }
      if (bar.isConnected) refresh(bar);
    });
    bar.addEventListener("click", (event) => {
      if (!event.target.closest("[data-bulk-clear]")) return;
      event.preventDefault();
      for (const box of boxesOf(form)) box.checked = false;
      refresh(bar);
    });
    refresh(bar);
  }
}
