import { createClient } from "@mailglass/shared/client";
import { InboxPage, PHONE } from "./fixtures/inbox-page.ts";
import { isInstalled, runCommand } from "./fixtures/mail-clients.ts";
import { type RunningServer, startServer } from "./fixtures/server.ts";
import { test as base, expect } from "./fixtures/test.ts";

/** A message leaves the page: it is sent again, released, or its attachments are downloaded. */

const test = base.extend<{ upstream: RunningServer }>({
  /** The server that messages are released to. */
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from here
  upstream: async ({}, use) => {
    const server = await startServer();
    await use(server);
    await server.stop("SIGKILL");
  },
});

const releaseTest = test.extend({
  options: async ({ upstream: { smtp } }, use) =>
    use(["--relay", `smtp://${smtp.host}:${smtp.port}`, "--relay-allow", "@example\\.com$"]),
});

test("a message is sent again, with its envelope, and the copy can be opened", async ({ page, send, server }) => {
  await send({ subject: "order", to: "ann@example.com", bcc: "audit@example.com" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("order");
  await page.getByTestId("resend").click();
  await page.getByTestId("toast").getByRole("button", { name: "Open" }).click();
  await expect(inbox.rows).toHaveCount(2);
  const { items } = await createClient({ url: server.url }).listMessages({ query: {} });
  const [copy, original] = items;
  expect(copy?.recipients).toEqual(["ann@example.com", "audit@example.com"]);
  expect(copy?.sender).toBe(original?.sender);
  await expect(page).toHaveURL(new RegExp(`/messages/${copy?.id}`));
});

test("in a narrow window the menu sends a message again; a refusal is reported", async ({ page, send, server }) => {
  await page.setViewportSize(PHONE);
  await send({ subject: "order" });
  await createClient({ url: server.url }).addFault({ body: { on: "rcpt", reply: "550 5.1.1 No such user" } });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("order");
  await expect(page.getByTestId("resend")).toBeHidden();
  await inbox.chooseAction("menu-resend");
  await expect(page.getByTestId("toast")).toContainText("Could not be sent again");
  await expect(page.getByTestId("toast")).toContainText("550 5.1.1 No such user");
  expect(await createClient({ url: server.url }).listMessages({ query: {} })).toMatchObject({ total: 1 });
});

test("the attachments are downloaded as a zip file", async ({ page, send }) => {
  test.skip(!isInstalled("python3"), "python3 is not installed");
  await send({
    subject: "two files",
    attachments: [
      { filename: "Grüße.txt", content: "Hello" },
      { filename: "terms.pdf", content: "%PDF-1.4" },
    ],
  });
  await send({ subject: "no files" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("no files");
  await page.getByTestId("more-actions").click();
  await expect(page.getByTestId("download")).toBeVisible();
  await expect(page.getByTestId("download-attachments")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await inbox.openMessage("two files");
  const [download] = await Promise.all([page.waitForEvent("download"), inbox.chooseAction("download-attachments")]);
  expect(download.suggestedFilename()).toMatch(/^attachments-.+\.zip$/);
  const names = await runCommand("python3", [
    "-c",
    "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print([(f, z.read(f)) for f in z.namelist()])",
    await download.path(),
  ]);
  expect(names.trim()).toBe("[('Grüße.txt', b'Hello'), ('terms.pdf', b'%PDF-1.4')]");
});

releaseTest("a message is released through the relay, to allowed recipients only", async ({ page, send, upstream }) => {
  await send({ subject: "for real", bcc: "audit@example.com" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("for real");
  await page.getByTestId("release").click();
  const dialog = page.getByRole("dialog", { name: "Release the message" });
  await expect(dialog).toContainText("Allowed recipients: @example\\.com$");
  await expect(dialog.getByTestId("release-to")).toHaveValue("");
  await dialog.getByTestId("release-to").fill("boss@elsewhere.test");
  await dialog.getByTestId("release-send").click();
  await expect(dialog.getByRole("alert")).toContainText("boss@elsewhere.test");
  expect(await inbox.findAxeViolations()).toEqual([]);
  await dialog.getByRole("button", { name: "Original recipients" }).click();
  await expect(dialog.getByTestId("release-to")).toHaveValue("ann@example.com, audit@example.com");
  await dialog.getByTestId("release-to").fill("jo@example.com, bo@example.com");
  await dialog.getByTestId("release-send").click();
  await expect(page.getByTestId("toast")).toContainText("Released to jo@example.com, bo@example.com");
  await expect(dialog).toBeHidden();
  const released = await createClient({ url: upstream.url }).getLatestMessage();
  expect(released).toMatchObject({ subject: "for real", recipients: ["jo@example.com", "bo@example.com"] });
});

test("without a relay there is nothing to release with", async ({ page, send }) => {
  await send({ subject: "stays here" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("stays here");
  await expect(page.getByTestId("resend")).toBeVisible();
  await page.getByTestId("more-actions").click();
  await expect(page.getByTestId("menu-use-in-test")).toBeVisible();
  await expect(page.getByTestId("release").or(page.getByTestId("menu-release"))).toHaveCount(0);
});
