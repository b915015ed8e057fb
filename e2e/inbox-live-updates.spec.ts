import type { MessageList } from "@mailglass/shared";
import { createClient } from "@mailglass/shared/client";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { startServer } from "./fixtures/server.ts";
import { expect, test } from "./fixtures/test.ts";

/** New mail appears automatically, and never moves what is being read. */

const messageBody = (at: number) => ({
  from: "load@example.com",
  to: ["ann@example.com"],
  subject: `number ${at}`,
  text: "x",
});

test("new mail appears as a row, is counted in the title, and is announced to screen readers", async ({
  page,
  send,
}) => {
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(page.getByTestId("empty-inbox")).toBeVisible();
  await send({ subject: "hello" });
  await expect(inbox.row("hello")).toBeVisible();
  await expect(page).toHaveTitle("(1) Mailglass");
  await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", /^data:image\/png/);
  await expect(page.getByTestId("announcer")).toHaveText("New message from Jo Sender: hello");
});

test("new mail fades in, and rows that were only loaded do not", async ({ page, send }) => {
  const inbox = new InboxPage(page);
  await send({ subject: "old" });
  await page.addInitScript(() => {
    addEventListener("animationstart", ({ target }) => {
      if (!(target instanceof HTMLElement) || !target.matches(".row")) return;
      document.documentElement.dataset["faded"] =
        `${document.documentElement.dataset["faded"] ?? ""} ${target.textContent}`;
    });
  });
  await inbox.open();
  await expect(inbox.row("old")).toBeVisible();
  await send({ subject: "new" });
  const root = page.locator("html");
  await expect(root).toHaveAttribute("data-faded", /new/);
  await expect(root).not.toHaveAttribute("data-faded", /old/);
});

test("a screen reader gets all of a row", async ({ page, send }) => {
  const inbox = new InboxPage(page);
  await send({ subject: "hello", attachments: [{ filename: "terms.pdf", content: "%PDF-1.4" }] });
  await inbox.open();
  await expect(inbox.rows).toHaveAccessibleName(/^Unread\. Jo Sender to ann@example\.com hello .*1 attached/);
  await send({ subject: "2026 is here", to: "ann+42@example.com", headers: { "X-Tags": "vip" } });
  // Tags are not read as a part of the subject.
  await expect(inbox.row("is here")).toHaveAccessibleName(/to ann\+42@example\.com tag 42, tag vip, 2026 is here/);
});

test("rows being read do not move, and a pill says how many messages are new", async ({ page, server, send }) => {
  const client = createClient({ url: server.url });
  for (let at = 0; at < 120; at++) await client.addMessage({ body: messageBody(at) });
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.count).toContainText("120 messages");
  // With the cursor elsewhere, which must not scroll the list back.
  await page.keyboard.press("j");
  await inbox.list.evaluate((list) => list.scrollTo(0, 1_000));
  const read = inbox.row("number 80");
  const before = await read.boundingBox();
  for (const subject of ["one", "two", "three"]) await send({ subject });
  await expect(page.getByTestId("new-pill")).toHaveText("3 new");
  expect(await read.boundingBox()).toEqual(before);
  await page.getByTestId("new-pill").click();
  await expect(inbox.row("three")).toBeInViewport();
  await expect(page.getByTestId("new-pill")).toHaveCount(0);
});

test("the scroll position returns when a search ends", async ({ page, server, send }) => {
  const client = createClient({ url: server.url });
  for (let at = 0; at < 300; at++) await client.addMessage({ body: messageBody(at) });
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.count).toContainText("300 messages");
  await inbox.list.evaluate((list) => list.scrollTo(0, 8_007));
  const read = inbox.row("number 40");
  const before = await read.boundingBox();
  await inbox.search.fill("number");
  await expect(inbox.count).toContainText("300 of 300 messages");
  await expect(inbox.row("number 299")).toBeInViewport();
  await inbox.search.fill("nothing like it");
  await expect(page.getByTestId("no-match")).toBeVisible();
  await send({ subject: "one more" });
  await page.getByRole("button", { name: "Clear search" }).click();
  await expect(page.getByTestId("new-pill")).toHaveText("1 new");
  expect(await read.boundingBox()).toEqual(before);
});

