// What is typed while the answer to the first letters is on its way stays in its field, and is searched for:
// the answer brings the field as it was when it was asked.
const FIELD = "input[type=search]";

export function watchTyping() {
  let typed = [];
  document.addEventListener("htmx:before:swap", () => {
    typed = [...document.querySelectorAll(FIELD)].map((field) => {
      const { value, selectionStart, selectionEnd } = field;
      return { field, value, range: [selectionStart, selectionEnd] };
    });
  });
  document.addEventListener("htmx:after:swap", () => {
    for (const { field, value, range } of typed) {
      const answered = field.value;
      if (!field.isConnected || answered === value) continue;
      field.value = value;
      if (field === document.activeElement) field.setSelectionRange(...range);
      // A space at its end is the same search.
      if (answered.trim() !== value.trim()) field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}
