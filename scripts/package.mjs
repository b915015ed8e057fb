// `npm run package`: one tarball, mailglass-VERSION.tgz, without dependencies.
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { install, node, rejectOptions, root, step, tool, vite } from "./toolchain.mjs";

/**
 * In bytes. About 540 kB are pdf.js, which shows PDF attachments; 40 kB are yaml, for the file of Mailpit's relay; 30 kB are the
 * compiled schema checks of stored rows.
 */
const LIMIT = 3_500_000;

rejectOptions("npm run package, which takes no options");
await install();
for (const old of readdirSync(root)) if (/^mailglass-.*\.tgz$/.test(old)) rmSync(join(root, old));
const server = join(root, "server");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const packed =
  (await step("Building the page", node(), [vite, "build"], { cwd: join(root, "web") })) &&
  (await step("Writing the types", tool("tsc"), ["-b", "server"])) &&
  (await step("Bundling", node(), ["package-build.mjs"], { cwd: server })) &&
  (await step("Packing", npm, ["pack", "--pack-destination", root], {
    cwd: join(server, "dist", "package"),
    shell: process.platform === "win32",
  }));
if (!packed) process.exit(1);

const tarball = readdirSync(root).find((name) => /^mailglass-.*\.tgz$/.test(name));
const { size } = statSync(join(root, tarball));
console.log(`${tarball}, ${(size / 1000).toFixed(0)} kB`);
if (size > LIMIT) {
  console.error(`It must not be larger than ${LIMIT / 1000} kB.`);
  process.exit(1);
}
