// Bundles the data of caniemail in a compact form, which is about a fifth of its size. It replaces `load-caniemail.ts`, which
// reads the installed package.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
export const CANIEMAIL_PATH = require.resolve("caniemail/caniemail.json");

/** @type {import("rolldown").Plugin} */
export const compactCaniemail = {
  name: "compact caniemail",
  load: { filter: { id: /[\\/]load-caniemail\.ts$/ }, handler: () => ({ code: createModule(), moduleType: "js" }) },
};

/** A module that restores the data in the form of the package, without the members that Mailglass does not use. */
function createModule() {
  const { last_update_date, nicenames, data } = JSON.parse(readFileSync(CANIEMAIL_PATH, "utf8"));
  const { family, platform } = nicenames;
  const clients = new Table();
  const versions = new Table();
  const features = data.map(({ slug, title, description, category, tags, stats, notes_by_num }) => ({
    slug,
    title,
    description,
    category,
    tags,
    notes_by_num,
    // Pairs of indices: the client, and its versions.
    stats: Object.entries(stats).flatMap(([family, platforms]) =>
      Object.entries(platforms).flatMap(([platform, support]) => [
        clients.indexOf(`${family} ${platform}`),
        versions.indexOf(JSON.stringify(support)),
      ]),
    ),
  }));
  return `
    const [clients, versions, features] = JSON.parse(${quote([clients.values, versions.values, features])});
    function expandStats(pairs) {
      const stats = {};
      for (let at = 0; at < pairs.length; at += 2) {
        const [family, platform] = clients[pairs[at]].split(" ");
        (stats[family] ??= {})[platform] = JSON.parse(versions[pairs[at + 1]]);
      }
      return stats;
    }
    export function loadCaniemail() {
      return {
        last_update_date: ${JSON.stringify(last_update_date)},
        nicenames: ${JSON.stringify({ family, platform })},
        // A message uses a few dozen of the features: only their stats are expanded.
        data: features.map(({ stats, ...feature }) => ({ ...feature, get stats() { return expandStats(stats); } })),
      };
    }`;
}

/** Writes a value as a JavaScript string with its JSON, which is read faster than an expression. */
const quote = (value) => `'${JSON.stringify(value).replace(/[\\']/g, "\\$&")}'`;

/** Values, each with its index. */
class Table {
  values = [];
  #indices = new Map();

  indexOf(value) {
    const known = this.#indices.get(value);
    if (known !== undefined) return known;
    this.#indices.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}
