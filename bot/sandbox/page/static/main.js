// The page: who you are, where you are, and what is drawn there.
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { h, menuButton } from "./dom.js";
import { readAll } from "./elements.js";
import { drawGuide } from "./guide.js";
import { drawMessages } from "./messages.js";
import { drawModal } from "./modal.js";
import { drawSide } from "./side.js";
import { act, channel, conversation, go, listen, onChange, person, refresh, store } from "./store.js";
import { drawTickets } from "./tickets.js";

const main = document.getElementById("main");
const thread = document.getElementById("thread");

function draw() {
  if (!store.seen) return;
  if (store.place.tab !== "tickets" && !channel(store.place.channel)) store.place.channel = store.seen.channels[0].id;
  drawWho();
  drawSide(document.getElementById("side"));
  drawMain();
  drawThread();
  document.title = `${main.querySelector("h1").textContent} · handoff sandbox`;
  drawModal(document.getElementById("modal"));
}

function drawWho() {
  const who = document.getElementById("who");
  if (who.childElementCount) return;
  const people = store.seen.people.filter((known) => known.role !== "bot");
  who.append(...people.map((known) =>
    h("option", { value: known.id, selected: known.id === store.me }, `${known.real_name} (${known.title || known.role})`)));
  who.addEventListener("change", () => {
    store.me = who.value;
    sessionStorage.setItem("me", store.me);
    const room = store.place.channel;
    store.place.thread = null;
    refresh().then(() => { if (channel(room)?.kind === "im" || !channel(room)) go({ channel: store.seen.channels[0].id }); });
  });
}

function drawMain() {
  if (store.place.tab === "tickets") return drawTickets(main);
  const place = channel(store.place.channel);
  if (store.place.tab === "home") return drawHome(place);
  const print = `channel/${place.id}/${store.me}/${place.has_bot}`;
  if (main.dataset.print !== print) {
    main.dataset.print = print;
    main.replaceChildren(
      head(place),
      h("ol", { class: "messages", "aria-label": "Messages", "aria-live": "polite" }),
      composer(place.id, null, `Message ${title(place)}`));
  }
  const said = conversation(place.id);
  drawMessages(main.querySelector(".messages"), said);
  drawGuide(main, place, said);
}

const title = (place) => (place.kind === "im" ? "handoff" : `#${place.name}`);

function head(place) {
  const bring = h("button", { class: "button small", type: "button", onclick: () => act("invite", { channel: place.id }) }, "Invite handoff");
  return h("header", { class: "place" },
    menuButton(),
    h("div", {}, h("h1", {}, title(place)), h("p", {}, place.topic || "")),
    place.has_bot || place.kind === "im" ? null : bring);
}

function drawThread() {
  const { thread: ts, channel: id, tab } = store.place;
  const open = Boolean(ts) && tab === "messages";
  thread.hidden = !open;
  document.body.classList.toggle("thread-open", open);
  if (!open) {
    thread.dataset.print = "";
    return;
  }
  const print = `${id}/${ts}/${store.me}`;
  if (thread.dataset.print !== print) {
    thread.dataset.print = print;
    thread.replaceChildren(
      h("header", { class: "place" }, h("div", {}, h("h1", {}, "Thread"), h("p", {}, title(channel(id)))),
        h("button", { class: "plain close", type: "button", "aria-label": "Close thread", onclick: closeThread }, "✕")),
      h("ol", { class: "messages", "aria-label": "Thread", "aria-live": "polite" }),
      composer(id, ts, "Reply in thread"));
  }
  drawMessages(thread.querySelector(".messages"), conversation(id, ts), { thread: ts });
}

// Back to the message that the thread hangs on.
function closeThread() {
  const { channel: id, thread: ts } = store.place;
  go({ channel: id });
  main.querySelector(`[data-key="${ts}"] .replies`)?.focus();
}

function drawHome(place) {
  const print = `home/${store.me}/${JSON.stringify(store.seen.home)}`;
  if (main.dataset.print === print) return;
  const opened = (main.dataset.print || "").startsWith(`home/${store.me}/`);
  main.dataset.print = print;
  const view = store.seen.home;
  const body = h("div", { class: "home-body" });
  const press = (action) => act("click", { view: view.id, values: readAll(body), ...action });
  body.append(view ? blocks(view.blocks, { id: view.id, press, heading: "h2" }) : h("p", {}, "The app has not drawn its Home yet."));
  const top = head({ ...place, topic: `Home of ${person(store.me).real_name}`, has_bot: true });
  main.replaceChildren(top, body);
  if (!opened) act("home", { tab: "home" });
}

function followHash() {
  const hash = new URLSearchParams(location.hash.slice(1));
  if (hash.get("ticket")) go({ tab: "tickets", ticket: hash.get("ticket") });
  else if (hash.get("channel")) go({ channel: hash.get("channel") });
}

onChange(draw);
window.addEventListener("hashchange", followHash);
refresh().then(() => { followHash(); listen(); });
