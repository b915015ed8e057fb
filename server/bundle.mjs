// Bundles the server's sources to files that run without node_modules. Most of the start-up time is spent on reading code,
// so code that is not needed at start is kept separate or left out:
//
// - Dynamic imports (sending, certificates, thumbnails, …) become separate chunks. Through such an import, a CommonJS
//   package has only its `default`.
// - Packages whose functions are called by synchronous code are read at the first call (LATER).
// - Parts of Fastify and Handlebars that Mailglass does not use are left out (NEVER).
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { CANIEMAIL_PATH, compactCaniemail } from "./bundle-caniemail.mjs";

const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** The entries of the worker threads. Every bundle has them next to its other entries, where `app` expects them. */
const WORKERS = {
  "mail-worker-entry": "src/app/mail-worker-entry.ts",
  "store-worker-entry": "src/app/store-worker-entry.ts",
};

/** Packages that the sources import as usual. In the bundle they are separate files, which are read on first use. */
const LATER = ["htmlparser2", "iconv-lite", "libmime", "tldts", "typebox/value"];

/**
 * Packages that Fastify and Handlebars load, and use only for what Mailglass does not need: validators, HTTP/2, injection,
 * source maps.
 */
const NEVER = [
  "@fastify/ajv-compiler",
  "@fastify/fast-json-stringify-compiler",
  "light-my-request",
  "node:http2",
  "source-map",
];

/** @type {import("esbuild").BuildOptions} */
const common = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  conditions: ["source"],
  legalComments: "none",
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: "warning",
  metafile: true,
};

/** @type {import("esbuild").BuildOptions} */
const forNode = { platform: "node", target: "node22.13" };

/** @type {import("esbuild").Plugin} */
const never = {
  name: "never",
  setup(build) {
    build.onResolve({ filter: anyOf(NEVER) }, ({ path }) => ({ path, namespace: "never" }));
    build.onLoad({ filter: /^/, namespace: "never" }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error("Bundled without ${path}"); };`,
    }));
  },
};

/**
 * Replaces a package by an object whose properties load the package from its own file. There is no `default` among
 * them. Imports between packages are not replaced, because their versions may differ.
 *
 * @type {import("esbuild").Plugin}
 */
const later = {
  name: "later",
  setup(build) {
    build.onResolve({ filter: anyOf(LATER) }, ({ path, importer }) =>
      importer.includes("node_modules") ? undefined : { path, namespace: "later" },
    );
    build.onResolve({ filter: /^\.\/.*\.cjs$/, namespace: "later" }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: /^/, namespace: "later" }, ({ path }) => ({
      contents: `
        let whole;
        for (const name of ${JSON.stringify(Object.keys(require(path)))}) Object.defineProperty(exports, name, {
          enumerable: true,
          get: () => (whole ??= require("./${fileOf(path)}"))[name],
        });`,
    }));
  },
};

/**
 * Lets libmime use the file of iconv-lite: both are pinned to one version, whose tables are large.
 *
 * @type {import("esbuild").Plugin}
 */
const shareIconv = {
  name: "share-iconv",
  setup(build) {
    build.onResolve({ filter: /^iconv-lite$/ }, () => ({ path: `./${fileOf("iconv-lite")}`, external: true }));
  },
};

const anyOf = (names) => new RegExp(`^(${names.join("|")})$`);
const fileOf = (name) => `${name.replace("/", "-")}.cjs`;

/**
 * Lets mailparser and its dependencies use the same file of libmime as our own code, which saves 700 KB. They need all of
 * it, including inherited properties, so they import the file itself.
 *
 * @type {import("esbuild").Plugin}
 */
const oneLibmime = {
  name: "one libmime",
  setup(build) {
    build.onResolve({ filter: /^libmime$/ }, ({ path, importer }) => {
      if (!/[\\/](mailparser|mailsplit)[\\/]/.test(importer)) return undefined;
      // Another version is bundled separately.
      const isSame = createRequire(importer).resolve(path) === require.resolve(path);
      return isSame ? { path: `./${fileOf(path)}`, external: true } : undefined;
    });
  },
};

/**
 * Bundles for Node, with the worker thread's file.
 *
 * @param {Record<string, string>} entryPoints names without extension, and their sources
 * @param {string} outdir
 * @param {import("esbuild").BuildOptions} more
 */
export async function bundleForNode(entryPoints, outdir, { plugins = [], ...more } = {}) {
  const packages = await build({
    ...common,
    ...forNode,
    entryPoints: Object.fromEntries(LATER.map((name) => [fileOf(name).replace(/\.cjs$/, ""), require.resolve(name)])),
    outdir,
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    plugins: [shareIconv],
  });
  const bundle = await build({
    ...common,
    ...forNode,
    entryPoints: { ...entryPoints, ...WORKERS },
    outdir,
    // Chunks are next to the entry, so that paths relative to import.meta.url are the same in both.
    chunkNames: "[name]-[hash]",
    splitting: true,
    define: { "process.env.MAILGLASS_VERSION": JSON.stringify(version) },
    plugins: [never, oneLibmime, later, compactCaniemail, ...plugins],
    write: false,
    ...more,
  });
  for (const { path, text } of bundle.outputFiles) writeFileSync(path, HEAD + text);
  return { metafile: { inputs: { ...packages.metafile.inputs, ...bundle.metafile.inputs, [CANIEMAIL_PATH]: {} } } };
}

/** Starts each file. `globalThis.process`, because a bundled package may define its own `process`. */
const HEAD = `#!/usr/bin/env node
${
  // Checked first: an older Node would fail later, with a stack that explains nothing.
  `const [nodeMajor, nodeMinor] = globalThis.process.versions.node.split(".").map(Number);
if (nodeMajor < 22 || (nodeMajor === 22 && nodeMinor < 13)) {
  console.error(\`mailglass: needs Node 22.13 or newer; this is \${globalThis.process.version}.\`);
  globalThis.process.exit(2);
}`
}
${
  // Bundled CommonJS packages load Node's own modules with require().
  'const require = globalThis.process.getBuiltinModule("node:module").createRequire(import.meta.url);'
}
`;

/** Bundles entries for browsers, workers and Node. They must not use Node's modules. */
export function bundleForAll(entryPoints, outdir) {
  return build({ ...common, entryPoints, outdir, platform: "neutral", target: "es2024" });
}
