// How the server's sources become files that run without node_modules. What a start does not need (certificates,
// sending, thumbnails, …) is imported where it is first used, and so is bundled into chunks of its own: half of the time
// of a start is reading code. A CommonJS package gives its `default` only, through such an import.
import { readFileSync } from "node:fs";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

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

/**
 * Bundles for Node.
 *
 * @param {Record<string, string>} entryPoints names without extension, and their sources
 * @param {string} outdir
 * @param {import("esbuild").BuildOptions} more
 */
export function bundleForNode(entryPoints, outdir, more = {}) {
  return build({
    ...common,
    entryPoints,
    outdir,
    // Beside the entry, not below it: what is found by import.meta.url is found from either.
    chunkNames: "[name]-[hash]",
    splitting: true,
    platform: "node",
    target: "node22.13",
    define: { "process.env.MAILGLASS_VERSION": JSON.stringify(version) },
    banner: {
      js: [
        "#!/usr/bin/env node",
        // Before anything else: an older Node would fail somewhere in the midst, with a stack that explains nothing.
        "const [nodeMajor, nodeMinor] = process.versions.node.split('.').map(Number);",
        "if (nodeMajor < 22 || (nodeMajor === 22 && nodeMinor < 13)) {",
        "  console.error(`mailglass: needs Node 22.13 or newer; this is ${process.version}.`);",
        "  process.exit(2);",
        "}",
        // Bundled CommonJS packages ask for Node's own modules with require().
        'import { createRequire as mailglassCreateRequire } from "node:module";',
        "const require = mailglassCreateRequire(import.meta.url);",
      ].join("\n"),
    },
    ...more,
  });
}

/** Bundles one entry for browsers, workers and Node alike: nothing of Node's may be in it. */
export function bundleForAll(entryPoints, outdir) {
  return build({ ...common, entryPoints, outdir, platform: "neutral", target: "es2024" });
}
