// The modal on top of this person's stack. What was typed stays when the bot updates the view.
import { blocks, textObject } from "./blocks.js";
import { h, way } from "./dom.js";
import { readAll } from "./elements.js";
import { act, store } from "./store.js";

let shown = null; // {id, hash} of the view on screen
let errors = {};
let back = null; // to what opened it

export function drawModal(dialog) {
  const view = store.seen.modal;
  if (!view) {
    shown = null;
    errors = {};
    if (!dialog.open) return;
    dialog.close();
    return back?.();
  }
  if (shown && shown.id === view.id && shown.hash === view.hash && dialog.open) return;
  if (shown?.id !== view.id) errors = {};
  const held = dialog.contains(document.activeElement) && document.activeElement.dataset.field;
  build(dialog, view, shown?.id === view.id ? readAll(dialog) : {});
  shown = { id: view.id, hash: view.hash };
  if (!dialog.open) {
    back = way(document.activeElement);
    dialog.showModal();
  }
  if (!dialog.contains(document.activeElement)) (holding(dialog, held) || firstField(dialog)).focus();
}

// The view that replaces another one takes the focus over: to the same field, else to the first thing to do in it.
const holding = (dialog, name) => name && dialog.querySelector(`[data-field="${CSS.escape(name)}"]`);
const firstField = (dialog) =>
  dialog.querySelector("[autofocus]") || dialog.querySelector(".modal-body :is(input, select, textarea)") || dialog.querySelector(".modal-body");

function build(dialog, view, values) {
  const body = h("div", { class: "modal-body", tabindex: "0" });
  const press = (action) => act("click", { view: view.id, values: readAll(dialog), ...action });
  body.append(blocks(view.blocks, { id: view.id, press, errors, values, heading: "h3" }));
  const send = async (event) => {
    event.preventDefault();
    const filled = readAll(dialog);
    const told = await act("submit", { values: filled });
    errors = told.errors || {};
    if (Object.keys(errors).length && store.seen.modal) build(dialog, store.seen.modal, filled);
    dialog.querySelector("[aria-invalid]")?.focus();
  };
  dialog.replaceChildren(
    h("form", { onsubmit: send, novalidate: true },
      h("header", {},
        h("h2", { id: "modal-title" }, textObject(view.title)),
        h("button", { type: "button", class: "plain close", "aria-label": "Close", onclick: () => act("close") }, "✕")),
      body,
      errors[""] ? h("p", { class: "error" }, errors[""]) : null,
      h("footer", { class: "modal-buttons" },
        h("button", { type: "button", class: "button", onclick: () => act("close") }, view.close ? textObject(view.close) : "Close"),
        view.submit ? h("button", { class: "button primary", type: "submit" }, textObject(view.submit)) : null)),
  );
  dialog.oncancel = (event) => {
    event.preventDefault();
    act("close");
  };
}
