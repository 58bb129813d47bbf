import { h, show } from "./dom.js";
import { paint, prepare } from "./paint.js";

const LARGEST = 20;
const SMALLEST = 7;
const WANTED_HEIGHT = 240;
const SWATCH = 14;

/**
 * A map of cells that can be pointed at, and walked through by the arrow keys.
 *
 * @param looks of each state's letter: its shape, its class that has the colour, and its word
 * @param describe what is told of a cell
 */
export function cellMap(title, looks, describe) {
  const canvas = h("canvas", { tabindex: "0", role: "img", "aria-label": title });
  const tip = h("div", { class: "tip", hidden: true, role: "status" });
  const legend = h("ul", { class: "legend" });
  const note = h("p", { class: "note" });
  const stage = h("div", { class: "cells" }, canvas, tip);
  const element = h("figure", { class: "map" }, h("figcaption", {}, title, note), stage, legend);
  const swatches = new Map();
  let grid = { states: "", filled: [], columns: 1, pitch: LARGEST };
  let chosen = -1;

  for (const [letter, look] of Object.entries(looks)) {
    const swatch = h("canvas", { class: `cell-${look.colour}`, "aria-hidden": "true" });
    const entry = h("li", { hidden: true }, swatch, h("span", {}, look.word));
    swatches.set(letter, { swatch, entry });
    legend.append(entry);
  }

  const colours = () => {
    const found = {};
    for (const [letter, { swatch }] of swatches) {
      found[letter] = getComputedStyle(swatch).color;
    }
    return found;
  };

  function draw() {
    const width = stage.clientWidth;
    const count = grid.states.length;
    if (width === 0 || count === 0) {
      return;
    }
    const fitting = Math.floor(Math.sqrt((width * WANTED_HEIGHT) / count));
    grid.pitch = Math.max(SMALLEST, Math.min(LARGEST, fitting));
    grid.columns = Math.max(1, Math.floor(width / grid.pitch));
    const rows = Math.ceil(count / grid.columns);
    const context = prepare(canvas, grid.columns * grid.pitch, rows * grid.pitch);
    const colour = colours();
    const ink = getComputedStyle(element).getPropertyValue("background-color");
    const size = grid.pitch - (grid.pitch > 10 ? 2 : 1);
    for (let cell = 0; cell < count; cell++) {
      const letter = grid.states[cell];
      const [x, y] = place(cell);
      paint(context, x, y, size, looks[letter].shape, colour[letter], ink);
      const part = grid.filled[cell] ?? 0;
      if (part > 0 && part < 100 && looks[letter].fills) {
        const height = (size * part) / 100;
        context.fillStyle = colour[looks[letter].fills];
        context.fillRect(x, y + size - height, size, height);
      }
    }
    if (chosen >= 0 && chosen < count) {
      const [x, y] = place(chosen);
      context.strokeStyle = getComputedStyle(element).color;
      context.lineWidth = 2;
      context.strokeRect(x, y, size, size);
    }
    for (const [letter, { swatch, entry }] of swatches) {
      entry.hidden = !grid.states.includes(letter);
      paint(prepare(swatch, SWATCH, SWATCH), 0, 0, SWATCH, looks[letter].shape, colour[letter], ink);
    }
  }

  const place = (cell) => [(cell % grid.columns) * grid.pitch, Math.floor(cell / grid.columns) * grid.pitch];

  function choose(cell) {
    chosen = cell >= 0 && cell < grid.states.length ? cell : -1;
    tip.hidden = chosen < 0;
    if (chosen >= 0) {
      show(tip, describe(chosen, looks[grid.states[chosen]].word).map((line) => h("div", {}, line)));
      const [x, y] = place(chosen);
      const right = x > stage.clientWidth / 2;
      tip.style.left = right ? "auto" : `${x + grid.pitch + 6}px`;
      tip.style.right = right ? `${stage.clientWidth - x + 6}px` : "auto";
      tip.style.top = `${y}px`;
    }
    draw();
  }

  canvas.onpointermove = (event) => {
    const column = Math.min(grid.columns - 1, Math.floor(event.offsetX / grid.pitch));
    choose(Math.floor(event.offsetY / grid.pitch) * grid.columns + column);
  };
  canvas.onpointerleave = () => choose(-1);
  canvas.onblur = () => choose(-1);
  canvas.onkeydown = (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: grid.columns, ArrowUp: -grid.columns };
    if (event.key in steps) {
      event.preventDefault();
      const last = grid.states.length - 1;
      choose(chosen < 0 ? 0 : Math.max(0, Math.min(last, chosen + steps[event.key])));
    } else if (event.key === "Escape") {
      choose(-1);
    }
  };
  new ResizeObserver(draw).observe(stage);
  addEventListener("vmloom-theme", draw);

  return {
    element,
    update(states, filled, text) {
      grid = { ...grid, states, filled };
      note.textContent = text;
      if (chosen >= 0) {
        choose(chosen);
      } else {
        draw();
      }
    },
  };
}
