// rich_text blocks as nodes.
import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { mention } from "./mrkdwn.js";
import { channel, person } from "./store.js";

const ORDER = ["1", "a", "i"];

export function richText(block) {
  return h("div", { class: "rich" }, block.elements.map(container));
}

function container(node) {
  const style = node.border ? "bordered" : null;
  if (node.type === "rich_text_quote") return h("blockquote", {}, node.elements.map(inline));
  if (node.type === "rich_text_preformatted") return h("pre", { class: style }, node.elements.map(inline));
  if (node.type === "rich_text_list") return list(node);
  return h("div", { class: "rich-section" }, node.elements.map(inline));
}

function list(node) {
  const items = node.elements.map((item) => h("li", {}, item.elements.map(inline)));
  const indent = `indent-${Math.min(node.indent || 0, 4)}`;
  if (node.style === "bullet") return h("ul", { class: indent }, items);
  return h("ol", { class: indent, start: (node.offset || 0) + 1, type: ORDER[(node.indent || 0) % 3] }, items);
}

function inline(node) {
  let shown = words(node);
  const style = node.style || {};
  if (style.code) shown = h("code", {}, shown);
  if (style.bold) shown = h("strong", {}, shown);
  if (style.italic) shown = h("em", {}, shown);
  if (style.strike) shown = h("del", {}, shown);
  return shown;
}

function words(node) {
  switch (node.type) {
    case "text": return h("span", { class: "text" }, node.text);
    case "link": return link(node.url, node.text || node.url);
    case "user": return mention(`@${person(node.user_id).name}`, node.user_id);
    case "channel": return mention(`#${channel(node.channel_id)?.name || node.channel_id}`);
    case "broadcast": return mention(`@${node.range}`);
    case "emoji": return emoji(node.name);
    case "date": return h("time", {}, node.fallback || new Date(node.timestamp * 1000).toLocaleString());
    default: return "";
  }
}
