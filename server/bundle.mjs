// How the server's sources become files that run without node_modules. Most of what a start takes is reading code,
// so that code is left out which a start does not need:
//
// - What is imported where it is first used (sending, certificates, thumbnails, …) gets chunks of its own. A CommonJS
//   package gives its `default` only, through such an import.
// - Packages whose functions are called in the midst of synchronous code are read at the first call (LATER).
// - What Fastify brings and Mailglass does not use stays out (NEVER).
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { CANIEMAIL_PATH, compactCaniemail } from "./bundle-caniemail.mjs";

const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** What the worker thread runs. Every bundle of the server has it beside its entries, where `create-mail-worker.ts` looks for it. */
const WORKER = { "mail-worker-entry": "src/app/mail-worker-entry.ts" };

/** Packages that are imported as usual, and in the bundle are files of their own, read when first used. */
const LATER = ["htmlparser2", "iconv-lite", "libmime", "tldts", "typebox/value"];

/** What Fastify asks for, and calls only for what Mailglass does not do: its
 * log, its validators, HTTP/2, injection, versions of plugins. */
const NEVER = ["@fastify/ajv-compiler", "@fastify/fast-json-stringify-compiler", "light-my-request", "node:http2"];

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
 * Puts an object in a package's place whose properties read the package from its own file; there is no `default` among
 * them. Packages that ask for each other have what they ask for: their versions may differ.
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
 * mailparser and what it depends on read the same file of libmime as our own code, which saves 700 KB. They need all of
 * it, also what it inherits, so they import the file itself.
 *
 * @type {import("esbuild").Plugin}
 */
const oneLibmime = {
  name: "one libmime",
  setup(build) {
    build.onResolve({ filter: /^libmime$/ }, ({ path, importer }) => {
      if (!/[\\/](mailparser|mailsplit)[\\/]/.test(importer)) return undefined;
      // Another version would be bundled beside ours.
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
    entryPoints: { ...entryPoints, ...WORKER },
    outdir,
    // Beside the entry, not below it: what is found by import.meta.url is found from either.
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

/** It says `globalThis.process`, since a bundled package may have a `process` of its own. */
const HEAD = `#!/usr/bin/env node
${
  // Before anything else: an older Node would fail somewhere in the midst, with a stack that explains nothing.
  `const [nodeMajor, nodeMinor] = globalThis.process.versions.node.split(".").map(Number);
if (nodeMajor < 22 || (nodeMajor === 22 && nodeMinor < 13)) {
  console.error(\`mailglass: needs Node 22.13 or newer; this is \${globalThis.process.version}.\`);
  globalThis.process.exit(2);
}`
}
${
  // Bundled CommonJS packages ask for Node's own modules with require().
  'const require = globalThis.process.getBuiltinModule("node:module").createRequire(import.meta.url);'
}
`;

/** Bundles one entry for browsers, workers and Node alike: nothing of Node's may be in it. */
export function bundleForAll(entryPoints, outdir) {
  return build({ ...common, entryPoints, outdir, platform: "neutral", target: "es2024" });
}
