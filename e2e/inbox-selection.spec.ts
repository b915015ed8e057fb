import { createClient } from "@mailglass/shared/client";
import type { Locator, Page } from "@playwright/test";
import { InboxPage, PHONE } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** Actions on several messages: the selected ones, or the results of a search. */

test.beforeEach(async ({ page, send }) => {
  for (const subject of ["first", "second", "third", "fourth"]) {
    await send({ subject, text: `The ${subject} text`, html: `<p>The ${subject} text</p>` });
  }
  await new InboxPage(page).open();
});

test("a range selected with shift grows and shrinks from its anchor", async ({ page }) => {
  const inbox = new InboxPage(page);
  const picked = inbox.list.locator("[aria-selected=true]");
  await inbox.row("fourth").click({ modifiers: ["Control"] });
  await inbox.row("first").click({ modifiers: ["Shift"] });
  await expect(picked).toHaveText([/fourth/, /third/, /second/, /first/]);
  await inbox.row("third").click({ modifiers: ["Shift"] });
  await expect(picked).toHaveText([/fourth/, /third/]);
  await inbox.row("first").click({ modifiers: ["Control"] });
  await inbox.row("second").click({ modifiers: ["Shift"] });
  await expect(picked).toHaveText([/fourth/, /third/, /second/, /first/]);
});

test("Shift with an arrow extends the selection, as a shift-click does from its end", async ({ page }) => {
  const inbox = new InboxPage(page);
  const picked = inbox.list.locator("[aria-selected=true]");
  const cursor = inbox.list.locator("[data-cursor]");
  await inbox.list.focus();
  await page.keyboard.press("End");
  await expect(cursor).toHaveText(/first/);
  await page.keyboard.press("Home");
  await expect(cursor).toHaveText(/fourth/);
  for (const _ of [1, 2]) await page.keyboard.press("Shift+ArrowDown");
  await expect(picked).toHaveText([/fourth/, /third/, /second/]);
  await expect(cursor).toHaveText(/second/);
  await page.keyboard.press("Shift+ArrowUp");
  await expect(picked).toHaveText([/fourth/, /third/]);
  await inbox.row("first").click({ modifiers: ["Shift"] });
  await expect(picked).toHaveText([/fourth/, /third/, /second/, /first/]);
  await page.keyboard.press("Shift+ArrowUp");
  await expect(picked).toHaveText([/fourth/, /third/, /second/]);
  // A new range begins where the cursor is.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(picked).toHaveText([/second/, /first/]);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Extend the selection down");
});

test("the number of selected messages, and the field for their tags, fit into a phone", async ({ page }) => {
  await page.setViewportSize(PHONE);
  const inbox = new InboxPage(page);
  for (const subject of ["first", "second"]) await inbox.row(subject).click({ modifiers: ["Control"] });
  const count = page.getByTestId("picked-count");
  await expect(count).toHaveText("2 selected");
  expect(await count.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  await page.getByTestId("tag-selected").click();
  const field = page.getByTestId("tags-to-add");
  const ofDialog = await page.getByRole("dialog").evaluate(({ clientWidth }) => clientWidth);
  await expect.poll(() => field.evaluate(({ clientWidth }) => clientWidth)).toBeGreaterThan(ofDialog - 50);
});

test("Ctrl-A selects all loaded rows, and says how many there are", async ({ page, server }) => {
  const client = createClient({ url: server.url });
  const inbox = new InboxPage(page);
  await inbox.list.focus();
  await page.keyboard.press("Control+a");
  await expect(page.getByTestId("picked-count")).toHaveText("4 selected");
  await page.keyboard.press("Escape");
  for (let number = 0; number < 1_000; number++) {
    await client.addMessage({ body: { from: "a@example.com", to: ["b@example.com"], subject: `${number}`, text: "" } });
  }
  await page.reload();
  await expect(inbox.count).toContainText("1,000 messages");
  // A page that is still loading adds rows that the first press did not select.
  await expect(async () => {
    await page.keyboard.press("Control+a");
    await expect(page.getByTestId("picked-count")).toHaveText(/^\d+ of 1,000 selected$/, { timeout: 1_000 });
  }).toPass();
});

test("the checkbox of a row appears under the pointer and the cursor, and is large enough for a finger", async ({
  page,
}) => {
  const inbox = new InboxPage(page);
  const box = (subject: string) =>
    inbox
      .row(subject)
      .locator(".row-dot")
      .evaluate((dot) => getComputedStyle(dot).borderRadius !== "50%");
  expect(await box("third")).toBe(false);
  await inbox.row("third").hover({ position: { x: 200, y: 16 } });
  expect(await box("third")).toBe(true);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.mouse.move(0, 0);
  expect(await box("third")).toBe(true);
  expect(await box("second")).toBe(false);
  for (const { size, reach } of [
    { size: { width: 1280, height: 800 }, reach: 23 },
    { size: { width: 360, height: 740 }, reach: 39 },
  ]) {
    await page.setViewportSize(size);
    await inbox.row("first").click({ position: { x: reach, y: 20 } });
    await expect(inbox.row("first")).toHaveAttribute("aria-selected", "true");
    await expect(inbox.message).toHaveCount(0);
    await page.keyboard.press("Escape");
  }
});

test("Ctrl-A in a field, and in an open text, selects as usual in a browser", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.search.fill("f");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("th");
  await expect(inbox.search).toHaveValue("th");
  await inbox.openMessage("third");
  await page.keyboard.press("3");
  await page.getByTestId("text").focus();
  await page.keyboard.press("Control+a");
  await expect(page.getByTestId("picked-count")).toHaveCount(0);
});

