// Messages of a channel or a thread.
import { blocks } from "./blocks.js";
import { h, initials, keyed, link, time } from "./dom.js";
import { readAll } from "./elements.js";
import { emoji } from "./emoji.js";
import { mention, mrkdwn } from "./mrkdwn.js";
import { menu } from "./menu.js";
import { act, go, person, store } from "./store.js";

// Where each list was left when its newest message was shown: who has not moved it since follows on.
const left = new WeakMap();

// Draws into `list` only what changed, and keeps it at its newest message when it was there.
export function drawMessages(list, messages, { thread = null } = {}) {
  const before = list.childElementCount;
  const unmoved = Math.abs(list.scrollTop - left.get(list)) < 2;
  const atEnd = before === 0 || unmoved || list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const toEnd = () => showNewest(list);
  keyed(list, messages.map((message) => ({
    key: message.ts + (message.only_you ? "e" : ""),
    print: JSON.stringify([message, store.me, thread]),
    make: () => draw(message, thread),
  })));
  if (!atEnd) return;
  toEnd();
  for (const image of list.querySelectorAll("img")) if (!image.complete) image.addEventListener("load", toEnd, { once: true });
}

// The end of the list; a message taller than the window is shown from its beginning.
function showNewest(list) {
  const last = list.lastElementChild;
  const tall = last && last.offsetHeight > list.clientHeight - 40;
  list.scrollTop = tall ? last.offsetTop - list.offsetTop - 8 : list.scrollHeight;
  left.set(list, list.scrollTop);
}

function draw(message, thread) {
  if (message.subtype === "channel_join") {
    return h("li", { class: "joined" }, mention(`@${person(message.user).name}`), " joined the channel");
  }
  const who = person(message.user);
  const article = h("article", { class: message.only_you ? "message only-you" : "message", "aria-label": `${who.real_name}, ${time(message.ts)}` },
    h("div", { class: `avatar role-${who.role}`, "aria-hidden": "true" }, initials(who.real_name)),
    h("div", { class: "body" },
      message.only_you ? h("p", { class: "only-you-line" }, "Only visible to you ") : null,
      heading(message, who),
      content(message),
      (message.files || []).map(file),
      reactions(message),
      thread ? null : replies(message),
      message.only_you ? dismiss(message) : null,
    ),
    message.only_you ? null : tools(message, thread),
  );
  return h("li", {}, article);
}

function heading(message, who) {
  return h("header", { class: "by" },
    h("strong", {}, who.real_name), " ",
    who.role === "bot" ? h("span", { class: "badge" }, "App") : null, " ",
    h("time", { class: "at" }, time(message.ts)),
    message.edited ? h("span", { class: "edited" }, " (edited)") : null,
  );
}

function content(message) {
  const drawn = h("div", { class: "content" });
  const press = (action) =>
    act("click", { channel: message.channel, ts: message.ts, values: readAll(drawn), ...action });
  if (message.blocks?.length) drawn.append(blocks(message.blocks, { id: `m${message.ts}`, press, heading: "h2" }));
  else drawn.append(h("div", { class: "block-section" }, h("div", {}, mrkdwn(message.text || ""))));
  return drawn;
}

function file(shared) {
  return h("div", { class: "file" }, link(shared.url_private, h("strong", {}, shared.title || shared.name)), h("small", {}, ` ${shared.size} bytes`));
}

function reactions(message) {
  if (!message.reactions) return null;
  return h("div", { class: "reactions" }, message.reactions.map((each) =>
    h("span", { class: "reaction", title: each.users.map((id) => person(id).name).join(", ") }, emoji(each.name), ` ${each.count}`)));
}

function replies(message) {
  if (!message.reply_count) return null;
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h("button", { class: "replies", type: "button", onclick: () => openThread(message) }, words);
}

export function openThread(message) {
  go({ channel: message.channel, thread: message.parent || message.ts });
  document.querySelector("#thread textarea")?.focus();
}

function dismiss(message) {
  return h("button", { class: "plain", type: "button", onclick: () => act("dismiss", { ts: message.ts }) }, "Dismiss message");
}

function tools(message, thread) {
  const items = [
    thread ? null : ["Reply in thread", () => openThread(message)],
    ...store.seen.shortcuts.map(([words, id]) =>
      [words, () => act("shortcut", { channel: message.channel, ts: message.ts, callback_id: id })]),
    message.user === store.me ? ["Delete message", () => act("delete", { channel: message.channel, ts: message.ts })] : null,
  ].filter(Boolean);
  return menu("More actions for this message", "⋮", items);
}
