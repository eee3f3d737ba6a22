// A field marked data-autocomplete suggests while one types. The library is fetched only on pages that
// have such a field; without it the field is a text field and the server resolves what was typed.
const PAUSE_MS = 150;

function asker(url, onResults) {
  let timer;
  let request;
  return (query) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      request?.abort();
      request = new AbortController();
      try {
        const address = new URL(url, window.location.href);
        address.searchParams.set("q", query);
        const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
        if (answer.ok) onResults((await answer.json()).results);
      } catch (error) {
        // No answer is not the same as nothing found: the field goes on as a text field.
        if (error.name !== "AbortError") console.warn("No suggestions:", error.message);
      }
    }, PAUSE_MS);
  };
}

function escape(text) {
  return Object.assign(document.createElement("i"), { textContent: text ?? "" }).innerHTML;
}

function enhance(box, accessibleAutocomplete) {
  const field = box.querySelector("input[type=text]");
  const chosen = box.querySelector("input[type=hidden]");
  const { id, name, className } = field;
  const describedBy = field.getAttribute("aria-describedby") ?? "";
  const invalid = field.getAttribute("aria-invalid");
  const initial = field.value;
  const isTyping = document.activeElement === field;
  let show = () => {};
  const ask = asker(box.dataset.autocompleteUrl, (results) => show(results));
  field.remove();
  const home = document.createElement("div");
  box.prepend(home);
  accessibleAutocomplete({
    element: home,
    id,
    name,
    defaultValue: isTyping ? "" : initial,
    minLength: 2,
    confirmOnBlur: false,
    displayMenu: "overlay",
    inputClasses: className,
    menuAttributes: { "aria-label": "Suggestions" },
    source(query, populate) {
      show = populate;
      ask(query);
    },
    templates: {
      inputValue: (result) => (typeof result === "string" ? result : (result?.label ?? "")),
      suggestion: (result) =>
        typeof result === "string"
          ? escape(result)
          : `${escape(result.label)}${result.hint ? `<small>${escape(result.hint)}</small>` : ""}`,
    },
    onConfirm(result) {
      if (result && typeof result !== "string") {
        chosen.value = result.value;
        box.dispatchEvent(new CustomEvent("portal:chosen", { bubbles: true, detail: result }));
      }
    },
    tNoResults: () => "Nothing found: try fewer letters",
  });
  const input = box.querySelector("input[type=text]");
  if (describedBy) input.setAttribute("aria-describedby", `${describedBy} ${input.getAttribute("aria-describedby") ?? ""}`.trim());
  if (invalid) input.setAttribute("aria-invalid", invalid);
  input.addEventListener("input", () => {
    chosen.value = "";
  });
  if (!isTyping) return;
  // Somebody was faster than this script: what they typed is typed once more, for the menu to see it.
  input.focus();
  input.value = initial;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

export async function startAutocompletes(root) {
  const boxes = [...root.querySelectorAll("[data-autocomplete]:not([data-started])")].filter((box) => box.dataset.autocompleteUrl);
  if (!boxes.length) return;
  for (const box of boxes) box.dataset.started = "";
  const { default: accessibleAutocomplete } = await import("accessible-autocomplete");
  for (const box of boxes) enhance(box, accessibleAutocomplete);
}
