import { mkdir, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const PACKAGE_SOURCES = join(import.meta.dirname, "../../src/package");

/** Installs the package `mailglass` into a folder, laid out as by npm, but with our sources in it. */
export async function installPackage(into: string): Promise<void> {
  const target = join(into, "package");
  await mkdir(target);
  const entries = {
    ".": "mailglass.ts",
    "./vitest": "vitest.ts",
    "./vitest-setup": "vitest-setup.ts",
    "./playwright": "playwright.ts",
    "./client": "../../../shared/src/client/index.ts",
  };
  const exports = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `./${basename(file)}`]));
  await writeFile(join(target, "package.json"), JSON.stringify({ name: "mailglass", type: "module", exports }));
  await Promise.all(
    Object.values(entries).map((file) => symlink(join(PACKAGE_SOURCES, file), join(target, basename(file)))),
  );
  await mkdir(join(into, "node_modules"));
  await symlink(target, join(into, "node_modules", "mailglass"));
}
