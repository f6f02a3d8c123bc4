// Slack's confirmation dialog before an action.
import { h } from "./dom.js";
import { textObject } from "./blocks.js";

export function confirmed(asked) {
  const dialog = document.getElementById("confirm");
  return new Promise((resolve) => {
    dialog.replaceChildren(
      h("h2", { id: "confirm-title" }, textObject(asked.title)),
      h("p", {}, textObject(asked.text)),
      h("form", { method: "dialog", class: "modal-buttons" },
        h("button", { class: "button", value: "no" }, asked.deny ? textObject(asked.deny) : "Cancel"),
        h("button", { class: `button ${asked.style || "primary"}`, value: "yes" }, asked.confirm ? textObject(asked.confirm) : "Yes"),
      ),
    );
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.returnValue = "no";
    dialog.showModal();
  });
}
