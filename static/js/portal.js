// The portal's script. Every page works without it; each module below improves one thing and looks for
// its own data-attribute, so that markup decides what is switched on.
import { Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink } from "./library.js";
import { startAutocompletes } from "./autocomplete.js";
import { startFileChecks } from "./check-file.js";
import { startCopies } from "./copy.js";
import { watchDialogs } from "./dialogs.js";
import { startDrawer, watchDrawer } from "./drawer.js";
import { startGuards, watchGuards } from "./guard.js";
import { startKeeps } from "./keep.js";
import { watchMenus } from "./menus.js";
import { watchPalette } from "./palette.js";
import { startPasskeys } from "./passkeys.js";
import { watchRecents } from "./recents.js";
import { startPrints, watchPrints } from "./print.js";
import { startRows, watchRows } from "./rows.js";
import { startSelections, watchSelections } from "./selection.js";
import { showCurrentTab } from "./tabs.js";
import { startToasts } from "./toasts.js";
import { watchTyping } from "./typing.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

/** Switch on what stands inside `root`: the whole page at first, later whatever was swapped in. */
function start(root) {
  for (const Component of [Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink]) {
    const selector = `[data-module="${Component.moduleName}"]:not([data-${Component.moduleName}-init])`;
    for (const element of root.querySelectorAll(selector)) new Component(element);
  }
  startAutocompletes(root);
  startCopies(root);
  startGuards(root);
  startKeeps(root);
  startPasskeys(root);
  startPrints(root);
  startRows(root);
  startFileChecks(root);
  startSelections(root);
  startToasts(root);
  showCurrentTab(root);
  startDrawer(root);
}

watchMenus();
watchDialogs();
watchDrawer();
watchRecents();
watchPalette();
watchGuards();
watchPrints();
watchRows();
watchSelections();
watchTyping();
start(document);
document.addEventListener("htmx:after:swap", () => start(document));
