// Bundles the server's sources to files that run without node_modules. Most of the start-up time is spent on reading code,
// so code that is not needed at start is kept separate or left out:
//
// - Dynamic imports (sending, certificates, thumbnails, …) become separate chunks. Through such an import, a CommonJS
//   package has only its `default`.
// - Packages whose functions are called by synchronous code are read at the first call (LATER).
// - Parts of Fastify and Handlebars that Mailglass does not use are left out (NEVER).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "rolldown";
import { dynamicImportVarsPlugin, importGlobPlugin } from "rolldown/experimental";
import { CANIEMAIL_PATH, compactCaniemail } from "./bundle-caniemail.mjs";

const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** The entries of the worker threads. Every bundle has them next to its other entries, where `app` expects them. */
const WORKERS = {
  "mail-worker-entry": "src/app/mail-worker-entry.ts",
  "store-worker-entry": "src/app/store-worker-entry.ts",
};

/** Packages that the sources import as usual. In the bundle they are separate files, which are read on first use. */
const LATER = [
  "@fastify/busboy",
  "handlebars",
  "htmlparser2",
  "iconv-lite",
  "libmime",
  "mustache",
  "tldts",
  "typebox/value",
  "yaml",
];

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

const anyOf = (names) => new RegExp(`^(${names.join("|")})$`);
const fileOf = (name) => `${name.replace("/", "-")}.cjs`;
const external = (name) => ({ id: `./${fileOf(name)}`, external: true });

/** @type {import("rolldown").Plugin} */
const never = {
  name: "never",
  resolveId: { filter: { id: anyOf(NEVER) }, handler: (name) => `\0never:${name}` },
  load: {
    filter: { id: /^\0never:/ },
    handler: (id) => `module.exports = () => { throw new Error("Bundled without ${id.slice("\0never:".length)}"); };`,
  },
};

/**
 * Replaces a package by an object whose properties load the package from its own file. There is no `default` among
 * them. Imports between packages are not replaced, because their versions may differ.
 *
 * @type {import("rolldown").Plugin}
 */
const later = {
  name: "later",
  resolveId: {
    filter: { id: [anyOf(LATER), /^\.\/[^/]*\.cjs$/] },
    handler(name, importer) {
      if (importer.startsWith("\0later:")) return { id: name, external: true };
      return importer.includes("node_modules") ? undefined : `\0later:${name}`;
    },
  },
  load: {
    filter: { id: /^\0later:/ },
    handler(id) {
      const name = id.slice("\0later:".length);
      return `
        let whole;
        for (const name of ${JSON.stringify(Object.keys(require(name)))}) Object.defineProperty(exports, name, {
          enumerable: true,
          get: () => (whole ??= require("./${fileOf(name)}"))[name],
        });`;
    },
  },
};

/**
 * Lets libmime use the file of iconv-lite: both are pinned to one version, whose tables are large.
 *
 * @type {import("rolldown").Plugin}
 */
const shareIconv = {
  name: "share-iconv",
  resolveId: { filter: { id: /^iconv-lite$/ }, handler: external },
};

/**
 * Lets mailparser and its dependencies use the same file of libmime as our own code, which saves 700 KB. They need all of
 * it, including inherited properties, so they import the file itself.
 *
 * @type {import("rolldown").Plugin}
 */
const oneLibmime = {
  name: "one libmime",
  resolveId: {
    filter: { id: /^libmime$/ },
    handler(name, importer) {
      if (!/[\\/](mailparser|mailsplit)[\\/]/.test(importer)) return undefined;
      // Another version is bundled separately.
      const isSame = createRequire(importer).resolve(name) === require.resolve(name);
      return isSame ? external(name) : undefined;
    },
  },
};

/**
 * Fails on a warning: a package that is not found would only be missing at run time.
 *
 * @type {import("rolldown").InputOptions["onLog"]}
 */
const onLog = (level, { message }) => {
  if (level === "warn") throw new Error(message);
};

/**
 * Names stay as they are, so that stack traces are readable. ASCII takes half the memory of the source code in V8.
 *
 * @type {import("rolldown").OutputOptions}
 */
const output = {
  charset: "ascii",
  minify: { compress: { keepNames: { function: true, class: true } }, mangle: false },
  comments: false,
  topLevelVar: true,
};

/**
 * Bundles for Node, with the files of the worker threads.
 *
 * @param {Record<string, string>} input names without extension, and their sources
 * @param {string} dir
 * @param {import("rolldown").InputOptions} more
 * @returns {Promise<string[]>} the paths of the modules whose code is in the bundle
 */
export async function bundleForNode(input, dir, { plugins = [], ...more } = {}) {
  const forNode = { platform: "node", transform: { target: "node22.13" }, onLog };
  const packages = LATER.map((name) => ({
    ...forNode,
    input: require.resolve(name),
    plugins: [never, shareIconv],
    output: { ...output, file: `${dir}/${fileOf(name)}`, format: "cjs", exports: "named", codeSplitting: false },
  }));
  const sources = {
    ...forNode,
    transform: { ...forNode.transform, define: { "process.env.MAILGLASS_VERSION": JSON.stringify(version) } },
    input: { ...input, ...WORKERS },
    resolve: { conditionNames: ["source"] },
    plugins: [dynamicImportVarsPlugin(), importGlobPlugin(), never, oneLibmime, later, compactCaniemail, plugins],
    // Chunks are next to the entry, so that paths relative to import.meta.url are the same in both.
    output: {
      ...output,
      dir,
      entryFileNames: "[name].mjs",
      chunkFileNames: "[name]-[hash].mjs",
      postBanner: HEAD,
      polyfillRequire: false,
    },
    ...more,
  };
  const bundles = await build([...packages, sources]);
  return [...bundles.flatMap(modulesOf), CANIEMAIL_PATH];
}

const modulesOf = ({ output }) => output.flatMap(({ moduleIds }) => moduleIds);

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
export async function bundleForAll(input, dir) {
  const bundle = await build({
    input,
    platform: "neutral",
    transform: { target: "es2024" },
    resolve: { conditionNames: ["source"] },
    onLog,
    output: { ...output, dir, entryFileNames: "[name].mjs" },
  });
  return modulesOf(bundle);
}
