// Buttons, selects and inputs. Each tells `context.press(action)` when it is used.
import { h } from "./dom.js";
import { confirmed } from "./confirm.js";
import { menu } from "./menu.js";
import { textObject } from "./blocks.js";
import { store } from "./store.js";

// An element in an actions or section block: using it reaches the bot at once.
export function element(node, block, context) {
  if (node.type === "image") return h("img", { src: node.image_url, alt: node.alt_text, class: "accessory-image" });
  if (node.type === "button") return button(node, block, context);
  if (node.type === "overflow") return overflow(node, block, context);
  return field(node, block, context, { label: node.placeholder?.text || "Choose", live: true });
}

async function use(node, block, context, value) {
  if (node.confirm && !(await confirmed(node.confirm))) return;
  if (node.url) window.open(node.url, "_blank", "noopener");
  await context.press({ block_id: block.block_id, action_id: node.action_id, value });
}

function button(node, block, context) {
  const press = async (event) => {
    const pressed = event.currentTarget;
    pressed.setAttribute("aria-busy", "true");
    await use(node, block, context);
    pressed.removeAttribute("aria-busy");
  };
  const style = { type: "button", class: `button ${node.style || ""}`, "aria-label": node.accessibility_label };
  return h("button", { ...style, onclick: press }, textObject(node.text));
}

function overflow(node, block, context) {
  const choose = (option) => use({ ...node, url: option.url }, block, context, option.value);
  return menu("More actions", "⋯", node.options.map((option) => [option.text.text, () => choose(option)]));
}

// A field: in an input block its value waits for the submission, elsewhere it is sent when it changes.
export function field(node, block, context, { id, label, described, invalid, live } = {}) {
  const kept = context.values?.[`${block.block_id}/${node.action_id}`];
  const attributes = {
    id,
    "data-field": `${block.block_id}/${node.action_id}`,
    "aria-label": label,
    "aria-describedby": described || null,
    "aria-invalid": invalid ? "true" : null,
    placeholder: node.placeholder?.text,
    maxlength: node.max_length,
    autofocus: node.focus_on_load || null,
  };
  if (live || block.dispatch_action) attributes.onchange = (event) => use(node, block, context, read(holder(event)));
  return draw(node, attributes, kept);
}

const holder = (event) => event.target.closest("[data-field]");

function draw(node, attributes, kept) {
  const value = kept ?? node.initial_value ?? node.initial_date ?? node.initial_time ?? "";
  switch (node.type) {
    case "plain_text_input": {
      if (!node.multiline) return h("input", { type: "text", value, ...attributes });
      const area = h("textarea", { rows: 6, ...attributes });
      area.value = value;
      return area;
    }
    case "email_text_input": return h("input", { type: "email", value, ...attributes });
    case "url_text_input": return h("input", { type: "url", value, ...attributes });
    case "number_input": return h("input", { type: "number", step: node.is_decimal_allowed ? "any" : "1", value, ...attributes });
    case "datepicker": return h("input", { type: "date", value, ...attributes });
    case "timepicker": return h("input", { type: "time", value, ...attributes });
    case "checkboxes": return choices(node, attributes, "checkbox", kept);
    case "radio_buttons": return choices(node, attributes, "radio", kept);
    default: return select(node, attributes, kept);
  }
}

function choices(node, { onchange, ...attributes }, type, kept) {
  const first = kept ?? (node.initial_options || [node.initial_option]).filter(Boolean).map((option) => option.value);
  const name = attributes["data-field"];
  return h("div", { class: "choices", role: "group", "data-field": name, "data-many": type === "checkbox", onchange },
    node.options.map((option) => h("label", {},
      h("input", { type, name, value: option.value, checked: first.includes(option.value) }),
      h("span", {}, textObject(option.text), option.description ? h("small", {}, textObject(option.description)) : null),
    )));
}

function select(node, attributes, kept) {
  const many = node.type.startsWith("multi_");
  const initial = node.initial_option?.value ?? node.initial_user ?? node.initial_conversation ?? node.initial_channel;
  const several = node.initial_options?.map((option) => option.value) ?? node.initial_users ?? node.initial_conversations;
  const chosen = kept ?? (many ? several || [] : initial ?? "");
  const isChosen = (value) => (many ? chosen.includes(value) : chosen === value);
  const option = ({ value, words }) => h("option", { value, selected: isChosen(value) }, words);
  const empty = many ? null : h("option", { value: "" }, node.placeholder?.text || "Choose");
  const grouped = node.option_groups?.map((group) =>
    h("optgroup", { label: group.label.text }, group.options.map((each) => option(known(each)))));
  return h("select", { ...attributes, multiple: many }, empty, grouped || listed(node).map(option));
}

const known = (option) => ({ value: option.value, words: option.text.text });

function listed(node) {
  if (node.type.includes("users")) return store.seen.people.map((p) => ({ value: p.id, words: p.real_name }));
  if (node.type.includes("conversations") || node.type.includes("channels")) {
    return store.seen.channels.filter((c) => c.name).map((c) => ({ value: c.id, words: `#${c.name}` }));
  }
  return (node.options || []).map(known);
}

// The value of one field as the server takes it: a string, or a list of strings.
export function read(holding) {
  if (holding.matches(".choices")) {
    const ticked = [...holding.querySelectorAll("input:checked")].map((box) => box.value);
    return holding.hasAttribute("data-many") ? ticked : ticked[0] ?? "";
  }
  return holding.multiple ? [...holding.selectedOptions].map((option) => option.value) : holding.value;
}

export function readAll(root) {
  return Object.fromEntries([...root.querySelectorAll("[data-field]")].map((each) => [each.dataset.field, read(each)]));
}
