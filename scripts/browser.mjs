// Finds the browser of the end-to-end tests. Playwright's own download is not used: distributions bring Chromium.
import { existsSync } from "node:fs";
import { environment, exitWithMessage, step } from "./toolchain.mjs";

/** The headless shell is Chromium without its windows: the tests take two thirds of the time. */
const PLACES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Returns the path of a Chromium. Installs Debian's if there is none and this process is root. */
export async function findBrowser() {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? named : exitWithMessage(`CHROMIUM is ${named}, which does not exist.`);
  const found = PLACES.find((place) => existsSync(place));
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) await installChromium();
  const installed = PLACES.find((place) => existsSync(place));
  if (installed) return installed;
  return exitWithMessage(
    "The end-to-end tests need Chromium: install it (Debian: apt install chromium), or set CHROMIUM to its path.",
  );
}

async function installChromium() {
  const env = environment({ DEBIAN_FRONTEND: "noninteractive" });
  await step("Updating the list of packages", "apt-get", ["update", "-q"], { env });
  for (const name of ["chromium-headless-shell", "chromium"]) {
    const wanted = ["install", "-y", "-q", "--no-install-recommends", name];
    if (await step(`Installing ${name}`, "apt-get", wanted, { env })) return;
  }
}
