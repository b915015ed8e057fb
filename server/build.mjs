// Bundles the server, and lays the built page beside it: server/dist holds all that runs. What a start does not need
// (certificates, sending, thumbnails, …) is imported where it is first used, and so is bundled into chunks of its own:
// half of the time of a start is reading code. A CommonJS package gives its `default` only, through such an import.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

if (existsSync("dist")) for (const name of readdirSync("dist")) if (name.endsWith(".mjs")) rmSync(`dist/${name}`);
await build({
  entryPoints: { mailglass: "src/cli.ts" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  // Beside the entry, not below it: what is found by import.meta.url is found from either.
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node22.13",
  format: "esm",
  conditions: ["source"],
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
  legalComments: "none",
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: "warning",
});

rmSync("dist/web", { recursive: true, force: true });
if (existsSync("../web/dist")) cpSync("../web/dist", "dist/web", { recursive: true });
