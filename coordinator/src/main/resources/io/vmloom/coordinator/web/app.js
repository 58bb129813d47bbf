import { batchPage } from "./batch.js";
import { itemPage } from "./item.js";
import { listPage } from "./list.js";
import { shell } from "./shell.js";
import { dropAnywhere } from "./submit.js";

const PAGES = [
  [/^\/$/, (main) => listPage(main)],
  [/^\/batches\/([^/]+)$/, (main, id) => batchPage(main, id)],
  [/^\/batches\/([^/]+)\/items\/(\d+)$/, (main, id, number) => itemPage(main, id, Number(number))],
];

shell();
dropAnywhere();
for (const [path, page] of PAGES) {
  const match = location.pathname.match(path);
  if (match) {
    page(document.querySelector("#main"), ...match.slice(1).map(decodeURIComponent));
  }
}
