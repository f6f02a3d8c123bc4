// Slack's mrkdwn as nodes.
import { h, link } from "./dom.js";
import { channel, person } from "./store.js";
import { emoji } from "./emoji.js";

const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

// Fences first, then lines with quotes, then what stands inside a line.
export function mrkdwn(text, { verbatim = false } = {}) {
  return text.split(/(```[\s\S]*?```)/).flatMap((part) => {
    if (part.startsWith("```") && part.length > 5) return [h("pre", {}, unescape(part.slice(3, -3).replace(/^\n/, "")))];
    return lines(part, verbatim);
  });
}

function lines(text, verbatim) {
  const nodes = [];
  let quote = null;
  text.split("\n").forEach((line, number) => {
    if (line.startsWith("&gt;") || line.startsWith(">")) {
      if (!quote) nodes.push((quote = h("blockquote")));
      else quote.append(h("br"));
      quote.append(...inline(line.replace(/^(&gt;|>)\s?/, "")));
      return;
    }
    if (number && !quote) nodes.push(h("br"));
    quote = null;
    nodes.push(...inline(line));
  });
  return nodes;
}

const MARKS = [
  [/<([^<>\s][^<>]*)>/, (found) => reference(found[1])],
  [/`([^`]+)`/, (found) => h("code", {}, unescape(found[1]))],
  [/(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])/, (found) => h("strong", {}, inline(found[1]))],
  [/(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])/, (found) => h("em", {}, inline(found[1]))],
  [/(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])/, (found) => h("del", {}, inline(found[1]))],
  [/:([a-z0-9_+-]+):/, (found) => emoji(found[1])],
];

function inline(text) {
  let first = null;
  for (const [pattern, make] of MARKS) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { found, make };
  }
  if (!first) return text ? [unescape(text)] : [];
  const { found, make } = first;
  return [...inline(text.slice(0, found.index)), make(found), ...inline(text.slice(found.index + found[0].length))];
}

function reference(inside) {
  const bar = inside.indexOf("|");
  const [target, label] = bar < 0 ? [inside, ""] : [inside.slice(0, bar), inside.slice(bar + 1)];
  if (target.startsWith("@")) return mention(`@${person(target.slice(1)).name}`, person(target.slice(1)).id);
  if (target.startsWith("#")) return mention(`#${channel(target.slice(1))?.name || label || target.slice(1)}`);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!")) return mention(`@${label || target.slice(1).split("^")[0]}`);
  return link(unescape(target), unescape(label || target.replace(/^mailto:/, "")));
}

export function mention(words, id) {
  return h("span", { class: id ? "mention" : "mention channel" }, words);
}

// <!date^1392734382^{date_short} at {time}|fallback>
function date(target, fallback) {
  const [, at, format] = target.split("^");
  const when = new Date(Number(at) * 1000);
  if (!format || Number.isNaN(when.getTime())) return h("span", {}, unescape(fallback));
  const day = when.toLocaleDateString([], { day: "numeric", month: "short", year: "numeric" });
  const clock = when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const words = format.replace(/\{date[a-z_]*\}/g, day).replace(/\{time(_secs)?\}/g, clock).replace(/\{[a-z_]+\}/g, "");
  return h("time", { datetime: when.toISOString() }, unescape(words));
}
