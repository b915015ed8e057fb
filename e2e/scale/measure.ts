import { loadavg } from "node:os";
import { chromium, type Locator, type Page } from "@playwright/test";
import { RawSmtpClient } from "../fixtures/raw-smtp-client.ts";
import { type RunningServer, startServer } from "../fixtures/server.ts";
import { traceLongestTasks } from "./longest-tasks.ts";
import { sendMany } from "./send-many.ts";

/** Measures the page with many messages. Run it manually on an idle machine: `node --conditions=source scale/measure.ts`. */

const MESSAGE_COUNT = 100_000;
const BURST_COUNT = 10_000;
const ROUNDS = 5;

const messageSource = (at: number): string =>
  `From: Sender ${at % 97} <s${at % 97}@example.com>\r\nTo: ann@example.com\r\nSubject: Message ${at}\r\nDate: Mon, 23 Nov 2026 20:00:00 +0000\r\n\r\nHello Ann, this is number ${at}.\r\n`;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const printResult = (label: string, value: unknown): void =>
  console.log(label.padEnd(56), typeof value === "number" ? `${value.toFixed(0)} ms` : value);

const server = await startServer([`--max-messages=${MESSAGE_COUNT * 2}`, "--max-bytes=4g", "--max-message-bytes=64m"]);
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  chromiumSandbox: false,
});
try {
  console.log(`load ${loadavg()[0]?.toFixed(1)}`);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await measureScrolling(page);
  await measureOpening(page);
  await measureArrival(page, server);
  await measureBurst(page);
  await measureLargeSource(page, server);
  console.log(`load ${loadavg()[0]?.toFixed(1)}`);
} finally {
  await browser.close();
  await server.stop("SIGKILL");
}

/** Fills the mailbox, and scrolls through all of it. */
async function measureScrolling(page: Page): Promise<void> {
  printResult(`${MESSAGE_COUNT} messages over SMTP`, await sendMany(server.smtp.port, MESSAGE_COUNT, messageSource));
  await page.goto(server.url);
  await waitForCount(page, `${MESSAGE_COUNT.toLocaleString("en")} messages`);
  const scrolled = await traceLongestTasks(browser, page, async () => {
    await page.getByTestId("message-list").hover();
    for (let turn = 0; turn < 100; turn++) await page.mouse.wheel(0, 600);
    await page.evaluate(async () => {
      const list = document.querySelector("[data-testid=message-list]");
      if (!list) return;
      // One window per frame, so that every row is loaded and drawn; then the whole list, as with the scroll bar.
      for (let step = 0; step < 200; step++) {
        list.scrollTop += list.clientHeight;
        await new Promise(requestAnimationFrame);
      }
      for (let step = 0; step < 200; step++) {
        list.scrollTop = (list.scrollHeight * step) / 200;
        await new Promise(requestAnimationFrame);
      }
    });
  });
  printResult("scrolling: longest task, by the processor", scrolled.cpuMs);
  printResult("scrolling: longest task, by the clock", scrolled.wallClockMs);
  printResult("scrolling: longest frame", scrolled.frameMs);
  await page.goto(server.url);
}

/** Time from the key to the message's text on the screen. */
async function measureOpening(page: Page): Promise<void> {
  const times: number[] = [];
  await page.getByTestId("message-row").first().click();
  await page.getByTestId("text").waitFor();
  for (let round = 0; round < ROUNDS; round++) {
    times.push(
      await page.evaluate(async () => {
        const before = document.querySelector("[data-testid=text]")?.textContent;
        const started = performance.now();
        dispatchEvent(new KeyboardEvent("keydown", { key: "j" }));
        for (;;) {
          const text = document.querySelector("[data-testid=text]")?.textContent;
          if (text !== undefined && text !== before) break;
          await new Promise(requestAnimationFrame);
        }
        return performance.now() - started;
      }),
    );
  }
  printResult("opening a message, median", median(times));
  await page.goto(server.url);
}

