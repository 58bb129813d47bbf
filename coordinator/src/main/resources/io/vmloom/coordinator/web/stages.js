import { h } from "./dom.js";
import { bytes, duration } from "./format.js";

const STAGES = [
  ["inspecting", "Inspect"],
  ["planned", "Plan"],
  ["converting", "Convert"],
  ["stitching", "Stitch"],
  ["verifying", "Verify"],
];

/** The way of an item: what is done, what it is at, and how long each stage took. */
export function stageBar(item) {
  const entered = new Map((item.stages ?? []).map((stage) => [stage.stage, stage]));
  const over = ["SUCCEEDED", "FAILED", "CANCELLED", "SKIPPED"].includes(item.state);
  const unpacked = entered.get("unpacking");
  const all = unpacked ? [["unpacking", "Unpack"], ...STAGES] : STAGES;
  return h("ol", { class: "stages" }, all.map(([name, title]) => step(name, title)));

  function step(name, title) {
    const stage = entered.get(name);
    const state = stateOf(name, stage);
    return h(
      "li",
      { class: state, "aria-current": state === "now" ? "step" : null },
      h("b", {}, title),
      h("small", {}, details(name, stage, state)),
    );
  }

  /** A plan takes no time of its own: it is made while the source is inspected, and waits for its turn. */
  function stateOf(name, stage) {
    if (name === "planned") {
      return entered.has("converting") ? (item.state === "PLANNED" ? "now" : "done") : "ahead";
    }
    if (!stage) {
      return item.state === "SUCCEEDED" ? "done" : "ahead";
    }
    if (item.stage !== name || item.state === "SUCCEEDED" || item.state === "SKIPPED") {
      return "done";
    }
    return over ? "failed" : item.state === "PLANNED" ? "ahead" : "now";
  }

  function details(name, stage, state) {
    if (name === "planned") {
      return item.map ? `${item.targetMap.ranges} ranges` : "";
    }
    if (!stage || state === "ahead") {
      return "";
    }
    const part = state === "now" && stage.totalBytes > 0 ? ` · ${bytes(stage.doneBytes)} of ${bytes(stage.totalBytes)}` : "";
    return duration(stage.seconds) + part;
  }
}
