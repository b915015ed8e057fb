// Finds the browser of the end-to-end tests. Playwright's own download is not used: distributions bring Chromium.
import { existsSync } from "node:fs";
import { environment, giveUp, step } from "./toolchain.mjs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Path of a Chromium; installs Debian's where it is missing and this is root. */
export async function browser() {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? named : giveUp(`CHROMIUM names ${named}, which is not there.`);
  const found = PLACES.find((place) => existsSync(place));
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") && (await installChromium())) return PLACES[0];
  return giveUp(
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