/** Time from the server's 250 to the row in the page. Both use the same clock. */
async function measureArrival(page: Page, { smtp }: RunningServer): Promise<void> {
  await page.getByTestId("message-row").first().waitFor();
  await page.evaluate(() => {
    const seen = new Map<string, number>();
    Reflect.set(globalThis, "seen", seen);
    new MutationObserver(() => {
      for (const row of document.querySelectorAll("[data-testid=message-row] .row-title")) {
        const subject = row.textContent;
        if (!seen.has(subject)) seen.set(subject, Date.now());
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const client = await RawSmtpClient.connect(smtp);
  await client.send("EHLO scale.example");
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    await client.sendMessage(Buffer.from(`Subject: arrival ${round}\r\n\r\nx\r\n`));
    const taken = Date.now();
    await page.getByText(`arrival ${round}`, { exact: true }).waitFor();
    const seen = await page.evaluate(
      (subject) => (Reflect.get(globalThis, "seen") as Map<string, number>).get(subject),
      `arrival ${round}`,
    );
    times.push((seen ?? Number.NaN) - taken);
  }
  client.close();
  printResult("250 → row, median", median(times));
  printResult("250 → row, longest", Math.max(...times));
}

/** A burst arrives while the user reads further down, and types. */
async function measureBurst(page: Page): Promise<void> {
  const list = page.getByTestId("message-list");
  await list.evaluate((element) => element.scrollTo(0, 40 * 52 + 7));
  // The rows follow the scrolling a frame later.
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=message-row]").length > 0);
  let before = await readTopRow(list);
  while (before[0] === undefined) before = await readTopRow(list);
  const typed = await traceLongestTasks(browser, page, async () => {
    await page.getByTestId("search").focus();
    const sent = sendMany(server.smtp.port, BURST_COUNT, (at) => messageSource(MESSAGE_COUNT + at));
    for (const key of "mess".repeat(6)) {
      await page.keyboard.press(key);
      await page.keyboard.press("Backspace");
    }
    printResult(`burst of ${BURST_COUNT} over SMTP`, await sent);
    await waitForCount(page, `${(MESSAGE_COUNT + 20 + BURST_COUNT).toLocaleString("en")} messages`);
  });
  printResult("burst: longest task, by the processor", typed.cpuMs);
  printResult("burst: longest task, by the clock", typed.wallClockMs);
  printResult("burst: longest frame", typed.frameMs);
  printResult("burst: what was read has not moved", JSON.stringify(before) === JSON.stringify(await readTopRow(list)));
}

/** Returns the row at the upper edge, and how far it is scrolled out. */
async function readTopRow(list: Locator): Promise<readonly [string | undefined, number]> {
  return list.evaluate((element) => {
    const edge = element.getBoundingClientRect().top;
    // While the list moves, its rows are in any order in the document.
    const rows = [...element.querySelectorAll<HTMLElement>("[data-testid=message-row]")]
      .map((row) => ({ id: row.dataset["id"], rect: row.getBoundingClientRect() }))
      .toSorted((a, b) => a.rect.top - b.rect.top);
    const first = rows.find(({ rect }) => rect.bottom > edge);
    return [first?.id, Math.round((first?.rect.top ?? edge) - edge)] as const;
  });
}

/** Time from the key to the first lines of a source of 50 MB. */
async function measureLargeSource(page: Page, { smtp }: RunningServer): Promise<void> {
  const client = await RawSmtpClient.connect(smtp);
  await client.send("EHLO scale.example");
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const line = `${"0123456789abcdef".repeat(4)}\r\n`;
    await client.sendMessage(
      Buffer.from(`Subject: large ${round}\r\n\r\n${line.repeat(Math.ceil(50_000_000 / line.length))}`),
    );
    await page.goto(server.url);
    await page.getByText(`large ${round}`, { exact: true }).click();
    await page.getByTestId("tab-envelope").click();
    await page.getByTestId("reverse-path").waitFor();
    times.push(
      await page.evaluate(async () => {
        const started = performance.now();
        dispatchEvent(new KeyboardEvent("keydown", { key: "7" }));
        while (!document.querySelector("[data-testid=source]")?.textContent?.includes("0123456789abcdef")) {
          await new Promise(requestAnimationFrame);
        }
        return performance.now() - started;
      }),
    );
  }
  client.close();
  printResult("opening a source of 50 MB, median", median(times));
}

async function waitForCount(page: Page, text: string): Promise<void> {
  await page.getByTestId("message-count").filter({ hasText: text }).waitFor({ timeout: 120_000 });
}
