import { createClient } from "@mailglass/shared/client";
import type { Page } from "@playwright/test";
import { InboxPage, PHONE } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** Messages are added on the page: composed, pasted, or from files. */

/** Drops files on the page, as from a file manager. */
async function dropFiles(page: Page, target: string, files: readonly (readonly [name: string, text: string])[]) {
  const dataTransfer = await page.evaluateHandle((contents) => {
    const transfer = new DataTransfer();
    for (const [name, text] of contents) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent(target, "dragenter", { dataTransfer });
  await page.dispatchEvent(target, "drop", { dataTransfer });
}

const EML = "From: a@example.com\r\nTo: b@example.com\r\nSubject: From a file\r\n\r\nHello\r\n";
const MBOX = ["one", "two", "three"]
  .map(
    (subject) => `From a@example.com Fri Nov 27 10:00:00 2026\nFrom: a@example.com\nSubject: ${subject}\n\nHello\n\n`,
  )
  .join("");

test("a composed message arrives through SMTP, with all its recipients and attachments", async ({ page, server }) => {
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.runCommand("Compose a message");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("From", { exact: true }).fill("Shop <shop@example.com>");
  await dialog.getByLabel("To", { exact: true }).fill('"Doe, Ann" <ann@example.com>, bob@example.com');
  await dialog.getByLabel("Bcc").fill("audit@example.com");
  await dialog.getByLabel("Subject").fill("Zoë’s order");
  await dialog.getByLabel("Text").fill("Thank you.");
  await dialog.getByLabel("HTML").fill("<b>Thank you.</b>");
  await dialog.getByLabel("Attachments").setInputFiles({
    name: "terms.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("Terms"),
  });
  await expect(dialog.getByText("terms.txt")).toBeVisible();
  expect(await inbox.findAxeViolations()).toEqual([]);
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByTestId("toast").getByRole("button", { name: "Open" }).click();
  await expect(page.getByTestId("subject")).toHaveText("Zoë’s order");
  const message = await createClient({ url: server.url }).getLatestMessage();
  expect(message).toMatchObject({
    sender: "shop@example.com",
    recipients: ["ann@example.com", "bob@example.com", "audit@example.com"],
    text: expect.stringContaining("Thank you."),
    html: expect.stringContaining("<b>Thank you.</b>"),
    attachments: [{ filename: "terms.txt", size: 5 }],
  });
  expect(message.sessionId).not.toBeNull();
});

test("a message that is refused keeps the form, and says why", async ({ page, server }) => {
  await createClient({ url: server.url }).addFault({ body: { on: "rcpt", reply: "550 5.1.1 No such user" } });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.runCommand("Compose a message");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("550 5.1.1 No such user");
  await dialog.getByLabel("From", { exact: true }).fill("");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await expect(dialog.getByLabel("From", { exact: true })).toBeFocused();
  await expect(dialog.getByLabel("From", { exact: true })).toHaveAccessibleDescription("Must not be empty.");
});

test("a pasted source is stored with CRLF", async ({ page, server }) => {
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.runCommand("Paste the source of a message");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Source of a message").fill(EML.replaceAll("\r\n", "\n"));
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(inbox.row("From a file")).toBeVisible();
  const client = createClient({ url: server.url });
  const { id } = await client.getLatestMessage();
  expect(Buffer.from(await client.getRaw({ params: { id } })).toString()).toBe(EML);
});

test("dropped files are added, each with its result", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(page.getByTestId("empty-inbox")).toBeVisible();
  await dropFiles(page, "body", [
    ["hello.eml", EML],
    ["box.mbox", MBOX],
  ]);
  const uploads = page.getByTestId("upload");
  await expect(uploads).toContainText([/hello\.eml.*1 message added/, /box\.mbox.*3 messages added/]);
  expect(await inbox.findAxeViolations()).toEqual([]);
  await uploads.last().getByRole("button", { name: "Open" }).click();
  await expect(page.getByTestId("subject")).toHaveText("one");
  await expect(inbox.rows).toHaveCount(4);
});

test("a file that the server refuses does not stop the others", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open();
  await page.route("**/api/messages/import", async (route) => {
    if (route.request().postData()?.includes("too large"))
      await route.fulfill({
        status: 413,
        contentType: "application/problem+json",
        body: '{"detail":"It is too large."}',
      });
    else await route.continue();
  });
  await dropFiles(page, "body", [
    ["bad.eml", "Subject: too large\n\n"],
    ["good.eml", EML],
  ]);
  await expect(page.getByTestId("upload")).toContainText([/bad\.eml.*It is too large\./, /good\.eml.*1 message added/]);
});

test("a file that is no message is not added", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open();
  await dropFiles(page, "body", [
    ["picture.png", "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"],
    ["notes.txt", "Buy milk.\n"],
    ["good.eml", EML],
  ]);
  await expect(page.getByTestId("upload")).toContainText([/not a message/, /not a message/, /1 message added/]);
});

test("files that are dropped on the form are attached, and do not replace it", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.runCommand("Compose a message");
  await dropFiles(page, ".compose-form", [["notes.txt", "Hello"]]);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("list", { name: "Attached files" })).toContainText("notes.txt");
  await dropFiles(page, "body", [["hello.eml", EML]]);
  await expect(dialog.getByRole("list", { name: "Attached files" })).toContainText("notes.txt");
  await dialog.getByRole("button", { name: "Remove notes.txt" }).click();
  await expect(dialog.getByText("notes.txt")).toHaveCount(0);
});

test("what was typed stays when another tab is shown", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.runCommand("Compose a message");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Subject").fill("Draft");
  await dialog.getByLabel("Attachments").setInputFiles({
    name: "terms.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("Terms"),
  });
  await dialog.getByText("Paste source").click();
  await dialog.getByLabel("Source of a message").fill(EML);
  await dialog.getByText("Files", { exact: true }).click();
  await expect(dialog.getByRole("button", { name: "Choose files" })).toBeVisible();
  await dialog.getByText("Compose", { exact: true }).click();
  await expect(dialog.getByLabel("Subject")).toHaveValue("Draft");
  await expect(dialog.getByRole("list", { name: "Attached files" })).toContainText("terms.txt");
  await dialog.getByText("Paste source").click();
  await expect(dialog.getByLabel("Source of a message")).toHaveValue(EML.replaceAll("\r\n", "\n"));
});

test("a message is composed on a phone", async ({ page }) => {
  await page.setViewportSize(PHONE);
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.runCommand("Compose a message");
  await page.getByRole("dialog").getByRole("button", { name: "Send", exact: true }).click();
  await expect(inbox.row("A test message")).toBeVisible();
});
