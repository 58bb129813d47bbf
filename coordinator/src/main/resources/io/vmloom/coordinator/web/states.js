import { h } from "./dom.js";

/** Of each state a shape and a word, so that nobody has to tell colours apart. */
const SHAPES = {
  NEW: ["◌", "new"],
  PREPARING: ["◔", "preparing"],
  SUSPENDED: ["?", "to be confirmed"],
  READY: ["○", "ready"],
  ACTIVE: ["▶", "active"],
  PAUSED: ["❚❚", "paused"],
  CANCELLING: ["✕", "cancelling"],
  COMPLETE: ["✓", "complete"],
  PENDING: ["○", "pending"],
  INSPECTING: ["◔", "inspecting"],
  PLANNED: ["◑", "planned"],
  CONVERTING: ["▶", "converting"],
  STITCHING: ["▶", "stitching"],
  VERIFYING: ["▶", "verifying"],
  SUCCEEDED: ["✓", "succeeded"],
  SKIPPED: ["≡", "skipped"],
  FAILED: ["!", "failed"],
  CANCELLED: ["✕", "cancelled"],
};

export const BATCH_STATES = ["NEW", "PREPARING", "SUSPENDED", "READY", "ACTIVE", "PAUSED", "CANCELLING", "COMPLETE", "FAILED", "CANCELLED"];
export const ITEM_STATES = ["PENDING", "INSPECTING", "PLANNED", "CONVERTING", "STITCHING", "VERIFYING", "SUCCEEDED", "SKIPPED", "FAILED", "CANCELLED"];
export const OVER = ["COMPLETE", "FAILED", "CANCELLED", "SUCCEEDED", "SKIPPED"];

export const word = (state) => (SHAPES[state] ?? ["", state])[1];

export function badge(state) {
  const [shape, text] = SHAPES[state] ?? ["·", state];
  return h("span", { class: `badge ${state.toLowerCase()}` }, h("span", { "aria-hidden": "true" }, shape), text);
}

/** A bar with its number, and what it is a part of for those who hear it. */
export function progress(status, label) {
  return h(
    "span",
    { class: `progress ${status.state.toLowerCase()}` },
    h("progress", { max: 100, value: status.percent, "aria-label": label }),
    h("span", { class: "percent" }, `${status.percent} %`),
  );
}

/** Words and values beside each other. */
export function facts(...pairs) {
  return h(
    "dl",
    { class: "facts" },
    pairs
      .filter((pair) => pair && pair[1] !== "" && pair[1] !== undefined && pair[1] !== null)
      .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}
