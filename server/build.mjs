// Bundles the server, and copies the built page next to it: server/dist has everything that runs.
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { bundleForNode } from "./bundle.mjs";

if (existsSync("dist")) for (const name of readdirSync("dist")) if (/\.[cm]js$/.test(name)) rmSync(`dist/${name}`);
await bundleForNode({ mailglass: "src/cli/main.ts" }, "dist");

rmSync("dist/web", { recursive: true, force: true });
if (existsSync("../web/dist")) cpSync("../web/dist", "dist/web", { recursive: true });
