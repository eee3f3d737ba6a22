// Ticked rows: the bulk bar appears with their count; the box in the table head ticks them all, and once they
// all are the bar offers the rows of the other pages too.
const BAR = "[data-bulk-bar]";

function boxesOf(form) {
  return [...document.querySelectorAll(`input[type=checkbox][form="${form}"], #${form} input[type=checkbox]`)].filter(
    (box) => !box.matches("[name=all], [data-select-all]"),
  );
}

function refresh(bar) {
  const form = bar.dataset.bulkBar;
  const boxes = boxesOf(form);
  const ticked = boxes.filter((box) => box.checked).length;
  const whole = ticked > 0 && ticked === boxes.length;
  const everything = bar.querySelector("[data-bulk-all]");
  const all = everything?.querySelector("input");
  if (everything) {
    everything.hidden = !whole;
    all.checked &&= whole;
  }
  bar.hidden = ticked === 0;
  bar.querySelector("[data-bulk-count]").textContent = all?.checked ? "All selected" : `${ticked} selected`;
  for (const head of document.querySelectorAll(`[data-select-all="${form}"]`)) {
    head.checked = whole;
    head.indeterminate = ticked > 0 && !whole;
  }
}

export function startSelections(root) {
  for (const bar of root.querySelectorAll(BAR)) refresh(bar);
}

export function watchSelections() {
  document.addEventListener("change", (event) => {
    const form = event.target.dataset?.selectAll;
    if (form) for (const box of boxesOf(form)) box.checked = event.target.checked;
    startSelections(document);
  });
  document.addEventListener("click", (event) => {
    const bar = event.target.closest?.("[data-bulk-clear]")?.closest(BAR);
    if (!bar) return;
    event.preventDefault();
    for (const box of boxesOf(bar.dataset.bulkBar)) box.checked = false;
    refresh(bar);
  });
}
