import { InboxPage } from "./fixtures/inbox-page.ts";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import { TAB_KEYS } from "./fixtures/tabs.ts";
import { expect, test } from "./fixtures/test.ts";

/** Everything can be done by keyboard. */

test.beforeEach(async ({ page, send }) => {
  for (const subject of ["first", "second", "third", "fourth"]) {
    await send({ subject, text: `The ${subject} text`, html: `<p>The ${subject} text</p>` });
  }
  await new InboxPage(page).open();
});

test("j and k move, Enter opens, Esc goes back", async ({ page }) => {
  const inbox = new InboxPage(page);
  await page.keyboard.press("j");
  await expect(inbox.row("fourth")).toHaveAttribute("data-cursor", "");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect(inbox.row("third")).toHaveAttribute("data-cursor", "");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("subject")).toHaveText("third");
  await page.keyboard.press("j");
  await expect(page.getByTestId("subject")).toHaveText("second");
  await page.keyboard.press("Escape");
  await expect(inbox.message).toHaveCount(0);
  await expect(inbox.row("second")).toHaveAttribute("data-cursor", "");
});

test("the digits and ! open the tabs, and each has a URL", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.openMessage("second");
  for (const [tab, key] of Object.entries(TAB_KEYS)) {
    await page.keyboard.press(key);
    await expect(page.getByTestId(`panel-${tab}`)).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/messages/[A-Za-z0-9]+/${tab}$`));
  }
});

test("/ searches, the arrows take a suggestion, Enter goes to the list", async ({ page }) => {
  const inbox = new InboxPage(page);
  await page.keyboard.press("/");
  await expect(inbox.search).toBeFocused();
  await page.keyboard.type("subj");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(inbox.search).toHaveValue("subject:");
  await page.keyboard.type("third");
  await expect(inbox.rows).toHaveCount(1);
  await expect(page).toHaveURL(/\?q=subject%3Athird$/);
  await page.keyboard.press("Enter");
  await expect(inbox.list).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("subject")).toHaveText("third");
});

test("no letter typed after / is lost, in any view", async ({ page }) => {
  const inbox = new InboxPage(page);
  for (const path of [".", "settings", "sessions"]) {
    await inbox.open(path);
    await page.keyboard.press("/");
    await page.keyboard.type("third");
    await expect(inbox.search).toHaveValue("third");
    await inbox.search.fill("");
  }
});

test("j shows where the cursor is, with the focus in the list", async ({ page }) => {
  const inbox = new InboxPage(page);
  await page.keyboard.press("j");
  await expect(inbox.list).toBeFocused();
  await expect(inbox.row("fourth")).toHaveCSS("outline-style", "solid");
});

test("x selects, # deletes the selection, and this can be undone", async ({ page }) => {
  const inbox = new InboxPage(page);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByTestId("picked-count")).toHaveText("2 selected");
  await page.keyboard.press("#");
  await expect(inbox.rows).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(inbox.rows).toHaveText([/fourth/, /third/, /second/, /first/]);
});

test("u marks an opened message as unread again", async ({ page }) => {
  const inbox = new InboxPage(page);
  await expect(inbox.count).toContainText("4 unread");
  await inbox.openMessage("second");
  await expect(inbox.row("second")).not.toHaveAttribute("data-unread");
  await expect(inbox.count).toContainText("3 unread");
  await page.keyboard.press("u");
  await expect(inbox.row("second")).toHaveAttribute("data-unread", "");
  await expect(page).toHaveTitle("(4) second · Mailglass");
});

test("? shows the keys, Esc closes them and returns the focus", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.list.focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Next message");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(inbox.list).toBeFocused();
});

test("a key pressed right after the Esc that closes a dialog is not lost", async ({ page }) => {
  // The browser moves the focus out of a closed dialog after a random time; one of these attempts is early enough.
  for (let round = 0; round < 20; round++) {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Next message");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});

test("Ctrl-K opens the palette, which opens views and messages", async ({ page }) => {
  await page.keyboard.press("Control+k");
  await page.keyboard.type("sessions");
  await expect(page.getByRole("option", { name: "SMTP sessions" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "SMTP sessions" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("third");
  await expect(page.getByRole("option", { name: /third/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("subject")).toHaveText("third");
});

test("the palette downloads what the list shows, and sends the open message again", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.search.fill("subject:second");
  await expect(inbox.rows).toHaveCount(1);
  const downloaded = page.waitForEvent("download");
  await inbox.runCommand("Download all messages of the list as an mbox file");
  expect((await downloaded).suggestedFilename()).toMatch(/\.mbox$/);
  await inbox.openMessage("second");
  await inbox.runCommand("Resend the message");
  await expect(inbox.rows).toHaveText([/second/, /second/]);
});

test("key combinations of the browser also work on tabs: Alt and ← go back", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.openMessage("second");
  await page.getByTestId("tab-text").click();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page.getByTestId("tab-text")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByTestId("tab-html")).toHaveAttribute("aria-selected", "true");
});

test("keys that are typed into a field are text", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.search.fill("");
  await page.keyboard.type("jxu#1?");
  await expect(inbox.search).toHaveValue("jxu#1?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a code is found and copied from the mail of a sign-up with the keys alone", async ({ page, send, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await send({
    subject: "Confirm your address",
    text: "Your code is 482913.\nOr follow https://shop.example/confirm/8f2c\n",
  });
  await expect(new InboxPage(page).row("Confirm")).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("confirm");
  await expect(new InboxPage(page).rows).toHaveCount(1);
  await page.keyboard.press("Enter");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.keyboard.press("3");
  const code = page.getByTestId("code");
  await expect(code).toContainText("482913");
  for (let steps = 0; steps < 60 && !(await code.evaluate((element) => element === document.activeElement)); steps++) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("toast")).toContainText("Code copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("482913");
});

test("Home, End, j, k and o work in the list of sessions", async ({ page, server }) => {
  for (const name of ["one.example", "two.example", "three.example"]) {
    const smtp = await RawSmtpClient.connect(server.smtp);
    await smtp.send(`EHLO ${name}`);
    await smtp.send("QUIT");
    smtp.close();
  }
  const inbox = new InboxPage(page);
  await inbox.open("sessions");
  const rows = page.getByTestId("session-row");
  await expect(rows.filter({ hasText: ".example" })).toHaveCount(3);
  await page.keyboard.press("End");
  await expect(rows.last()).toHaveAttribute("data-cursor", "");
  await page.keyboard.press("k");
  await expect(rows.last()).not.toHaveAttribute("data-cursor");
  await page.keyboard.press("Home");
  await expect(rows.first()).toHaveAttribute("data-cursor", "");
  await page.keyboard.press("o");
  await expect(page.getByTestId("session")).toContainText("three.example");
});
