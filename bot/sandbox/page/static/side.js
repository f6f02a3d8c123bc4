// The list of channels, direct messages, the app and the tickets.
import { h } from "./dom.js";
import { conversation, go, store } from "./store.js";

export function drawSide(side) {
  const { channels } = store.seen;
  const rooms = channels.filter((channel) => channel.kind !== "im");
  const direct = channels.find((channel) => channel.kind === "im");
  const held = [...side.querySelectorAll("button")].indexOf(document.activeElement);
  side.replaceChildren(
    h("h2", {}, "Channels"),
    h("ul", {}, rooms.map((channel) => entry(`# ${channel.name}`, { channel: channel.id }, {
      note: channel.shared ? "shared" : channel.has_bot ? "" : "no bot",
      unread: unread(channel.id),
    }))),
    direct ? app(direct) : "",
    h("h2", {}, "Jira"),
    h("ul", {}, entry("Tickets", { tab: "tickets" })),
  );
  if (held >= 0) side.querySelectorAll("button")[held]?.focus();
}

function app(direct) {
  return h("section", {}, h("h2", {}, "App"), h("ul", {},
    entry("handoff: messages", { channel: direct.id }, { unread: unread(direct.id) }),
    entry("handoff: Home", { channel: direct.id, tab: "home" }),
  ));
}

function entry(words, place, { note = "", unread: count = 0 } = {}) {
  const here = store.place.tab === (place.tab || "messages") && (place.tab === "tickets" || store.place.channel === place.channel);
  return h("li", {}, h("button", { type: "button", "aria-current": here ? "page" : null, onclick: () => go(place) },
    h("span", { class: "name" }, words),
    note ? h("span", { class: "note" }, note) : null,
    count ? h("span", { class: "unread", "aria-label": `${count} new` }, String(count)) : null,
  ));
}

function unread(id) {
  const shown = store.place.tab === "messages" && store.place.channel === id;
  const all = store.seen.messages.filter((message) => message.channel === id);
  const last = all.reduce((latest, message) => (message.ts > latest ? message.ts : latest), "");
  if (shown || store.read[id] === undefined) store.read[id] = last;
  return conversation(id).filter((message) => message.ts > store.read[id] && message.user !== store.me).length;
}
