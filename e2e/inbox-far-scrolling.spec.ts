import type { Page } from "@playwright/test";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";
import { sendMany } from "./scale/send-many.ts";

/** Scrolling with the scroll bar: rows that are scrolled past quickly are not loaded, and visible ones are correct. */

const MESSAGE_COUNT = 5_000;

test.use({ options: ["--max-messages=20000"] });

const messageSource = (at: number): string => `From: jo@example.com\r\nSubject: number ${at}.\r\n\r\nHello\r\n`;

/** Drags the scroll bar to a fraction of the list, in so few frames that rows are skipped. */
async function dragScrollBar(page: Page, share: number): Promise<void> {
  await page.getByTestId("message-list").evaluate(async (list, share) => {
    const from = list.scrollTop;
    const to = (list.scrollHeight - list.clientHeight) * share;
    for (let step = 1; step <= 8; step++) {
      list.scrollTop = from + ((to - from) * step) / 8;
      await new Promise(requestAnimationFrame);
    }
  }, share);
}

/** Scrolls by a number of windows; resolves when the rows have followed. */
async function scrollByWindows(page: Page, windows: number): Promise<void> {
  await page.getByTestId("message-list").evaluate(async (list, windows) => {
    list.scrollBy(0, list.clientHeight * windows);
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  }, windows);
}

/** Returns the numbers of the rendered rows, top to bottom, once all visible rows are loaded. */
async function readRowNumbers(page: Page): Promise<number[]> {
  await expect(page.locator(".row-skeleton")).toHaveCount(0);
  const rows = await page.getByTestId("message-row").evaluateAll((rows) =>
    rows
      .map((row) => ({ top: row.getBoundingClientRect().top, title: row.querySelector(".row-title")?.textContent }))
      .toSorted((a, b) => a.top - b.top)
      .map(({ title }) => Number(title?.match(/\d+/)?.[0])),
  );
  return rows;
}

const descending = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from - at);

test("dragging the scroll bar to the end, the middle and back loads the rows there, and no others", async ({
  page,
  server,
  send,
}) => {
  await sendMany(server.smtp.port, MESSAGE_COUNT, messageSource, 1);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (/\/api\/messages\?(?!.*limit=0)/.test(request.url())) asked.push(request.url());
  });
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.count).toContainText("5,000 messages");
  await expect(inbox.row("number 4999.")).toBeVisible();

  await dragScrollBar(page, 1);
  await expect(inbox.row("number 0.")).toBeVisible();
  const last = await readRowNumbers(page);
  expect(last).toEqual(descending(last.length - 1, last.length));
  expect(asked.length).toBeLessThanOrEqual(5);

  await send({ subject: "new mail" });
  await expect(inbox.count).toContainText("5,001 messages");
  await expect(page.getByTestId("new-pill")).toHaveText("1 new");
  expect(await readRowNumbers(page)).toEqual(last);

  await dragScrollBar(page, 0.5);
  await expect(page.locator(".row-skeleton")).toHaveCount(0);
  const middle = await readRowNumbers(page);
  expect(middle[0]).toBeGreaterThan(2_450);
  expect(middle[0]).toBeLessThan(2_550);
  expect(middle).toEqual(descending(middle[0] ?? 0, middle.length));
  await send({ subject: "newer mail" });
  await expect(page.getByTestId("new-pill")).toHaveText("2 new");
  expect(await readRowNumbers(page)).toEqual(middle);
  expect(asked.length).toBeLessThanOrEqual(9);

  await page.getByTestId("new-pill").click();
  await expect(inbox.row("newer mail")).toBeVisible();
  // From the newest to the oldest, a window at a time: every message once.
  const seen: number[] = [];
  for (;;) {
    for (const number of await readRowNumbers(page)) if (number < (seen.at(-1) ?? MESSAGE_COUNT)) seen.push(number);
    if (seen.at(-1) === 0) break;
    await scrollByWindows(page, 1);
  }
  expect(seen).toEqual(descending(MESSAGE_COUNT - 1, MESSAGE_COUNT));
});

test("the cursor moves by a page, to the last message, which was not loaded, and back to the first", async ({
  page,
  server,
}) => {
  await sendMany(server.smtp.port, MESSAGE_COUNT, messageSource, 1);
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.count).toContainText("5,000 messages");
  await inbox.list.focus();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await expect(page.locator(".row[data-cursor]")).toBeInViewport();
  await expect(inbox.row("number 4999.")).not.toBeInViewport();
  for (const _ of [1, 2]) await page.keyboard.press("PageUp");
  await expect(inbox.row("number 4999.")).toHaveAttribute("data-cursor", "");
  await page.keyboard.press("End");
  await expect(inbox.row("number 0.")).toHaveAttribute("data-cursor", "");
  await expect(inbox.row("number 0.")).toBeInViewport();
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("subject")).toHaveText("number 1.");
  await page.keyboard.press("Home");
  await expect(page.getByTestId("subject")).toHaveText("number 4999.");
  await expect(inbox.row("number 4999.")).toBeInViewport();
  await page.keyboard.press("End");
  await expect(page.getByTestId("subject")).toHaveText("number 0.");
  await expect(page.getByTestId("next-message")).toBeDisabled();
  await expect(inbox.row("number 0.")).toBeInViewport();
});

