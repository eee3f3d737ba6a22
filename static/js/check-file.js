// A form marked data-check-file works out the SHA-256 of the file here and asks for that alone: the file does not leave
// the device. Without script, or where the browser has no digest (an insecure address), the file is sent.

export function startFileChecks(root) {
  if (!window.crypto?.subtle) return;
  for (const form of root.querySelectorAll("form[data-check-file]:not([data-check-file='on'])")) {
    form.dataset.checkFile = "on";
    form.querySelector("[data-check-local]").hidden = false;
    form.addEventListener("submit", async (event) => {
      const file = form.elements.file.files[0];
      if (!file) return;
      event.preventDefault();
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const digits = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      location.assign(`${form.action}${digits}/`);
    });
  }
}
