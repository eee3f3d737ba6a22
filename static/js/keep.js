// A form marked data-keep, filled in by somebody without an account: what is chosen and written stays on this
// device until it is sent, so that a phone that goes to sleep loses nothing. It goes nowhere else.
const PREFIX = "kept:";
const NOT_KEPT = new Set(["csrfmiddlewaretoken"]);

/** Private windows may forbid it: then nothing is kept, and the form works all the same. */
function attempt(what) {
  try {
    return what();
  } catch {
    return null;
  }
}

function restore(form, entries) {
  for (const field of form.elements) {
    const values = entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!field.name || NOT_KEPT.has(field.name) || !values.length) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0];
  }
}

function keep(form) {
  const entries = [...new FormData(form)].filter(([name, value]) => value !== "" && !NOT_KEPT.has(name));
  attempt(() => localStorage.setItem(PREFIX + form.dataset.keep, JSON.stringify(entries)));
}

export function startKeeps(root) {
  for (const form of root.querySelectorAll("form[data-keep]")) {
    const kept = attempt(() => JSON.parse(localStorage.getItem(PREFIX + form.dataset.keep)));
    // What came back from the server with errors is newer than what was kept.
    if (Array.isArray(kept) && !root.querySelector(".govuk-error-summary")) restore(form, kept);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("change", () => keep(form));
    const note = root.querySelector("[data-keep-note]");
    if (note && attempt(() => localStorage)) note.hidden = false;
  }
  for (const done of root.querySelectorAll("[data-forget]")) {
    attempt(() => localStorage.removeItem(PREFIX + done.dataset.forget));
  }
}
