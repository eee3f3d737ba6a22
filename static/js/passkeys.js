// A passkey's button runs the browser's ceremony, and sends the form with what came of it.
const SAID = {
  NotAllowedError: "No passkey was used. Try again, or use the other way on this page.",
  InvalidStateError: "This device keeps a passkey for your account already.",
};
const FAILED = "This browser could not use a passkey here. Use the other way on this page.";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withId = (credential) => ({ ...credential, id: bytes(credential.id) });

/** What the server asks for, as the browser takes it: a passkey is kept on the device and asks who is there. */
function asked(ceremony, publicKey) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (ceremony === "get") return { ...options, allowCredentials: (publicKey.allowCredentials ?? []).map(withId) };
  return {
    ...options,
    user: withId(publicKey.user),
    excludeCredentials: (publicKey.excludeCredentials ?? []).map(withId),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
  };
}

/** What the browser answers, as the server reads it. */
function answered(credential) {
  const { response } = credential;
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const there = fields.filter((name) => response[name]);
  return {
    id: credential.id,
    rawId: words(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(there.map((name) => [name, words(response[name])])),
  };
}

async function optionsOf(element) {
  if (element.dataset.options) return JSON.parse(element.dataset.options);
  const response = await fetch(element.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()).request_options;
}

async function run(element) {
  const ceremony = element.dataset.passkey;
  const { publicKey } = await optionsOf(element);
  const credential = await navigator.credentials[ceremony]({ publicKey: asked(ceremony, publicKey) });
  element.querySelector("input").value = JSON.stringify(answered(credential));
  element.closest("form").submit();
}

export function startPasskeys(root) {
  if (!window.PublicKeyCredential) return;
  for (const element of root.querySelectorAll("[data-passkey][hidden]")) {
    const said = element.querySelector(".passkey__said");
    element.hidden = false;
    element.querySelector("button").addEventListener("click", async () => {
      said.textContent = "";
      await run(element).catch((error) => (said.textContent = SAID[error.name] ?? FAILED));
    });
  }
}
