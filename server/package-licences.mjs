// Collects the licences of all bundled packages: each text once, with the names of the packages that it covers.
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folders of the packages that these modules belong to, without those of the workspace. */
export function bundledPackages(modules) {
  const inPackages = modules.filter((path) => /[\\/]node_modules[\\/]/.test(path));
  return inPackages.map((path) => packageOf(dirname(realpathSync(path))));
}

/** Folders of the run-time dependencies of a package of the workspace, including indirect ones. */
export function dependenciesOf(folder, seen = new Set()) {
  const { dependencies = {} } = manifestOf(folder);
  for (const name of Object.keys(dependencies)) {
    const found = installed(name, folder);
    if (!found || seen.has(found) || name.startsWith("@mailglass/")) continue;
    seen.add(found);
    dependenciesOf(found, seen);
  }
  return [...seen];
}

export function licences(folders) {
  const covered = Map.groupBy(new Set(folders), licenceOf);
  const sections = [...covered].map(([text, those]) => {
    const names = those.map((folder) => `${manifestOf(folder).name} ${manifestOf(folder).version}`).sort();
    return `${names.join("\n")}\n\n${text}\n`;
  });
  return `Mailglass holds code of these packages, under their licences.\n\n${sections.sort().join(`\n${"-".repeat(80)}\n\n`)}`;
}

function licenceOf(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)([.-].*)?$/i.test(name));
  const { license, author } = manifestOf(folder);
  if (file) return readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
  if (typeof license !== "string") throw new Error(`${folder} tells no licence`);
  // Some packages have it only in their manifest.
  return `${license}${author ? `, ${typeof author === "string" ? author : author.name}` : ""}`;
}

/** The package that a folder belongs to. Folders within it may have a manifest with only the type of module. */
function packageOf(folder) {
  const found = existsSync(join(folder, "package.json")) && manifestOf(folder).name && manifestOf(folder).version;
  return found ? folder : packageOf(dirname(folder));
}

/** Searches every node_modules on the way up, as Node does. */
function installed(name, from) {
  for (let folder = realpathSync(from); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "node_modules", name);
    if (existsSync(path)) return realpathSync(path);
  }
  return undefined;
}

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
