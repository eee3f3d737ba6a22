// On a narrow screen the current tab is brought into view of its scrolling row.
export function showCurrentTab(root) {
  for (const row of root.querySelectorAll("[data-tabs]")) {
    const current = row.querySelector("[aria-current]");
    if (current) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
}
