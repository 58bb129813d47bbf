const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** As 12.3 MiB. */
export function bytes(count) {
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

export function rate(bytesPerSecond) {
  return `${bytes(bytesPerSecond)}/s`;
}

/** As 3 m 05 s; short times as 1.2 s. */
export function duration(seconds) {
  if (seconds < 10) {
    return `${(Math.round(seconds * 10) / 10).toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  const parts = [
    [Math.floor(whole / 86400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "m"],
    [whole % 60, "s"],
  ];
  const first = parts.findIndex(([number]) => number > 0);
  return parts
    .slice(first, first + 2)
    .map(([number, unit], index) => `${index === 0 ? number : String(number).padStart(2, "0")} ${unit}`)
    .join(" ");
}

/** In what time it will be done, as exactly as that is known; empty when nobody knows. */
export function eta(status, interval = status) {
  const { etaLeastSeconds: least, etaMostSeconds: most } = interval;
  if (least !== undefined) {
    return least === most ? duration(most) : `${duration(least)} to ${duration(most)}`;
  }
  return status.etaSeconds === undefined ? "" : duration(status.etaSeconds);
}

/** Data per second over the last periods; those under way are left out, for their tasks have not told yet. */
export function lately({ samples, periodSeconds }) {
  const PERIODS = 15;
  const UNTOLD = 2;
  const last = samples.slice(0, -UNTOLD).slice(-PERIODS);
  const data = last.reduce((sum, sample) => sum + sample[3], 0);
  return last.length > 0 ? rate(data / (last.length * periodSeconds)) : "";
}

export function time(iso) {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}

/** As 5 min ago. */
export function ago(iso, now = Date.now()) {
  const seconds = Math.max(0, (now - new Date(iso).getTime()) / 1000);
  return seconds < 10 ? "just now" : `${duration(seconds)} ago`;
}

export function number(value) {
  return value.toLocaleString("en-US");
}

export function count(value, what) {
  return `${number(value)} ${what}${value === 1 ? "" : "s"}`;
}

/** Bytes of a disk as 0x…, which is how people look for them. */
export function offset(value) {
  return `0x${value.toString(16)}`;
}

/** From which format to which, as far as it is known, and of how many disks a machine is made. */
export function formats({ sourceFormat, targetFormat, makes, disks }) {
  const change = sourceFormat ? `${sourceFormat} → ${targetFormat}` : `to ${targetFormat}`;
  return makes ? `${makes} of ${count(disks, "disk")}, ${change}` : change;
}
