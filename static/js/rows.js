// Rows by keyboard, in tables marked data-rows. One row at a time can be tabbed to; arrows or J and K move on from
// it, Enter opens it, X or the space bar ticks it, ? says so. Tab leads on to the links in the row, as everywhere.
const TABLE = "table[data-rows]";
const WRITING = "input:not([type=checkbox]), textarea, select, details[open]";

const rowsOf = (table) => [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.querySelector("th[scope=row]"));

function stand(rows, here) {
  for (const row of rows) row.tabIndex = row === here ? 0 : -1;
}

function go(rows, row) {
  if (!row) return;
  stand(rows, row);
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function tick(row) {
  const box = row.querySelector(".table__select input");
  if (!box) return;
  box.click();
  row.focus();
}

/** What a key does: some only on the row itself, so that links and boxes in it keep their own. */
function step(key, rows, row, onRow) {
  const place = rows.indexOf(row);
  if (key === "j" || (onRow && key === "ArrowDown")) return () => go(rows, rows[place + 1]);
  if (key === "k" || (onRow && key === "ArrowUp")) return () => go(rows, rows[place - 1]);
  if (key === "x" || (onRow && key === " ")) return () => tick(row);
  if (key === "?") return () => document.querySelector("[data-table-keys]")?.click();
  if (!onRow) return null;
  if (key === "Home") return () => go(rows, rows[0]);
  if (key === "End") return () => go(rows, rows.at(-1));
  if (key === "Enter") return () => row.querySelector("th[scope=row] a")?.click();
  return null;
}

export function startRows(root) {
  for (const table of root.querySelectorAll(TABLE)) {
    const rows = rowsOf(table);
    if (rows.length && !rows.some((row) => row.tabIndex === 0)) stand(rows, rows[0]);
  }
  for (const button of root.querySelectorAll("[data-table-keys]")) button.hidden = false;
}

export function watchRows() {
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.(`${TABLE} tbody tr`);
    if (row) stand(rowsOf(row.closest(TABLE)), row);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(WRITING)) return;
    const row = event.target.closest?.(`${TABLE} tbody tr`);
    const act = row && step(event.key, rowsOf(row.closest(TABLE)), row, event.target === row);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
