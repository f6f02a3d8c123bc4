// Small helpers for building the page.

// An element with attributes and children; text is never read as HTML.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// Links leave the page only for addresses a browser may safely follow.
export function link(url, ...children) {
  const safe = /^(https?:|mailto:)/i.test(url || "") || (url || "").startsWith("/");
  return safe
    ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children)
    : h("span", {}, children);
}

// Replaces an element's children by keyed ones, keeping those whose content did not change, so that focus stays.
export function keyed(parent, wanted) {
  const present = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let after = null;
  for (const { key, print, make } of wanted) {
    let element = present.get(key);
    if (!element || element.dataset.print !== print) {
      const fresh = make();
      fresh.dataset.key = key;
      fresh.dataset.print = print;
      const back = element?.contains(document.activeElement) ? way(document.activeElement) : null;
      if (element) element.replaceWith(fresh);
      element = fresh;
      back?.();
    }
    present.delete(key);
    const place = after ? after.nextElementSibling : parent.firstElementChild;
    if (place !== element) parent.insertBefore(element, place);
    after = element;
  }
  for (const gone of present.values()) gone.remove();
}

// The way back to a control by its name, for when the message around it is drawn anew: to it, else to the first that is left.
export function way(control) {
  const called = (one) => one.getAttribute("aria-label") || one.textContent;
  const list = control.closest(".messages");
  const key = control.closest("[data-key]")?.dataset.key;
  return () => {
    if (control.isConnected) return control.focus();
    const message = list?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const left = [...(message?.querySelectorAll(".content :is(a, button, summary, select)") || [])];
    const found = left.find((one) => called(one) === called(control)) || left[0] || document.getElementById("main");
    found.focus();
  };
}

export function time(ts) {
  return new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

export function initials(name) {
  return name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
}

// On a phone the list of channels is behind this.
export function menuButton() {
  const toggle = () => showMenu(!document.body.classList.contains("menu-open"));
  const state = { "aria-controls": "side", "aria-expanded": "false" };
  return h("button", { class: "plain menu-button", type: "button", "aria-label": "Show channels", ...state, onclick: toggle }, "☰");
}

export function showMenu(open) {
  document.body.classList.toggle("menu-open", open);
  for (const button of document.querySelectorAll(".menu-button")) button.setAttribute("aria-expanded", String(open));
}