test("the row of the open message is visible, after a click far down and after opening its URL", async ({
  page,
  server,
}) => {
  const client = createClient({ url: server.url });
  for (let at = 0; at < 120; at++) await client.addMessage({ body: messageBody(at) });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.row("number 96").click();
  await expect(inbox.message).toBeVisible();
  await expect(inbox.row("number 96")).toBeInViewport();
  const { id } = await client.getLatestMessage({ query: { q: 'subject:"number 33"' } });
  await inbox.open(`messages/${id}`);
  await expect(inbox.row("number 33")).toBeInViewport();
});

test("a burst during a search changes neither the search field nor the correct count", async ({ page, server }) => {
  const client = createClient({ url: server.url });
  await client.addMessage({ body: { ...messageBody(0), subject: "needle" } });
  const inbox = new InboxPage(page);
  await inbox.open();
  const burst = (async () => {
    for (let at = 0; at < 900; at += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, one) => client.addMessage({ body: messageBody(at + one) })));
    }
  })();
  await inbox.search.pressSequentially("needle");
  await expect(inbox.rows).toHaveCount(1);
  await burst;
  await expect(inbox.search).toHaveValue("needle");
  await expect(inbox.count).toContainText("1 of 901 messages");
  await page.getByRole("button", { name: "Clear search" }).click();
  await expect(inbox.count).toContainText("901 messages");
});

test("a search shows new mail that matches, and no other", async ({ page, send }) => {
  const inbox = new InboxPage(page);
  await send({ subject: "old invoice" });
  await inbox.open("?q=invoice");
  await expect(inbox.rows).toHaveCount(1);
  await send({ subject: "something else" });
  await send({ subject: "new invoice" });
  await expect(inbox.rows).toHaveText([/new invoice/, /old invoice/]);
  await expect(inbox.count).toContainText("2 of 3 messages");
});

test("scrolling loads the list down to the oldest message", async ({ page, server }) => {
  const client = createClient({ url: server.url });
  for (let at = 0; at < 600; at += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, one) => client.addMessage({ body: messageBody(at + one) })));
  }
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.count).toContainText("600 messages");
  await inbox.list.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(inbox.rows.last()).toHaveAttribute("aria-posinset", "600");
  expect(await inbox.rows.count()).toBeLessThan(80);
});

test("a deletion elsewhere removes the row, and a deletion on this page takes effect at once", async ({
  page,
  server,
  send,
}) => {
  const client = createClient({ url: server.url });
  for (const subject of ["one", "two", "three"]) await send({ subject });
  const inbox = new InboxPage(page);
  await inbox.open();
  const { id } = await client.getLatestMessage({ query: { q: "subject:two" } });
  await client.deleteMessage({ params: { id } });
  await expect(inbox.rows).toHaveCount(2);
  await inbox.openMessage("one");
  await page.getByTestId("delete").click();
  await expect(page.getByTestId("subject")).toHaveText("three");
  await expect(inbox.rows).toHaveText([/three/]);
  expect((await client.listMessages({})).total).toBe(1);
});

