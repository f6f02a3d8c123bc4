// Where a person types. It is built once a place, so that half-typed words stay.
import { h } from "./dom.js";
import { menu } from "./menu.js";
import { act, store } from "./store.js";

const DRAFTS = new Map();

export function composer(channel, thread, placeholder) {
  const place = `${channel}/${thread || ""}`;
  const area = h("textarea", {
    rows: 1, placeholder, "aria-label": placeholder, "data-place": place, autocomplete: "off",
    oninput: () => { DRAFTS.set(place, area.value); grow(area); },
    onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        send();
      }
    },
  });
  area.value = DRAFTS.get(place) || "";
  const send = async () => {
    const text = area.value.trim();
    if (!text) return;
    area.value = "";
    DRAFTS.delete(place);
    grow(area);
    await act("send", { channel, thread, text });
  };
  return h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    shortcuts(thread), area, h("button", { class: "button primary", type: "submit" }, "Send"));
}

// The app's global shortcuts, where it has any.
function shortcuts(thread) {
  const known = store.seen.global_shortcuts;
  if (thread || !known.length) return null;
  return menu("Shortcuts", "+", known.map(([words, id]) => [words, () => act("global_shortcut", { callback_id: id })]));
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
}

// Puts words into the composer on screen, for the person to look at and send.
export function suggest(text) {
  const area = document.querySelector("#main .composer textarea");
  if (!area) return;
  area.value = text;
  area.dispatchEvent(new Event("input"));
  area.focus();
}
