import { createClient } from "@mailglass/shared/client";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import { expect, test } from "./fixtures/test.ts";

/** Details that matter to users who have the page open all day. */

test.beforeEach(async ({ page, send }) => {
  for (const subject of ["first", "second", "third", "fourth"]) {
    await send({ subject, text: `${subject} text`, html: `<p>${subject} text</p>` });
  }
  await new InboxPage(page).open();
});

test("the buttons of an open message act on it, whatever is selected", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.openMessage("third");
  for (const subject of ["first", "second"]) await inbox.row(subject).click({ modifiers: ["Control"] });
  await page.getByTestId("delete").click();
  await expect(inbox.rows).toHaveText([/fourth/, /second/, /first/]);
  await expect(page.getByTestId("picked-count")).toHaveText("2 selected");
  await page.getByTestId("close").click();
  await expect(inbox.message).toHaveCount(0);
  await expect(page.getByTestId("picked-count")).toHaveText("2 selected");
});

test("tooltips are the page's own, also with keyboard focus, and not beside the browser's", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.openMessage("third");
  const tooltip = page.getByTestId("tooltip");
  const next = page.getByTestId("next-message");
  await next.hover();
  await expect(tooltip).toHaveText("Next message (j)");
  // Without a title, the browser shows none of its own.
  await expect(next).not.toHaveAttribute("title");
  await expect(next).toHaveAccessibleName("Next message");
  await page.mouse.move(0, 0);
  await expect(tooltip).toHaveCount(0);
  await expect(next).toHaveAttribute("title", "Next message (j)");
  await page.getByTestId("previous-message").focus();
  await page.keyboard.press("Tab");
  await expect(tooltip).toHaveText("Next message (j)");
  await page.keyboard.press("Shift");
  await expect(tooltip).toHaveCount(0);
});

test("a dialog that opens shows no tooltip of the button that has its focus", async ({ page }) => {
  await page.evaluate(() => {
    const shown: Element[] = [];
    new MutationObserver(() => {
      const tooltip = document.querySelector("[data-testid=tooltip]");
      if (tooltip !== null && !shown.includes(tooltip)) shown.push(tooltip);
    }).observe(document, { childList: true, subtree: true });
    Object.assign(globalThis, { shown });
  });
  await page.clock.install();
  // Outside of the window: the pointer would be over the dialog, and has a tooltip of its own.
  await page.mouse.move(-50, -50);
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(dialog).toContainText("Next message");
  const close = dialog.getByRole("button", { name: "Close" });
  await expect(close).toBeFocused();
  await page.clock.runFor(1_000);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await expect(close).toBeFocused();
  await page.clock.runFor(1_000);
  await expect(page.getByTestId("tooltip")).toHaveText("Close");
  expect(await page.evaluate(() => (globalThis as { shown?: Element[] }).shown?.length)).toBe(1);
});

for (const [how, remove] of Object.entries({
  "is deleted elsewhere": async (url: string, id: string) => createClient({ url }).deleteMessage({ params: { id } }),
  "goes with all others": async (url: string) => createClient({ url }).deleteMessages(),
})) {
  test(`an open message that ${how} stays readable, and says so`, async ({ page, server }) => {
    const inbox = new InboxPage(page);
    await inbox.openMessage("second");
    const preview = page.frameLocator("[data-testid=preview-frame]");
    await expect(preview.getByText("second text")).toBeVisible();
    await remove(server.url, /messages\/(\w+)/.exec(page.url())?.[1] ?? "");
    await expect(page.getByTestId("gone")).toContainText("This message is gone");
    await expect(page.getByTestId("subject")).toHaveText("second");
    await expect(preview.getByText("second text")).toBeVisible();
    // Nothing can be done with it.
    await expect(page.getByTestId("resend")).toBeDisabled();
    await expect(page.getByTestId("delete")).toBeDisabled();
    await expect(page.getByTestId("more-actions")).toBeEnabled();
    await page.getByTestId("gone").getByRole("button", { name: "Close" }).click();
    await expect(inbox.message).toHaveCount(0);
  });
}

test("a message that does not match a search stays open, without a notice", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.openMessage("second");
  const asked = page.waitForResponse(/api\/messages\/\w+$/);
  await inbox.search.fill("third");
  await expect(inbox.rows).toHaveText([/third/]);
  await asked;
  await expect(page.getByTestId("subject")).toHaveText("second");
  await expect(page).toHaveURL(/messages\/\w+.*[?&]q=third/);
  await expect(page.getByTestId("gone")).toHaveCount(0);
});

