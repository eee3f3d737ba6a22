// Menus are <details>: this closes them on a press elsewhere, on Escape and when focus leaves, and adds
// a find field to the long ones.
const OPEN = "details[data-menu][open]";

function close(menu, { refocus = false } = {}) {
  menu.open = false;
  if (refocus) menu.querySelector("summary")?.focus();
}

function closeOthers(target) {
  for (const menu of document.querySelectorAll(OPEN)) if (!menu.contains(target)) close(menu);
}

/** Arrow keys walk the items of an open menu. */
function walk(menu, step) {
  const items = [...menu.querySelectorAll(".menu__item")].filter((item) => item.offsetParent);
  const next = items[(items.indexOf(document.activeElement) + step + items.length) % items.length];
  next?.focus();
}

function addFind(menu) {
  const sheet = menu.querySelector("[data-searchable]");
  if (!sheet || menu.querySelector(".menu__find")) return;
  const line = document.createElement("li");
  const field = Object.assign(document.createElement("input"), {
    type: "search",
    className: "menu__find",
    placeholder: sheet.dataset.searchable,
  });
  field.setAttribute("aria-label", sheet.dataset.searchable);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const item of sheet.querySelectorAll("li:has(.menu__item)")) {
      item.hidden = !item.textContent.toLowerCase().includes(wanted);
    }
  });
  line.append(field);
  sheet.prepend(line);
}

/** A menu near the foot of the window opens upwards if there is more room above. */
function place(menu) {
  const sheet = menu.querySelector(".menu__sheet");
  if (!sheet || !menu.matches(".menu")) return;
  menu.classList.remove("menu--up");
  const below = window.innerHeight - menu.getBoundingClientRect().bottom;
  menu.classList.toggle("menu--up", sheet.offsetHeight + 12 > below && menu.getBoundingClientRect().top > below);
}

export function watchMenus() {
  document.addEventListener("click", (event) => closeOthers(event.target));
  document.addEventListener("focusin", (event) => closeOthers(event.target));
  document.addEventListener(
    "toggle",
    (event) => {
      if (!event.target.matches(OPEN)) return;
      addFind(event.target);
      place(event.target);
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.(OPEN);
    if (!menu) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close(menu, { refocus: true });
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.target.matches("input")) {
      event.preventDefault();
      walk(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });
}
