// What is typed while the answer to the first letters is on its way stays in its field, and is searched for:
// the answer brings the field as it was when it was asked.
const FIELD = "input[type=search]";

export function watchTyping() {
  let typed = null;
  document.addEventListener("htmx:before:swap", () => {
    const field = document.activeElement;
    const { value, selectionStart, selectionEnd } = field ?? {};
    typed = field?.matches(FIELD) ? { field, value, range: [selectionStart, selectionEnd] } : null;
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!typed?.field.isConnected || typed.field.value === typed.value) return;
    typed.field.value = typed.value;
    typed.field.setSelectionRange(...typed.range);
    typed.field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