test("a link to a message that is gone leads back", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open("messages/nothing");
  await page.getByRole("link", { name: "Back to the list" }).click();
  await expect(inbox.message).toHaveCount(0);
  await expect(inbox.rows).toHaveCount(4);
});

test("the error of a search in the URL is shown above the rows, not over them", async ({ page }) => {
  const inbox = new InboxPage(page);
  await page.evaluate(() => {
    history.pushState(null, "", "?q=subject%3A%22thi");
    dispatchEvent(new PopStateEvent("popstate"));
  });
  const note = page.getByRole("alert");
  await expect(note).toContainText("closing quote");
  await expect(inbox.rows).toHaveCount(4);
  const [noted, row] = [await note.boundingBox(), await inbox.rows.first().boundingBox()];
  expect((noted?.y ?? 0) + (noted?.height ?? 0)).toBeLessThanOrEqual(row?.y ?? 0);
  await inbox.search.fill('subject:"third"');
  await expect(inbox.rows).toHaveText([/third/]);
});

test("a link to a search that is not valid says so, and leads to all messages", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open("?q=has%3Aatt");
  await expect(page.getByRole("alert")).toContainText("must be attachment, html or findings");
  // Nothing is being loaded.
  await expect(page.locator(".row-skeleton")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await page.getByRole("button", { name: "Show all messages" }).click();
  await expect(inbox.rows).toHaveCount(4);
});

test("during a search nothing is counted that it has not found", async ({ page }) => {
  const inbox = new InboxPage(page);
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/api\/messages\?.*q=third/, async (route) => {
    await held;
    await route.continue();
  });
  await inbox.search.fill("third");
  await expect(inbox.list).toHaveAttribute("aria-busy", "true");
  await expect(inbox.count).toContainText("4 messages");
  await expect(page.getByRole("button", { name: /^Delete all/ })).toBeDisabled();
  answer();
  await expect(inbox.count).toContainText("1 of 4 messages");
  await expect(page.getByRole("button", { name: "Delete all matches" })).toBeEnabled();
});

test("the width and the colours of the preview stay the same for the next message, and after a reload", async ({
  page,
}) => {
  const inbox = new InboxPage(page);
  await inbox.openMessage("first");
  await page.getByRole("radio", { name: "Phone, 375 px" }).check({ force: true });
  await page.getByRole("radio", { name: "Dark mail client" }).check({ force: true });
  for (const next of [() => inbox.openMessage("second"), () => page.reload()]) {
    await next();
    await expect(page.getByTestId("preview-frame")).toHaveAttribute("data-theme", "dark");
    await expect(page.locator(".preview")).toHaveAttribute("data-width", "375px");
  }
});

test("the title of the tab says what is open", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.openMessage("second");
  await expect(page).toHaveTitle("(3) second · Mailglass");
  await page.getByTestId("nav-sessions").click();
  await expect(page).toHaveTitle("(3) SMTP sessions · Mailglass");
  await page.goBack();
  await inbox.search.fill("something else");
  await expect(inbox.rows).toHaveCount(0);
  await expect(page).toHaveTitle("(3) second · Mailglass");
  await page.reload();
  await expect(page).toHaveTitle("(3) second · Mailglass");
});

test("in forced colours open and selected items look different from the others", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  const inbox = new InboxPage(page);
  await inbox.openMessage("second");
  const edge = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const { outlineStyle, borderBottomStyle } = getComputedStyle(element);
        return `${outlineStyle} ${borderBottomStyle}`;
      });
  for (const [chosen, other] of [
    [".row[aria-current=true]", ".row:not([aria-current=true])"],
    [".tab[aria-selected=true]", ".tab[aria-selected=false]"],
    [".segment:has(:checked)", ".segment:not(:has(:checked))"],
    [".sidebar-item[aria-current=page]", ".sidebar-item:not([aria-current=page])"],
  ] as const) {
    expect(await edge(chosen), chosen).not.toBe(await edge(other));
  }
});

