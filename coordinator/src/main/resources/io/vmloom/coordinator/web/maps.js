import { cellMap } from "./cells.js";
import { bytes, duration, offset } from "./format.js";

const GUEST = {
  h: { shape: "outline", colour: "hole", word: "hole" },
  z: { shape: "dot", colour: "hole", word: "zero" },
  w: { shape: "solid", colour: "waiting", word: "waiting", fills: "e" },
  q: { shape: "hatch", colour: "queued", word: "queued", fills: "e" },
  r: { shape: "diamond", colour: "running", word: "running" },
  e: { shape: "solid", colour: "encoded", word: "encoded" },
  v: { shape: "tick", colour: "verified", word: "verified" },
  f: { shape: "cross", colour: "failed", word: "failed" },
  l: { shape: "slash", colour: "lost", word: "lost to damage" },
};

const TARGET = {
  w: { shape: "outline", colour: "waiting", word: "nothing yet" },
  r: { shape: "diamond", colour: "running", word: "running" },
  p: { shape: "solid", colour: "encoded", word: "stored in place" },
  s: { shape: "half", colour: "queued", word: "staged" },
  n: { shape: "dot", colour: "hole", word: "all zeros" },
  F: { shape: "hatch", colour: "waiting", word: "header and tables, reserved" },
  T: { shape: "tick", colour: "verified", word: "header and tables, written" },
};

/** The guest's disk, and beside it the target. */
export function maps() {
  let item = {};
  const guest = cellMap("Guest disk", GUEST, (cell, word) => describeGuest(item, cell, word));
  const target = cellMap("Target", TARGET, (cell, word) => describeTarget(item, cell, word));
  return {
    elements: [guest.element, target.element],
    update(changed) {
      item = changed;
      const { map, targetMap } = item;
      guest.update(map.states, map.filled, `${bytes(map.virtualBytes)}, ${bytes(map.cellBytes)} a cell`);
      target.update(
        (hasFront(targetMap) ? (targetMap.sealed ? "T" : "F") : "") + targetMap.states,
        [],
        `${bytes(targetMap.storedBytes)} stored, in the order of ${targetMap.ranges} ranges`,
      );
    },
  };
}

const hasFront = (targetMap) => targetMap.frontBytes > 0;

function describeGuest(item, cell, word) {
  const { map, tasks } = item;
  const start = cell * map.cellBytes;
  const end = Math.min(map.virtualBytes, start + map.cellBytes);
  const lines = [word, `${offset(start)} to ${offset(end)} (${bytes(end - start)} at ${bytes(start)})`];
  if (map.filled[cell] > 0 && map.filled[cell] < 100) {
    lines.push(`${map.filled[cell]} % of its ranges encoded`);
  }
  return [...lines, ...tasks.filter((task) => task.start < end && task.start + task.length > start).map(told)];
}

function describeTarget(item, cell, word) {
  const { targetMap, tasks } = item;
  const index = hasFront(targetMap) ? cell - 1 : cell;
  if (index < 0) {
    return [word, `${targetMap.sealed ? "" : "at most "}${bytes(targetMap.frontBytes)}`];
  }
  const cells = targetMap.states.length;
  const first = Math.ceil((index * targetMap.ranges) / cells);
  const last = Math.max(first, Math.ceil(((index + 1) * targetMap.ranges) / cells) - 1);
  return [
    word,
    first === last ? `range ${first}` : `ranges ${first} to ${last}`,
    `${bytes(targetMap.bytes[index])} stored`,
    ...tasks.filter((task) => task.kind === "CONVERT" && task.index >= first && task.index <= last).map(told),
  ];
}

function told(task) {
  const where = task.worker ? `on ${task.worker}` : "in the queue";
  return `task ${task.index}, attempt ${task.attempt}, ${where} for ${duration(task.seconds)}`;
}
