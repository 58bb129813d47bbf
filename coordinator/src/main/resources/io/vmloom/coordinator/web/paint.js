/** How cells of maps look: a colour and a shape for each state. */
const TAU = 2 * Math.PI;

/** Draws one cell; colour is the state's, ink what stands out on it. */
export function paint(context, x, y, size, look, colour, ink) {
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  SHAPES[look](context, x, y, size, ink);
}

const SHAPES = {
  outline(context, x, y, size) {
    context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
  },
  dot(context, x, y, size) {
    SHAPES.outline(context, x, y, size);
    context.beginPath();
    context.arc(x + size / 2, y + size / 2, Math.max(1, size / 7), 0, TAU);
    context.fill();
  },
  solid(context, x, y, size) {
    context.fillRect(x, y, size, size);
  },
  hatch(context, x, y, size) {
    context.globalAlpha = 0.3;
    context.fillRect(x, y, size, size);
    context.globalAlpha = 1;
    context.lineWidth = Math.max(1, size / 8);
    line(context, x, y + size, x + size, y);
  },
  diamond(context, x, y, size, ink) {
    context.fillRect(x, y, size, size);
    const middle = size / 2;
    const reach = size / 3.2;
    context.fillStyle = ink;
    context.beginPath();
    context.moveTo(x + middle, y + middle - reach);
    context.lineTo(x + middle + reach, y + middle);
    context.lineTo(x + middle, y + middle + reach);
    context.lineTo(x + middle - reach, y + middle);
    context.fill();
  },
  tick(context, x, y, size, ink) {
    context.fillRect(x, y, size, size);
    context.strokeStyle = ink;
    context.lineWidth = Math.max(1, size / 8);
    context.beginPath();
    context.moveTo(x + size * 0.24, y + size * 0.52);
    context.lineTo(x + size * 0.43, y + size * 0.72);
    context.lineTo(x + size * 0.78, y + size * 0.3);
    context.stroke();
  },
  cross(context, x, y, size, ink) {
    context.fillRect(x, y, size, size);
    context.strokeStyle = ink;
    context.lineWidth = Math.max(1, size / 7);
    const edge = size * 0.26;
    line(context, x + edge, y + edge, x + size - edge, y + size - edge);
    line(context, x + edge, y + size - edge, x + size - edge, y + edge);
  },
  slash(context, x, y, size, ink) {
    context.fillRect(x, y, size, size);
    context.strokeStyle = ink;
    context.lineWidth = Math.max(1, size / 7);
    line(context, x + size * 0.2, y + size * 0.8, x + size * 0.8, y + size * 0.2);
  },
  half(context, x, y, size) {
    SHAPES.outline(context, x, y, size);
    context.fillRect(x, y + size / 2, size, size / 2);
  },
};

function line(context, fromX, fromY, toX, toY) {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}

/** A context that draws in pixels of the page, however fine the screen is. */
export function prepare(canvas, width, height) {
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
