// Bundles the server into one ESM file, and lays the built page beside it: server/dist holds all that runs.
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

await build({
  entryPoints: { mailglass: "src/cli.ts" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node22.13",
  format: "esm",
  conditions: ["source"],
  define: { "process.env.MAILGLASS_VERSION": JSON.stringify(version) },
  // Bundled CommonJS packages ask for Node's own modules with require().
  banner: {
    js: [
      "#!/usr/bin/env node",
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
