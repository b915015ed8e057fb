import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** Replies are grouped in the list, in the row of the newest message. */

const ROOT = "<plan-1@example.com>";

test.beforeEach(async ({ page, send }) => {
  await send({ subject: "Plan", messageId: ROOT });
  await send({ subject: "Report", messageId: "<report@example.com>" });
  await send({ subject: "Re: Plan", messageId: "<reply-1@example.com>", inReplyTo: ROOT, references: ROOT });
  await send({ subject: "Report again", messageId: "<report@example.com>" });
  await new InboxPage(page).open();
});

test("a thread has one row with a count, which moves up with each reply and opens its newest message", async ({
  page,
  send,
}) => {
  const inbox = new InboxPage(page);
  await expect(inbox.rows).toHaveText([/Report again/, /Re: Plan/, /Report/]);
  await expect(inbox.row("Re: Plan").getByTestId("thread-count")).toHaveText("2");
  await expect(inbox.count).toContainText("4 messages");
  await send({
    subject: "Re: Plan again",
    messageId: "<reply-2@example.com>",
    references: `${ROOT} <reply-1@example.com>`,
  });
  await expect(inbox.rows).toHaveText([/Re: Plan again/, /Report again/, /Report/]);
  await expect(inbox.row("Re: Plan").getByTestId("thread-count")).toHaveText("3");
  await inbox.openMessage("Re: Plan again");
  await page.keyboard.press("j");
  await expect(page.getByTestId("subject")).toHaveText("Report again");
  await page.keyboard.press("k");
  await page.keyboard.press("#");
  await expect(inbox.rows).toHaveText([/Report again/, /Re: Plan/, /Report/]);
});

test("the row of a thread says that an older message is unread, until it is opened", async ({ page }) => {
  const inbox = new InboxPage(page);
  const row = inbox.row("Re: Plan");
  await expect(row).toHaveAttribute("data-unread", "");
  await inbox.openMessage("Re: Plan");
  await expect(row).not.toHaveAttribute("data-unread");
  await expect(row).toHaveAttribute("data-thread-unread", "");
  await expect(row.getByTestId("thread-count")).toHaveAccessibleName("Thread of 2 messages, older ones unread");
  await page.getByTestId("thread").locator("summary").click();
  const older = page.getByTestId("thread-message").first();
  await expect(older).toContainText("unread");
  await older.getByRole("link").click();
  await expect(page.getByTestId("subject")).toHaveText("Plan");
  await expect(row).not.toHaveAttribute("data-thread-unread");
});

test("a message of a thread that was sent twice counts once", async ({ page, send }) => {
  const inbox = new InboxPage(page);
  await send({ subject: "Re: Plan", messageId: "<reply-1@example.com>", inReplyTo: ROOT, references: ROOT });
  await expect(inbox.count).toContainText("5 messages");
  await expect(inbox.rows).toHaveText([/Re: Plan/, /Report again/, /Report/]);
  await expect(inbox.row("Re: Plan").getByTestId("thread-count")).toHaveText("2");
});

test("the buttons of a message step through the rows, and the last row has no next one", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.rows.last().click();
  await expect(page.getByTestId("subject")).toHaveText("Report");
  await expect(page.getByTestId("next-message")).toBeDisabled();
  await page.getByTestId("previous-message").click();
  await expect(page.getByTestId("subject")).toHaveText("Re: Plan");
  await expect(page.getByTestId("next-message")).toBeEnabled();
});

test("a search shows every match, and the grouping can be switched off", async ({ page }) => {
  const inbox = new InboxPage(page);
  await expect(inbox.rows).toHaveCount(3);
  await inbox.search.fill("plan");
  await expect(inbox.rows).toHaveText([/Re: Plan/, /Plan/]);
  await inbox.open("settings");
  await page.getByRole("radio", { name: "Separate" }).check({ force: true });
  await inbox.open();
  await expect(inbox.rows).toHaveText([/Report again/, /Re: Plan/, /Report/, /Plan/]);
});

test("a message that repeats an older one is marked", async ({ page }) => {
  const inbox = new InboxPage(page);
  const duplicate = page.getByRole("img", { name: /^Duplicate/ });
  await expect(duplicate).toHaveCount(1);
  await expect(inbox.row("Report again").getByRole("img", { name: /^Duplicate/ })).toBeVisible();
});