test("the head lists all recipient addresses, hidden ones too, and the preview offers the code", async ({
  page,
  send,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await send({
    subject: "sign-up",
    to: '"Ann Lee" <ann+signup-4711@example.com>',
    cc: "Boss <boss@example.com>",
    bcc: ["audit@example.com", "log@example.com"],
    text: "Your code is 482913",
    html: "<p>Your code is <b>482913</b></p>",
  });
  const inbox = new InboxPage(page);
  await inbox.openMessage("sign-up");
  const head = inbox.message.getByRole("banner").or(inbox.message.locator(".message-head"));
  await expect(head).toContainText("Ann Lee <ann+signup-4711@example.com>");
  await expect(head).toContainText("cc Boss <boss@example.com>");
  await expect(page.getByTestId("tab-preview")).toHaveAttribute("aria-selected", "true");
  await page.getByTestId("code").click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("482913");
  await head.getByRole("link", { name: "bcc", exact: true }).click();
  await expect(page.getByTestId("panel-envelope")).toContainText("audit@example.com");
});

test("the conversation is copied as text", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await new InboxPage(page).openMessage("second");
  await page.keyboard.press("0");
  await page.getByTestId("panel-session").getByRole("button", { name: "Copy the conversation" }).click();
  const copied = page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(async () => copied).toMatch(/S: 220 .*\n.*C: EHLO/);
});

test("an undo toast names the deleted message, so that the right one is restored", async ({ page }) => {
  const inbox = new InboxPage(page);
  for (const subject of ["second", "third"]) {
    await inbox.openMessage(subject);
    await page.getByTestId("delete").click();
    // Elements of rows are reused, so an element found before a deletion may belong to another row after it.
    await expect(inbox.row(subject)).toHaveCount(0);
  }
  await page.locator(".toast", { hasText: "Deleted “second”" }).getByRole("button", { name: "Undo" }).click();
  await expect(inbox.rows).toHaveText([/fourth/, /second/, /first/]);
});

test("failed sessions have a URL, accept keys at once, and say where the client left", async ({ page, server }) => {
  const smtp = await RawSmtpClient.connect(server.smtp);
  for (const line of ["EHLO sad.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"]) {
    await smtp.send(line);
  }
  smtp.close();
  const inbox = new InboxPage(page);
  await inbox.open("sessions");
  const rows = page.getByTestId("session-row");
  await expect(rows.filter({ hasText: "The client closed the connection during a message" })).toHaveCount(1);
  await page.getByRole("radio", { name: "Failed" }).check({ force: true });
  await expect(rows).toHaveCount(1);
  await page.reload();
  await expect(page).toHaveURL(/sessions\?failed/);
  await expect(rows).toHaveCount(1);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("transcript")).toContainText("RCPT TO:<c@d.example>");
  await expect(page).toHaveURL(/sessions\/\w+\?failed/);
});

test("a session row shows the messages it delivered, and the heading the number of sessions", async ({
  page,
  server,
}) => {
  for (let number = 0; number < 220; number++) (await RawSmtpClient.connect(server.smtp)).close();
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO jo.example");
  const to = ["RCPT TO:<ann@example.com>", "RCPT TO:<bob@example.com>"];
  for (const subject of ["report", "postscript"]) {
    const lines = ["MAIL FROM:<jo@example.com>", ...to, "DATA", `Subject: ${subject}\r\n\r\nx\r\n.`];
    for (const line of lines) await smtp.send(line);
  }
  await smtp.send("QUIT");
  await new InboxPage(page).open("sessions");
  await expect(page.getByTestId("session-count")).toHaveText("222 sessions");
  const row = page.getByTestId("session-row").filter({ hasText: "jo.example" });
  await expect(row).toContainText("report +1 jo@example.com → ann@example.com +1");
});

test.describe("with a limit of five sessions", () => {
  test.use({ options: ["--max-sessions=5"] });

  test("evicted sessions are neither counted nor shown", async ({ page, server }) => {
    await new InboxPage(page).open("sessions");
    const rows = page.getByTestId("session-row");
    for (let number = 0; number < 9; number++) {
      const smtp = await RawSmtpClient.connect(server.smtp);
      await smtp.send(`EHLO client-${number}.example`);
      await smtp.send("QUIT");
    }
    // The session that delivered the mail is still open.
    await expect(page.getByTestId("session-count")).toHaveText("6 sessions");
    await expect(rows).toHaveCount(6);
    await expect(rows.filter({ hasText: "client-3.example" })).toHaveCount(0);
    await expect(rows.filter({ hasText: "client-4.example" })).toHaveCount(1);
  });
});
