// The few emoji a bot of this kind names; others are shown by their name.
import { h } from "./dom.js";

const KNOWN = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", eyes: "👀", question: "❓", "+1": "👍",
  hourglass_flowing_sand: "⏳", mag: "🔍", lock: "🔒", bulb: "💡", wave: "👋", large_green_circle: "🟢",
  large_yellow_circle: "🟡", red_circle: "🔴", white_circle: "⚪", speech_balloon: "💬", mute: "🔇", bell: "🔔",
  package: "📦", memo: "📝", link: "🔗", tada: "🎉", arrow_up: "⬆️", arrow_down: "⬇️",
};

export function emoji(name) {
  return KNOWN[name] ? h("span", { role: "img", "aria-label": name.replaceAll("_", " ") }, KNOWN[name]) : `:${name}:`;
}
