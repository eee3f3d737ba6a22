// The search field of the top bar suggests while one types: a combobox with a listbox, after the ARIA
// Authoring Practices. Ctrl or ⌘ with K opens it from anywhere, Escape goes back to where one was. Without
// this script the field is a field, and Enter leads to the page of results.
import { recents } from "./recents.js";

const PAUSE_MS = 150;
const FEWEST_LETTERS = 2;
const AWAY = "The suggestions do not answer. Press Enter to search.";

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** What was opened lately, drawn like what the server finds. */
function recentGroup() {
  const options = recents().map(({ title, href, kind }) =>
    element(
      "a",
      { class: "palette__option", role: "option", "aria-selected": "false", tabindex: "-1", href },
      element("span", {}),
      element("span", {}, element("span", { class: "palette__name" }, title), element("span", { class: "palette__hint" }, kind)),
    ),
  );
  if (!options.length) return "";
  const label = element("p", { class: "palette__label", "aria-hidden": "true" }, "Recent");
  return element("div", { class: "palette__group", role: "group", "aria-label": "Recent" }, label, ...options);
}

class Palette {
  constructor(field) {
    this.field = field;
    this.list = element("div", { id: "palette-list", role: "listbox", "aria-label": "Results" });
    this.nothing = element("p", { class: "palette__nothing", hidden: "" });
    const foot = element("p", { class: "palette__foot", "aria-hidden": "true" });
    foot.textContent = "↑ ↓ to choose, Enter to open, Esc to close";
    this.popup = element("div", { class: "palette", hidden: "" }, this.list, this.nothing, foot);
    this.status = element("p", { class: "visually-hidden", role: "status" });
    field.after(this.popup, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "palette-list",
      "aria-haspopup": "listbox",
    })) {
      field.setAttribute(name, value);
    }
    this.options = [];
    this.active = -1;
    this.before = null;
    this.asked = null;
  }

  get isOpen() {
    return !this.popup.hidden;
  }

  open() {
    this.popup.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.ask();
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.popup.hidden = true;
    this.asked = null;
    this.field.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  /** From anywhere: the field, with what is in it marked; Escape goes back to what had the focus. */
  summon() {
    if (document.activeElement !== this.field) this.before = document.activeElement;
    this.field.focus();
    this.field.select();
    this.open();
  }

  dismiss() {
    this.close();
    const before = this.before;
    this.before = null;
    if (before?.isConnected && before !== document.body) before.focus();
  }

  ask() {
    const text = this.field.value.trim();
    if (text === this.asked) return;
    this.asked = text;
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(text, signal), text ? PAUSE_MS : 0);
  }

  async fetch(text, signal) {
    const address = new URL(this.field.dataset.palette, window.location.href);
    address.searchParams.set("q", text);
    this.list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
      const markup = await answer.text();
      if (signal.aborted) return;
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      this.show(markup, text);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.asked = null;
      this.show("", text, AWAY);
    } finally {
      if (!signal.aborted) this.list.removeAttribute("aria-busy");
    }
  }

  show(markup, text, message = "") {
    this.list.innerHTML = markup;
    if (!message && text.length < FEWEST_LETTERS) this.list.prepend(recentGroup());
    this.options = [...this.list.querySelectorAll("[role=option]")];
    for (const [index, option] of this.options.entries()) option.id = `palette-option-${index}`;
    const said = message || this.list.querySelector(".palette__nothing")?.textContent || "";
    this.list.querySelector(".palette__nothing")?.remove();
    this.nothing.textContent = said;
    this.nothing.hidden = !said;
    this.list.hidden = !this.options.length;
    this.mark(-1);
    const count = this.options.length;
    this.status.textContent = said || `${count} ${count === 1 ? "suggestion" : "suggestions"}`;
  }

  mark(index) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.options[index];
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  /** Down from the field to the first option, and from the last back to the field; up the other way. */
  move(step) {
    if (!this.isOpen) return this.open();
    const places = this.options.length + 1;
    this.mark(((this.active + 1 + step + places) % places) - 1);
  }

  press(event) {
    if (event.isComposing) return;
    if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.dismiss();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.options[this.active]) {
      event.preventDefault();
      const option = this.options[this.active];
      this.close();
      option.click();
    }
  }
}

export function watchPalette() {
  const field = document.querySelector("[data-palette]");
  if (!field) return;
  const palette = new Palette(field);
  const mac = /mac|iphone|ipad/i.test(navigator.platform);
  const key = document.querySelector(".topbar__key");
  if (mac && key) key.textContent = "⌘ K";
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    palette.summon();
  });
  field.addEventListener("keydown", (event) => palette.press(event));
  field.addEventListener("input", () => (palette.isOpen ? palette.ask() : palette.open()));
  field.addEventListener("click", () => palette.isOpen || palette.open());
  palette.popup.addEventListener("mousedown", (event) => event.preventDefault());
  palette.popup.addEventListener("click", (event) => {
    if (event.target.closest("[role=option]")) palette.close();
  });
  field.addEventListener("focusout", () => palette.close());
}
