// A form marked data-guard loses nothing. With data-draft what is written is kept as a draft a moment after
// the last key, and the page can be left; what is not kept, or cannot be, is asked about before it is left
// behind. Nothing is asked once the form is sent.
const PAUSE_MS = 1500;
const QUESTION = "What you changed here is not saved. Leave it behind?";

class Guard {
  constructor(form) {
    this.form = form;
    this.keeps = "draft" in form.dataset;
    this.unkept = form.dataset.guard === "changed";
    this.note = form.querySelector("[data-draft-note]");
    form.addEventListener("input", () => this.change());
    form.addEventListener("change", () => this.change());
    form.addEventListener("submit", (event) => this.send(event));
    if (this.unkept && this.keeps) this.change();
  }

  change() {
    this.unkept = true;
    if (!this.keeps) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE_MS);
  }

  /** One at a time: a later text must not arrive before an earlier one. */
  async keep(leaving = false) {
    clearTimeout(this.timer);
    if (this.keeping && !leaving) return this.keeping.then(() => this.unkept && this.change());
    const body = new FormData(this.form);
    body.set("draft", "keep");
    this.unkept = false;
    this.keeping = fetch(this.form.action, { method: "POST", body, keepalive: leaving, headers: { Accept: "application/json" } })
      .then(async (answer) => {
        if (answer.redirected) throw new Error("signed out");
        const { kept, refused } = await answer.json();
        if (!kept) this.unkept = true;
        this.say(kept ? `Draft kept ${kept}` : refused);
      })
      .catch(() => {
        this.unkept = true;
        this.say("Not kept: the portal does not answer. Save before you leave.");
      })
      .finally(() => (this.keeping = null));
    return this.keeping;
  }

  say(text) {
    if (this.note && this.note.textContent !== text) this.note.textContent = text ?? "";
  }

  /** A draft on its way must not arrive after what it is a draft of. */
  send(event) {
    clearTimeout(this.timer);
    if (event.defaultPrevented) return;
    if (this.keeping) {
      event.preventDefault();
      const { submitter } = event;
      this.keeping.finally(() => this.form.requestSubmit(submitter));
      return;
    }
    this.unkept = false;
    this.sent = true;
  }

  get asks() {
    return this.unkept && !this.sent && this.form.isConnected;
  }
}

const guards = new Set();

export function startGuards(root) {
  for (const form of root.querySelectorAll("form[data-guard]:not([data-started])")) {
    form.dataset.started = "";
    guards.add(new Guard(form));
  }
}

function asking() {
  return [...guards].filter((guard) => guard.asks);
}

export function watchGuards() {
  // Thrown away or begun anew by a button of another form: that was the question.
  document.addEventListener("submit", (event) => {
    if (event.target.querySelector('[name="draft"][value="drop"]')) for (const guard of guards) guard.sent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    for (const guard of asking()) {
      event.preventDefault();
      if (guard.keeps) guard.keep(true);
    }
  });
  // A swap that takes the form away is a way of leaving it, too.
  document.addEventListener("htmx:before:request", (event) => {
    const { target } = event.detail.ctx;
    const lost = target instanceof Element && asking().some((guard) => target.contains(guard.form));
    if (lost && !window.confirm(QUESTION)) event.preventDefault();
  });
  // The browser's own way back shows the page as it was left: it asks again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const guard of guards) guard.sent = false;
  });
}
