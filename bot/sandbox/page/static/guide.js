// What a newcomer can try: open until somebody has said something, one click away after that.
import { suggest } from "./composer.js";
import { h } from "./dom.js";
import { store } from "./store.js";

export function drawGuide(main, place, said) {
  let guide = main.querySelector(".guide");
  if (place.kind === "im" || !place.has_bot) return guide?.remove();
  if (!guide) main.querySelector(".messages").before((guide = make()));
  const begun = said.length > 0;
  if (guide.dataset.begun === String(begun)) return;
  guide.dataset.begun = String(begun);
  guide.open = !begun;
}

function make() {
  const link = store.seen.tickets.find((known) => known.key === "PAY-18").url;
  const ways = [
    ["Paste a ticket's link", link],
    ["Ask for yourself alone", "/handoff PAY-15"],
    ["Ask for an AI coding agent", "/handoff PAY-12 for agent"],
    ["Mention it", "@handoff is WEB-13 ready?"],
    ["Order a weekly digest", "/handoff digest mon 09:00 Europe/Helsinki"],
    ["Have it at once", "/handoff digest now"],
  ];
  const guide = h("details", { class: "guide" },
    h("summary", {}, h("h2", {}, "What to try")),
    h("ul", {}, ways.map(([words, text]) => h("li", {},
      h("button", { type: "button", class: "plain", onclick: () => choose(guide, text) }, words), h("code", {}, text)))));
  return guide;
}

// The guide makes room for the answer.
function choose(guide, text) {
  guide.open = false;
  suggest(text);
}
