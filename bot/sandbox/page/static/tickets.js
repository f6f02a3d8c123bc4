// The small Jira: its tickets, and one ticket to edit.
import { h, menuButton } from "./dom.js";
import { act, go, notice, store } from "./store.js";
import { suggest } from "./composer.js";

export function drawTickets(main) {
  const { ticket: key } = store.place;
  const ticket = store.seen.tickets.find((known) => known.key === key);
  const print = `tickets/${key || ""}/${ticket ? "" : JSON.stringify(store.seen.tickets.map((t) => [t.key, t.status, t.summary]))}`;
  if (main.dataset.print === print) return;
  main.dataset.print = print;
  main.replaceChildren(menuButton(), ticket ? one(ticket) : all());
}

function all() {
  const row = (ticket) => h("tr", {},
    h("td", {}, h("button", { class: "plain", type: "button", onclick: () => go({ tab: "tickets", ticket: ticket.key }) }, ticket.key)),
    h("td", {}, ticket.type), h("td", { class: "summary" }, ticket.summary), h("td", {}, ticket.status),
    h("td", {}, h("button", { class: "button small", type: "button", "aria-label": `Paste ${ticket.key} in #payments`, onclick: () => share(ticket) }, "Paste in #payments")));
  return h("section", { class: "tickets" },
    h("h1", {}, "Tickets"),
    h("p", {}, "The small Jira of this sandbox. Edit a ticket, and its cards follow."),
    h("div", { class: "wide" }, h("table", {},
      h("thead", {}, h("tr", {}, ["Key", "Type", "Summary", "Status"].map((name) => h("th", { scope: "col" }, name)), h("td", {}))),
      h("tbody", {}, store.seen.tickets.map(row)))));
}

function one(ticket) {
  const area = (name, label, rows) => {
    const field = h("textarea", { id: `t-${name}`, name, rows });
    field.value = ticket[name] || "";
    return [h("label", { for: `t-${name}` }, label), field];
  };
  const status = h("select", { id: "t-status", name: "status" },
    store.seen.statuses.map((name) => h("option", { selected: name === ticket.status }, name)));
  const save = async (event) => {
    event.preventDefault();
    const told = await act("edit_ticket", { key: ticket.key, ...Object.fromEntries(new FormData(event.target)) });
    if (!told.error) notice(`${ticket.key} is saved. Its cards follow in a moment.`);
    event.target.elements.comment.value = "";
  };
  return h("section", { class: "ticket" },
    h("button", { class: "plain", type: "button", onclick: () => go({ tab: "tickets" }) }, "← All tickets"),
    h("h1", {}, `${ticket.key} `, h("small", {}, ticket.type)),
    ticket.security ? h("p", { class: "secured" }, `Security level: ${ticket.security}`) : null,
    h("p", { class: "link" }, "Link to paste: ", h("code", {}, ticket.url)),
    h("form", { onsubmit: save },
      h("label", { for: "t-summary" }, "Summary"), h("input", { id: "t-summary", name: "summary", value: ticket.summary }),
      h("label", { for: "t-status" }, "Status"), status,
      area("description", ticket.markup === "adf" ? "Description (kept as ADF; edited here as wiki markup)" : "Description (wiki markup)", 18),
      area("criteria", "Acceptance Criteria (a custom field; may stay empty)", 5),
      h("label", { for: "t-comment" }, "Add a comment"), h("textarea", { id: "t-comment", name: "comment", rows: 2 }),
      h("div", { class: "modal-buttons" },
        h("button", { class: "button", type: "button", onclick: () => share(ticket) }, "Paste in #payments"),
        h("button", { class: "button primary", type: "submit" }, "Save"))),
    ticket.comments.length ? h("h2", {}, "Comments") : null,
    h("ul", { class: "comments" }, ticket.comments.map((comment) => h("li", {}, h("strong", {}, comment.author), ` ${comment.body}`))));
}

function share(ticket) {
  go({ channel: "C0PAYMENTS" });
  suggest(ticket.url);
}