for (const [how, hold, release] of [
  ["the pointer is over", (undo: Locator) => undo.hover(), (page: Page) => page.mouse.move(0, 0)],
  ["the focus is on", (undo: Locator) => undo.focus(), (page: Page) => page.getByRole("listbox").focus()],
] as const) {
  test(`while ${how} the way to undo, it stays until the time to undo is over`, async ({ page, server }) => {
    const { listMessages } = createClient({ url: server.url });
    await page.clock.install();
    const inbox = new InboxPage(page);
    await inbox.open();
    await inbox.openMessage("second");
    await page.getByTestId("delete").click();
    const undo = page.getByRole("button", { name: "Undo" });
    await hold(undo);
    await page.clock.fastForward(40_000);
    await page.clock.runFor(1_000);
    await expect(undo).toBeVisible();
    expect((await listMessages({})).total).toBe(3);
    await release(page);
    await page.clock.runFor(7_000);
    await expect(undo).toHaveCount(0);
    // It is still there for the key.
    await page.keyboard.press("z");
    await expect(inbox.rows).toHaveCount(4);
    await page.getByTestId("delete").click();
    await hold(undo);
    await page.clock.fastForward(61_000);
    await expect(undo).toHaveCount(0);
  });
}

test("in a search, the unread count and the actions on all messages apply to the results", async ({ page, server }) => {
  const inbox = new InboxPage(page);
  await expect(inbox.count).toHaveText("4 messages · 4 unread");
  await inbox.search.fill("second OR third");
  await expect(inbox.count).toHaveText("2 of 4 messages · 2 unread");
  await page.getByRole("button", { name: "Mark all matches as read" }).click();
  await expect(inbox.count).toHaveText("2 of 4 messages");
  await expect(page.getByRole("button", { name: "Mark all matches as read" })).toBeDisabled();
  const client = createClient({ url: server.url });
  const countUnread = async () => (await client.listMessages({ query: { q: "is:unread", limit: 0 } })).matched;
  expect(await countUnread()).toBe(2);
  const toast = page.getByTestId("toast");
  await expect(toast).toContainText("Marked 2 messages as read");
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect(inbox.count).toHaveText("2 of 4 messages · 2 unread");
  expect(await countUnread()).toBe(4);
});

test("a search with more results than are loaded says how many of them are unread", async ({ page, send }) => {
  for (let number = 0; number < 230; number++) await send({ subject: `report ${number} :)`, text: "x" });
  const inbox = new InboxPage(page);
  const markAll = page.getByRole("button", { name: "Mark all matches as read" });
  await inbox.search.fill("report :)");
  await expect(inbox.count).toHaveText("230 of 234 messages · 230 unread");
  await inbox.openMessage("report 229 :)");
  await expect(inbox.count).toHaveText("230 of 234 messages · 229 unread");
  await send({ subject: "report that is new :)" });
  await expect(inbox.count).toHaveText("231 of 235 messages · 230 unread");
  await markAll.click();
  await expect(inbox.count).toHaveText("231 of 235 messages");
  await expect(markAll).toBeDisabled();
});

test("a search that finds nothing leads back to all messages", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.search.fill("nothing like it");
  await page.getByRole("button", { name: "Show all messages" }).click();
  await expect(inbox.rows).toHaveCount(4);
  await expect(inbox.search).toHaveValue("");
});

test("a search result deep in a text is highlighted there, and scrolled into view", async ({ page, send }) => {
  const lines = Array.from({ length: 900 }, (_, at) =>
    at === 700 ? "the Needle, and https://needle.example/" : `line ${at}`,
  );
  await send({ subject: "long", text: lines.join("\n") });
  const inbox = new InboxPage(page);
  await inbox.search.fill("body:needle");
  // A message opened before the response arrives is not opened from the search.
  await expect(inbox.count).toContainText("1 of ");
  await inbox.openMessage("long");
  await page.keyboard.press("3");
  const marks = page.getByTestId("text").locator("mark");
  await expect(marks).toHaveText(["Needle", "needle"]);
  await expect(marks.first()).toBeInViewport();
  await inbox.search.fill("long");
  await expect(marks).toHaveCount(0);
  await inbox.openTab("headers");
  await expect(page.getByTestId("header").locator("mark")).toHaveText(["long"]);
});

test("the selected messages get tags, and lose them", async ({ page, server }) => {
  const inbox = new InboxPage(page);
  await inbox.row("first").click({ modifiers: ["Control"] });
  await inbox.row("third").click({ modifiers: ["Control"] });
  await page.getByTestId("tag-selected").click();
  const dialog = page.getByRole("dialog", { name: "Tags of 2 messages" });
  await dialog.getByTestId("tags-to-add").fill("vip, later");
  await dialog.getByRole("button", { name: "Add" }).click();
  const remove = dialog.getByRole("button", { name: /^Remove tag/ });
  await expect(remove).toHaveText([/later/, /vip/]);
  expect(await inbox.findAxeViolations()).toEqual([]);
  await remove.first().click();
  await expect(remove).toHaveText([/vip/]);
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  const { items } = await createClient({ url: server.url }).listMessages({ query: { q: "tag:vip" } });
  expect(items.map(({ subject }) => subject)).toEqual(["third", "first"]);
});

test("what a search finds can be downloaded, and used in a test", async ({ page }) => {
  const inbox = new InboxPage(page);
  const link = page.getByRole("link", { name: "Download all matches" });
  await expect(link).toBeHidden();
  await inbox.search.fill("subject:second");
  await expect(inbox.rows).toHaveCount(1);
  const download = page.waitForEvent("download");
  await link.click();
  expect((await download).suggestedFilename()).toMatch(/\.zip$/);
  await page.getByRole("button", { name: "Use this search in a test" }).click();
  await expect(page.getByRole("dialog", { name: /test/ })).toContainText("subject:second");
});
