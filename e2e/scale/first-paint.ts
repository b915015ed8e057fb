import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { realMessage } from "../../server/bench/real-messages.ts";
import { startServer } from "../fixtures/server.ts";
import { sendMany } from "./send-many.ts";

/**
 * Measures how soon the page shows real messages, on an idle machine: `npm --prefix e2e run first-paint`. With the path
 * of a Mailpit as an argument, its page is measured in the same rounds.
 */

const COUNTS = [50, 10_000];
const ROUNDS = 5;

interface OpenedPage {
  readonly url: string;
  readonly smtpPort: number;
  stop(): Promise<unknown>;
}

interface Times {
  /** From the request to the first text or image, in ms. */
  readonly paint: number;
  /** From the request to the row of the newest message, in ms. */
  readonly row: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const [mailpitPath] = process.argv.slice(2);
const starts: Readonly<Record<string, () => Promise<OpenedPage>>> = {
  Mailglass: async () => {
    const server = await startServer(["--max-messages=10000", "--max-bytes=4g"]);
    return { url: server.url, smtpPort: server.smtp.port, stop: () => server.stop() };
  },
  ...(mailpitPath === undefined ? {} : { Mailpit: () => startMailpit(mailpitPath) }),
};

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  chromiumSandbox: false,
});
try {
  console.log(`load ${loadavg()[0]?.toFixed(1)}`);
  for (const count of COUNTS) {
    for (const [name, start] of Object.entries(starts)) {
      const server = await start();
      try {
        await sendMany(server.smtpPort, count, realMessage);
        const rounds: Times[] = [];
        for (let round = 0; round < ROUNDS; round++) rounds.push(await openPage(browser, server.url));
        console.log(`${name}, ${count} messages:`, ...formatTimes(rounds));
      } finally {
        await server.stop();
      }
    }
  }
  console.log(`load ${loadavg()[0]?.toFixed(1)}`);
} finally {
  await browser.close();
}

/** The first opening follows the last message at once; the later ones find a server that has shown its list before. */
function formatTimes([first, ...later]: readonly Times[]): string[] {
  if (first === undefined) return [];
  const both = (paint: number, row: number) => `paint ${paint.toFixed(0)} ms, row ${row.toFixed(0)} ms`;
  return [
    `first ${both(first.paint, first.row)};`,
    `later ${both(median(later.map(({ paint }) => paint)), median(later.map(({ row }) => row)))}`,
  ];
}

/** Opens the page in a new profile, without anything cached. */
async function openPage(opened: Browser, url: string): Promise<Times> {
  const context = await opened.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const look = () => {
        // All subjects of the real messages begin like this.
        if (/Order \d+/.test(document.body?.textContent ?? "")) Reflect.set(globalThis, "rowShown", performance.now());
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(url);
    await page.waitForFunction(() => Reflect.has(globalThis, "rowShown"));
    return await page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      row: Reflect.get(globalThis, "rowShown") as number,
    }));
  } finally {
    await context.close();
  }
}

async function startMailpit(path: string): Promise<OpenedPage> {
  const folder = mkdtempSync(join(tmpdir(), "first-paint-"));
  const [smtpPort, httpPort] = [41_025, 48_025];
  const options = ["--smtp", `127.0.0.1:${smtpPort}`, "--listen", `127.0.0.1:${httpPort}`, "--max", "20000", "--quiet"];
  const child = spawn(path, [...options, "--disable-version-check", "--database", join(folder, "mail.db")]);
  const exit = new Promise((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${httpPort}/`;
  while (
    !(await fetch(`${url}readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`${path} ended`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    smtpPort,
    async stop() {
      child.kill();
      await exit;
      rmSync(folder, { recursive: true });
    },
  };
}
