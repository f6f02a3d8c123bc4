// A small menu behind a button: for a message's actions and the app's shortcuts.
import { h } from "./dom.js";

export function menu(name, sign, items) {
  const sigil = h("summary", { "aria-label": name }, sign);
  const close = () => {
    holder.open = false;
    sigil.focus();
  };
  const holder = h("details", { class: "menu" }, sigil, h("div", { class: "menu-items" }, items.map(([words, run]) =>
    h("button", { type: "button", onclick: () => { close(); run(); } }, words))));
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !holder.open) return;
    close();
  });
  return holder;
}

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu[open]")) if (!open.contains(event.target)) open.open = false;
});
