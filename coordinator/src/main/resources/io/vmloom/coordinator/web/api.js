import { token } from "./token.js";

const BASE = "/api/v1";

/** What the service says when it refuses something. */
export class Problem extends Error {
  constructor(status, detail, code) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

export const batches = (query) => get(`/batches?${query}`);
export const batch = (id, query = "") => get(`${ofBatch(id)}?${query}`);
export const history = (id) => get(`${ofBatch(id)}/history`);
export const item = (id, number) => get(`${ofBatch(id)}/items/${number}`);
export const workers = (query = "") => get(`/workers?${query}`);
export const order = (id, verb) => send("POST", `${ofBatch(id)}/${verb}`);
export const reportPath = (id, format) => `${BASE}${ofBatch(id)}/report?format=${format}`;

/** Takes a manifest, or says what it would take. */
export function submit(text, file, dryRun) {
  const type = text.trimStart().startsWith("{") ? "application/json" : "application/yaml";
  const query = new URLSearchParams({ file, dryRun });
  return send("POST", `/batches?${query}`, { body: text, headers: { "Content-Type": type } });
}

/** Hands over each event of a batch as it comes; ends when the service ends it. EventSource could send no token. */
export async function events(id, signal, hear) {
  const response = await call("GET", `${ofBatch(id)}/events`, { signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    blocks.forEach((block) => hear(...parse(block)));
  }
}

function parse(block) {
  const field = (name) =>
    block
      .split("\n")
      .filter((line) => line.startsWith(`${name}: `))
      .map((line) => line.slice(name.length + 2))
      .join("\n");
  return [field("event"), JSON.parse(field("data"))];
}

const ofBatch = (id) => `/batches/${encodeURIComponent(id)}`;
const get = (path) => send("GET", path);

async function send(method, path, options = {}) {
  return (await call(method, path, options)).json();
}

/** The whole answer, as a file. */
export async function blob(path) {
  return (await call("GET", path.slice(BASE.length))).blob();
}

async function call(method, path, options = {}) {
  const headers = { ...options.headers };
  if (token()) {
    headers.Authorization = `Bearer ${token()}`;
  }
  let response;
  try {
    response = await fetch(BASE + path, { ...options, method, headers, cache: "no-store" });
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw new Problem(0, "The coordinator does not answer. It is asked again.", "UNREACHABLE");
  }
  if (response.ok) {
    return response;
  }
  const problem = await response.json().catch(() => ({}));
  throw new Problem(response.status, problem.detail ?? `HTTP ${response.status}`, problem.code);
}
