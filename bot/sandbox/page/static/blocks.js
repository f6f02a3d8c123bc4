// Block Kit as nodes. `context` says where the blocks stand, what to do when something is pressed, and which heading
// comes next there.
import { h } from "./dom.js";
import { element, field } from "./elements.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./richtext.js";

export function blocks(list, context) {
  return h("div", { class: "blocks" }, list.map((block) => draw(block, context)));
}

export function textObject(text) {
  return text.type === "mrkdwn" ? mrkdwn(text.text, text) : plain(text.text);
}

function plain(text) {
  return text.split("\n").flatMap((line, number) => (number ? [h("br"), line] : [line]));
}

function draw(block, context) {
  switch (block.type) {
    case "section": return section(block, context);
    case "header": return h(context.heading, { class: "block-header" }, textObject(block.text));
    case "divider": return h("hr");
    case "context": return h("div", { class: "block-context" }, block.elements.map(contextItem));
    case "actions": return h("div", { class: "block-actions" }, block.elements.map((e) => element(e, block, context)));
    case "rich_text": return richText(block);
    case "image": return image(block);
    case "input": return input(block, context);
    case "markdown": return h("div", { class: "block-markdown" }, plain(block.text));
    case "table": return table(block);
    case "container": return folded(block, context);
    case "alert": return h("div", { class: "block-alert", role: "note" }, block.text ? textObject(block.text) : "");
    default: return h("div", { class: "block-unknown" }, `(a ${block.type} block, which the sandbox does not draw)`);
  }
}

function section(block, context) {
  const words = block.text ? h("div", { class: "section-text" }, textObject(block.text)) : null;
  const fields = block.fields
    ? h("div", { class: "section-fields" }, block.fields.map((text) => h("div", {}, textObject(text))))
    : null;
  const side = block.accessory ? h("div", { class: "accessory" }, element(block.accessory, block, context)) : null;
  return h("div", { class: "block-section" }, h("div", { class: "section-main" }, words, fields), side);
}

function contextItem(item) {
  if (item.type === "image") return h("img", { src: item.image_url, alt: item.alt_text, class: "context-image" });
  return h("span", {}, textObject(item));
}

function image(block) {
  const source = block.image_url || (block.slack_file && (block.slack_file.url || `/files/${block.slack_file.id}`));
  const title = block.title ? h("figcaption", {}, textObject(block.title)) : null;
  return h("figure", { class: "block-image" }, title, h("img", { src: source, alt: block.alt_text }));
}

function input(block, context) {
  const error = context.errors?.[block.block_id];
  const id = `${context.id}-${block.block_id}`;
  const described = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const grouped = ["checkboxes", "radio_buttons"].includes(block.element.type);
  const label = [textObject(block.label), block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  return h(
    grouped ? "fieldset" : "div",
    { class: error ? "block-input wrong" : "block-input" },
    grouped ? h("legend", {}, label) : h("label", { for: id }, label),
    field(block.element, block, context, { id, described, invalid: Boolean(error) }),
    error ? h("p", { class: "error", id: `${id}-error` }, error) : null,
    block.hint ? h("p", { class: "hint", id: `${id}-hint` }, textObject(block.hint)) : null,
  );
}

function table(block) {
  const cell = (node) => (node.type === "rich_text" ? richText(node) : String(node.text ?? node.value ?? ""));
  const [head, ...rows] = block.rows;
  return h("div", { class: "block-table" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((node) => h("th", { scope: "col" }, cell(node))))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((node) => h("td", {}, cell(node)))))),
  ));
}

function folded(block, context) {
  const inner = block.blocks || block.child_blocks || [];
  const title = block.title ? (block.title.text ? textObject(block.title) : String(block.title)) : "";
  return h("details", { class: "block-container", open: !block.default_collapsed }, h("summary", {}, title),
    blocks(inner, context));
}