test("deleting all messages asks for confirmation", async ({ page, server, send }) => {
  await send({ subject: "one" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await page.getByRole("button", { name: "Delete all messages" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(inbox.rows).toHaveCount(1);
  await page.getByRole("button", { name: "Delete all messages" }).click();
  await page.getByRole("button", { name: "Delete 1 message" }).click();
  await expect(page.getByTestId("empty-inbox")).toBeVisible();
  expect((await createClient({ url: server.url }).listMessages({})).total).toBe(0);
});

test("the page shows that the server stopped, and is up to date again after a restart", async ({ page }) => {
  const first = await startServer();
  const port = first.http.port;
  await createClient({ url: first.url }).addMessage({ body: { ...messageBody(1), subject: "before" } });
  const inbox = new InboxPage(page);
  await inbox.open(first.url);
  await inbox.openMessage("before");
  const resend = page.getByTestId("resend");
  await expect(resend).toBeEnabled();
  await first.stop("SIGKILL");
  await expect(page.getByTestId("offline")).toBeVisible();
  // What needs the server cannot be chosen meanwhile.
  const disabled = [resend, page.getByTestId("delete"), page.getByRole("button", { name: "Delete all messages" })];
  for (const button of disabled) await expect(button).toBeDisabled();
  await page.getByTestId("more-actions").click();
  await expect(page.getByTestId("toggle-read")).toBeDisabled();
  await expect(page.getByTestId("download")).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByTestId("copy-link")).toBeEnabled();
  await page.keyboard.press("Escape");
  await expect(inbox.row("before")).toBeVisible();
  const second = await startServer([`--http-port=${port}`]);
  await createClient({ url: second.url }).addMessage({ body: { ...messageBody(2), subject: "after" } });
  await expect(inbox.row("after")).toBeVisible({ timeout: 20_000 });
  await expect(inbox.row("before")).toHaveCount(0);
  await expect(page.getByTestId("offline")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Delete all messages" })).toBeEnabled();
  await second.stop("SIGKILL");
});

test("what failed to load while the server was away is loaded when it is back, and keys do nothing meanwhile", async ({
  page,
}, testInfo) => {
  const store = `--store=${testInfo.outputPath("mail.db")}`;
  const first = await startServer([store]);
  const client = createClient({ url: first.url });
  for (const number of [1, 2]) await client.addMessage({ body: { ...messageBody(number), subject: `kept ${number}` } });
  const inbox = new InboxPage(page);
  await inbox.open(first.url);
  await inbox.openMessage("kept 2");
  await inbox.waitForPanel("text");
  await expect(inbox.row("kept 2")).not.toHaveAttribute("data-unread");
  await first.stop("SIGTERM");
  await expect(page.getByTestId("offline")).toBeVisible();

  const panel = page.getByTestId("panel-source");
  await page.keyboard.press("7");
  await expect(panel.getByRole("alert")).toContainText("It will load after reconnecting.");
  for (const key of ["#", "u", "z"]) await page.keyboard.press(key);
  await expect(page.getByTestId("subject")).toHaveText("kept 2");
  await expect(page.getByTestId("toast")).toHaveCount(0);
  // Reading offline is possible, and no reason for an error.
  await inbox.row("kept 1").click();
  await expect(panel.getByRole("alert")).toBeVisible();

  const second = await startServer([store, `--http-port=${first.http.port}`]);
  await expect(page.getByTestId("offline")).toHaveCount(0, { timeout: 20_000 });
  await expect(panel).toContainText("Subject: kept 1");
  await expect(page.getByTestId("toast")).toHaveCount(0);
  await expect(inbox.row("kept 1")).not.toHaveAttribute("data-unread");
  await second.stop("SIGKILL");
});

test("a test message is sent over the real SMTP port", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open();
  await page.getByTestId("send-test").click();
  await expect(inbox.rows).toHaveCount(1);
});

test("a row that the server could not read in time is completed, and keeps its marks", async ({ page, send }) => {
  await send({ subject: "complete" });
  const opened = Promise.withResolvers<undefined>();
  let lists = 0;
  await page.route("**/api/messages?*", async (route) => {
    const response = await route.fetch();
    const list: MessageList = await response.json();
    // The first list has the row as it is made from the beginning of a message.
    const isFirst = list.items.length > 0 && lists++ === 0;
    if (!isFirst) await opened.promise;
    const items = isFirst ? list.items.map((row) => ({ ...row, subject: "beginning", partial: true })) : list.items;
    await route.fulfill({ response, json: { ...list, items } });
  });
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.row("beginning")).toBeVisible();
  await inbox.row("beginning").click();
  await expect(inbox.rows).not.toHaveAccessibleName(/Unread/);
  opened.resolve(undefined);
  await expect(inbox.row("complete")).toBeVisible();
  await expect(inbox.rows).toHaveCount(1);
  await expect(inbox.rows).not.toHaveAccessibleName(/Unread/);
  // A list may be on its way.
  await page.unrouteAll({ behavior: "ignoreErrors" });
});