test("scrolling up from far down shows every row, also when mail is deleted in the meantime", async ({
  page,
  server,
}) => {
  await sendMany(server.smtp.port, MESSAGE_COUNT, messageSource, 1);
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.row("number 4999.")).toBeVisible();
  await dragScrollBar(page, 0.6);
  const start = (await readRowNumbers(page))[0] ?? 0;
  await fetch(`${server.url}api/messages?q=subject:"number 4"`, { method: "DELETE" });
  await expect(inbox.count).toContainText("3,889 messages");
  const seen: number[] = [];
  for (let turn = 0; turn < 60; turn++) {
    seen.push(...(await readRowNumbers(page)));
    await scrollByWindows(page, -1);
  }
  const once = [...new Set(seen)].toSorted((a, b) => b - a);
  expect(start).toBeGreaterThan(1_900);
  const kept = descending(once[0] ?? 0, (once[0] ?? 0) - (once.at(-1) ?? 0) + 1).filter(
    (at) => !String(at).startsWith("4"),
  );
  expect(once).toEqual(kept);
});

test("a selection from the newest to far down is deleted, and the list continues while it can be undone", async ({
  page,
  server,
}) => {
  await sendMany(server.smtp.port, MESSAGE_COUNT, messageSource, 1);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (/\/api\/messages\?.*offset=/.test(request.url())) asked.push(request.url());
  });
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.row("number 4999.")).toBeVisible();
  await page.keyboard.press("j");
  await dragScrollBar(page, 0.3);
  const far = (await readRowNumbers(page))[5] ?? 0;
  await inbox.row(`number ${far}.`).click({ modifiers: ["Shift"] });
  const picked = MESSAGE_COUNT - far;
  await expect(page.getByTestId("picked-count")).toContainText(picked.toLocaleString("en"));
  await page.keyboard.press("#");
  await expect(inbox.count).toContainText(`${far.toLocaleString("en")} messages`);
  asked.length = 0;
  await dragScrollBar(page, 0.8);
  const rows = await readRowNumbers(page);
  expect(rows).toEqual(descending(rows[0] ?? 0, rows.length));
  expect(rows[0]).toBeLessThan(far / 2);
  expect(asked.length).toBeLessThanOrEqual(3);
  await page.keyboard.press("z");
  await expect(inbox.count).toContainText("5,000 messages");
});

test("the scroll position far down stays when the list is loaded again after a burst of mail", async ({
  page,
  server,
}) => {
  await sendMany(server.smtp.port, MESSAGE_COUNT, messageSource, 1);
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.row("number 4999.")).toBeVisible();
  await dragScrollBar(page, 0.5);
  const before = await readRowNumbers(page);
  await sendMany(server.smtp.port, 10_000, (at) => messageSource(MESSAGE_COUNT + at));
  await expect(inbox.count).toContainText("15,000 messages");
  await expect(page.getByTestId("new-pill")).toHaveText(/ new$/);
  expect(await readRowNumbers(page)).toEqual(before);
  await dragScrollBar(page, 0);
  await expect(page.getByTestId("message-row").first()).toBeVisible();
  await dragScrollBar(page, 1);
  await expect(inbox.row("number 0.")).toBeVisible();
  const last = await readRowNumbers(page);
  expect(last).toEqual(descending(last.length - 1, last.length));
});

test("scrolling up leaves the elements of the rows in their places, and a list that rests is in order", async ({
  page,
  server,
}) => {
  await sendMany(server.smtp.port, 300, messageSource, 1);
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.row("number 299.")).toBeVisible();
  await scrollByWindows(page, 4);
  const before = await readRowNumbers(page);
  await expect.poll(() => readTitlesInDocument(page)).toEqual(before);

  const movedRows = await page.getByTestId("message-list").evaluate(async (list) => {
    let moved = 0;
    const watcher = new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) if (node instanceof Element && node.matches(".row")) moved += 1;
    });
    watcher.observe(list, { childList: true, subtree: true });
    for (let step = 0; step < 10; step++) {
      list.scrollBy(0, -40);
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    }
    watcher.disconnect();
    return moved;
  });
  expect(movedRows).toBeLessThan(5);

  const after = await readRowNumbers(page);
  expect(after[0]).toBeGreaterThan(before[0] ?? 0);
  expect(after).toEqual(descending(after[0] ?? 0, after.length));
  await expect.poll(() => readTitlesInDocument(page)).toEqual(after);
});

/** Returns the numbers of the rendered rows in the order of the document, as screen readers meet them. */
async function readTitlesInDocument(page: Page): Promise<number[]> {
  const titles = await page.locator("[data-testid=message-row] .row-title").allTextContents();
  return titles.map((title) => Number(title.match(/\d+/)?.[0]));
}
