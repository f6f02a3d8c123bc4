// The state of the page: what the server said last, and what this person is looking at.
import { showMenu } from "./dom.js";

export const store = {
  seen: null, // the server's answer, see bot/sandbox/page/state.py
  me: sessionStorage.getItem("me") || "U0LEAD",
  place: { channel: "C0PAYMENTS", tab: "messages", thread: null, ticket: null },
  read: {}, // channel → ts up to which it was read
};

let redraw = () => {};

export function onChange(draw) {
  redraw = draw;
}

export async function refresh() {
  const answer = await fetch(`/sandbox/state?as=${encodeURIComponent(store.me)}`);
  store.seen = await answer.json();
  redraw();
}

export function listen() {
  const stream = new EventSource("/sandbox/stream");
  stream.onmessage = () => refresh();
  stream.onerror = () => notice("The sandbox does not answer. Is `handoff demo` still running?");
  stream.onopen = () => notice("");
}

export function go(place) {
  Object.assign(store.place, { thread: null, ticket: null, tab: "messages" }, place);
  showMenu(false);
  redraw();
  // What was pressed may be gone with the place it stood in: who works by keyboard goes on in the new one.
  if (document.activeElement === document.body) document.getElementById("main").focus();
}

export async function act(name, values = {}) {
  const answer = await fetch("/sandbox/act", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ act: name, as: store.me, ...values }),
  });
  const told = answer.ok ? await answer.json() : { error: "The sandbox did not understand that." };
  notice(told.error || "");
  return told;
}

export function notice(text) {
  document.getElementById("notice").textContent = text;
}

export function person(id) {
  return store.seen.people.find((known) => known.id === id) || { id, name: id, real_name: "Slackbot", role: "bot" };
}

export function channel(id) {
  return store.seen.channels.find((known) => known.id === id);
}

// Everything said in a channel, replies left out, or in one thread of it.
export function conversation(id, thread) {
  return store.seen.messages
    .filter((message) => message.channel === id)
    .filter((message) => (thread ? message.ts === thread || message.parent === thread : !message.parent))
    .sort((a, b) => (a.ts < b.ts ? -1 : 1));
}
