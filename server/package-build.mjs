// Builds the published package `mailglass` in server/dist/package: bundles, the page, types, licences. Called by
// scripts/package.mjs, after the page and the types have been built.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { bundleForAll, bundleForNode } from "./bundle.mjs";
import { bundledPackages, dependenciesOf, licences } from "./package-licences.mjs";
import { copyTypes } from "./package-types.mjs";

const OUT = "dist/package";
const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/** Every entry of the package: its bundle, its source, its types. */
const ENTRIES = {
  ".": { file: "library", source: "src/package/mailglass.ts", types: "server/package/mailglass.d.ts" },
  "./smtp": { file: "smtp", source: "src/smtp/smtp.ts", types: "server/smtp/smtp.d.ts" },
  "./client": { file: "client", source: "../shared/src/client/index.ts", types: "shared/client/index.d.ts" },
  "./playwright": { file: "playwright", source: "src/package/playwright.ts", types: "server/package/playwright.d.ts" },
  "./vitest": { file: "vitest", source: "src/package/vitest.ts", types: "server/package/vitest.d.ts" },
  "./vitest-setup": {
    file: "vitest-setup",
    source: "src/package/vitest-setup.ts",
    types: "server/package/vitest-setup.d.ts",
  },
};

/**
 * The client is one file for all entries: a WaitError from one is a WaitError of the other.
 *
 * @type {import("rolldown").Plugin}
 */
const oneClient = {
  name: "one client",
  resolveId: {
    filter: { id: /^@mailglass\/shared\/client$/ },
    handler: () => ({ id: "./client.mjs", external: true }),
  },
};

const manifest = {
  name: "mailglass",
  version,
  description: "A mail catcher for developers: SMTP on localhost:1025, every byte of it on localhost:8025",
  keywords: ["smtp", "mail", "email", "testing", "mail-catcher", "mailhog", "mailpit", "playwright", "vitest"],
  license: "MIT",
  type: "module",
  bin: { mailglass: "dist/mailglass.mjs" },
  exports: {
    ...Object.fromEntries(
      Object.entries(ENTRIES).map(([name, { file, types }]) => [
        name,
        { types: `./types/${types}`, default: `./dist/${file}.mjs` },
      ]),
    ),
    "./package.json": "./package.json",
  },
  engines: { node: ">=22.13" },
  peerDependencies: { "@playwright/test": ">=1.50", vitest: ">=3" },
  peerDependenciesMeta: { "@playwright/test": { optional: true }, vitest: { optional: true } },
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

const { client, ...forNode } = Object.fromEntries(Object.values(ENTRIES).map(({ file, source }) => [file, source]));
const modules = [
  ...(await bundleForNode({ mailglass: "src/cli/main.ts", ...forNode }, `${OUT}/dist`, {
    plugins: [oneClient],
    external: ["vitest", "@playwright/test"],
  })),
  ...(await bundleForAll({ client }, `${OUT}/dist`)),
];
cpSync("../web/dist", `${OUT}/dist/web`, { recursive: true });
copyTypes(
  Object.values(ENTRIES).map(({ types }) => types),
  `${OUT}/types`,
);
writeFileSync(`${OUT}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(`${OUT}/THIRD-PARTY-LICENCES.txt`, licences([...bundledPackages(modules), ...dependenciesOf("../web")]));
// What the README links to, but for its pictures, which are large.
for (const name of ["README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs"])
  cpSync(`../${name}`, `${OUT}/${name}`, { recursive: true, filter: (path) => !path.endsWith("pictures") });
for (const name of ["README.md", ...readdirSync(`${OUT}/docs`).map((file) => `docs/${file}`)]) {
  if (!name.endsWith(".md")) continue;
  const text = readFileSync(`${OUT}/${name}`, "utf8");
  writeFileSync(`${OUT}/${name}`, text.replace(/^!\[.*\]\(.*pictures\/.*\)\n\n?/gm, ""));
}
