// Types for the package. TypeScript writes a .d.ts for every source. Those that the entries reach are copied, and
// their imports are rewritten to paths in the package. typebox's types are included, because the schemas use them.
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** Folders with declarations, and the folder of the package to which they are copied. */
const TREES = [
  { from: resolve("dist/types"), to: "server" },
  { from: resolve("../shared/dist"), to: "shared" },
  { from: join(realpathSync("../shared/node_modules/typebox"), "build"), to: "typebox" },
];

/** Package names that our sources import, and their declarations. */
const PACKAGES = {
  "@mailglass/shared": resolve("../shared/dist/index.d.ts"),
  "@mailglass/shared/client": resolve("../shared/dist/client/index.d.ts"),
  typebox: join(TREES[2].from, "index.d.mts"),
};

/** These types come from the user's own installation. */
const THEIRS = /^(node:|vitest(\/|$)|@playwright\/test$)/;

const SPECIFIER = /(\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)(["'])([^"'\n]+)\2/g;

/** @param {string[]} entries paths in the package's folder of types */
export function copyTypes(entries, out) {
  const seen = new Set();
  const copy = (source) => {
    if (seen.has(source)) return;
    seen.add(source);
    const text = readFileSync(source, "utf8").replace(SPECIFIER, (whole, before, quote, specifier) => {
      if (THEIRS.test(specifier)) return whole;
      const target = declarationOf(specifier, source);
      copy(target);
      const path = relative(dirname(placeOf(source)), placeOf(target))
        .split(sep)
        .join("/");
      return `${before}${quote}${path.startsWith(".") ? "" : "./"}${javaScriptOf(path)}${quote}`;
    });
    const file = join(out, placeOf(source));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
  };
  for (const entry of entries) {
    const tree = TREES.find(({ to }) => entry.startsWith(`${to}/`));
    copy(join(tree.from, entry.slice(tree.to.length + 1)));
  }
}

function placeOf(file) {
  const tree = TREES.find(({ from }) => file.startsWith(from + sep));
  if (!tree) throw new Error(`${file} is in no tree of types`);
  return join(tree.to, relative(tree.from, file));
}

function declarationOf(specifier, source) {
  const named = PACKAGES[specifier];
  const path = named ?? (specifier.startsWith(".") ? resolve(dirname(source), declarationName(specifier)) : undefined);
  if (path === undefined || !existsSync(path))
    throw new Error(`${source} imports ${specifier}, which has no types here`);
  return path;
}

const declarationName = (path) => path.replace(/\.(?:ts|js)$/, ".d.ts").replace(/\.mjs$/, ".d.mts");
const javaScriptOf = (path) => path.replace(/\.d\.ts$/, ".js").replace(/\.d\.mts$/, ".mjs");
