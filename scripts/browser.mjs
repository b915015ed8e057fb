// Finds the browser of the end-to-end tests. Playwright's own download is not used: distributions bring Chromium.
import { existsSync } from "node:fs";
import { environment, exitWithMessage, step } from "./toolchain.mjs";

const PLACES = [
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
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") && (await installChromium())) return PLACES[0];
  return exitWithMessage(
    "The end-to-end tests need Chromium: install it (Debian: apt install chromium), or set CHROMIUM to its path.",
  );
}

async function installChromium() {
  const env = environment({ DEBIAN_FRONTEND: "noninteractive" });
  const wanted = ["install", "-y", "-q", "--no-install-recommends", "chromium"];
  return (
    (await step("Updating the list of packages", "apt-get", ["update", "-q"], { env })) &&
    (await step("Installing Chromium", "apt-get", wanted, { env }))
  );
}
