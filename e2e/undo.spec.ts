import { createClient } from "@mailglass/shared/client";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** Deletions are undone by the server, so they can still be undone after a reload and in another window. */

test.beforeEach(async ({ page, send }) => {
  for (const subject of ["first", "second", "third"]) await send({ subject });
  await new InboxPage(page).open();
});

test("a deletion can be undone after a reload", async ({ page, server }) => {
  const inbox = new InboxPage(page);
  const before = await createClient({ url: server.url }).listMessages({});
  await inbox.row("second").click();
  await page.getByTestId("delete").click();
  await expect(inbox.rows).toHaveText([/third/, /first/]);
  await inbox.open();
  await expect(inbox.rows).toHaveText([/third/, /first/]);
  const toast = page.getByTestId("toast").filter({ hasText: "Deleted 1 message" });
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect(inbox.rows).toHaveText([/third/, /second/, /first/]);
  await expect(toast).toHaveCount(0);
  const after = await createClient({ url: server.url }).listMessages({});
  const identify = ({ items }: typeof before) => items.map(({ id, receivedAt }) => ({ id, receivedAt }));
  expect(identify(after)).toEqual(identify(before));
});

test("a deletion can be undone in another window, and in one that is opened later", async ({
  page,
  context,
  server,
}) => {
  const inbox = new InboxPage(page);
  const other = new InboxPage(await context.newPage());
  await other.open(server.url);
  await expect(inbox.count).toHaveText("3 messages · 3 unread");
  for (const subject of ["third", "first"]) {
    await inbox.openMessage(subject);
    await page.getByTestId("delete").click();
    // Elements of rows are reused, so an element found before a deletion may belong to another row after it.
    await expect(inbox.row(subject)).toHaveCount(0);
  }
  await expect(other.rows).toHaveText([/second/]);
  await other.page
    .getByTestId("toast")
    .filter({ hasText: "Deleted “third”" })
    .getByRole("button", { name: "Undo" })
    .click();
  await expect(inbox.rows).toHaveText([/third/, /second/]);
  await expect(other.rows).toHaveText([/third/, /second/]);
  await expect(page.getByTestId("toast").filter({ hasText: "“third”" })).toHaveCount(0);

  const later = new InboxPage(await context.newPage());
  await later.open(server.url);
  await expect(later.rows).toHaveText([/third/, /second/]);
  await expect(later.page.getByTestId("toast")).toHaveText(/Deleted 1 message/);
  await later.page.keyboard.press("z");
  for (const { rows } of [inbox, other, later]) await expect(rows).toHaveText([/third/, /second/, /first/]);
  await expect(inbox.count).toContainText("3 messages");
});

test("deleting all, or all that match, can be undone", async ({ page }) => {
  const inbox = new InboxPage(page);
  await page.getByRole("button", { name: "Delete all messages" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete 3 messages" }).click();
  await expect(page.getByTestId("empty-inbox")).toBeVisible();
  const undo = page
    .getByTestId("toast")
    .filter({ hasText: "Deleted 3 messages" })
    .getByRole("button", { name: "Undo" });
  await undo.click();
  await expect(inbox.rows).toHaveText([/third/, /second/, /first/]);
  await expect(inbox.count).toHaveText("3 messages · 3 unread");

  await inbox.search.fill("first OR third");
  await expect(inbox.count).toHaveText("2 of 3 messages · 2 unread");
  await page.getByRole("button", { name: "Delete all matches" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete 2 messages" }).click();
  await expect(page.getByTestId("no-match")).toBeVisible();
  await page
    .getByTestId("toast")
    .filter({ hasText: "Deleted 2 messages" })
    .getByRole("button", { name: "Undo" })
    .click();
  await expect(inbox.rows).toHaveText([/third/, /first/]);
  await expect(inbox.count).toHaveText("2 of 3 messages · 2 unread");
});

test("an undo that came too late says so, and restores nothing", async ({ page, server }) => {
  const inbox = new InboxPage(page);
  await inbox.row("second").click();
  await page.getByTestId("delete").click();
  await expect(inbox.rows).toHaveText([/third/, /first/]);
  // The page does not learn that another program clears the mailbox.
  await page.route("**/api/messages/restore", async (route) => {
    await createClient({ url: server.url }).deleteMessages();
    await route.continue();
  });
  await page.keyboard.press("z");
  await expect(page.getByTestId("toast").filter({ hasText: "Nothing was restored" })).toBeVisible();
  await expect(page.getByTestId("empty-inbox")).toBeVisible();
});

test("messages are deleted one after the other as fast as the key is pressed, and each can be undone", async ({
  page,
}) => {
  const inbox = new InboxPage(page);
  // Responses are delayed, as over a slow network.
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/api/messages/delete", async (route) => {
    await released;
    await route.continue();
  });
  await inbox.openMessage("second");
  await page.keyboard.press("#");
  await expect(page.getByTestId("subject")).toHaveText("first");
  await page.keyboard.press("#");
  await expect(page.getByTestId("subject")).toHaveText("third");
  await page.keyboard.press("#");
  await expect(page.getByTestId("message")).toHaveCount(0);
  release();
  await expect(page.getByTestId("empty-inbox")).toBeVisible();
  for (const rows of [1, 2, 3]) {
    await page.keyboard.press("z");
    await expect(inbox.rows).toHaveCount(rows);
  }
  await expect(inbox.rows).toHaveText([/third/, /second/, /first/]);
});

test("a tab that failed to load because its message was deleted is loaded when that is undone", async ({
  page,
  context,
  server,
}) => {
  const inbox = new InboxPage(page);
  await inbox.openMessage("second");
  const other = new InboxPage(await context.newPage());
  await other.open(server.url);
  await other.openMessage("second");
  await other.page.getByTestId("delete").click();
  await expect(page.getByTestId("gone")).toBeVisible();
  await page.keyboard.press("7");
  const panel = page.getByTestId("panel-source");
  await expect(panel.getByRole("alert")).toContainText("There is no message");
  // A failure is remembered for a second.
  await page.waitForTimeout(1_100);
  await page.keyboard.press("z");
  await expect(panel).toContainText("Subject: second");
});
