import { createClient } from "@mailglass/shared/client";
import type { Locator, Page } from "@playwright/test";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** Handling the mail of a sign-up without a mouse. */

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let steps = 0; steps < 40; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab does not lead there in forty steps");
}

test("with the keyboard alone the newest mail is opened, its code and its link are copied, and it is deleted and restored", async ({
  page,
  send,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const inbox = new InboxPage(page);
  await inbox.open();
  await send({ subject: "an older one" });
  await send({ subject: "Welcome", text: "Your code is 482913.\nOr follow https://shop.example/confirm/8f2c\n" });
  await expect(inbox.row("Welcome")).toBeVisible();

  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("subject")).toHaveText("Welcome");
  await page.keyboard.press("3");
  await expect(page.getByTestId("text")).toContainText("482913");
  await tabTo(page, page.getByTestId("code"));
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("toast")).toContainText("Code copied");
  expect(await clipboard()).toBe("482913");

  await tabTo(page, page.getByRole("link", { name: "https://shop.example/confirm/8f2c" }));
  await page.keyboard.press("y");
  await expect(page.getByTestId("toast").last()).toContainText("Link copied");
  expect(await clipboard()).toBe("https://shop.example/confirm/8f2c");

  await page.keyboard.press("#");
  await expect(inbox.rows).toHaveText([/an older one/]);
  await page.keyboard.press("z");
  await expect(inbox.rows).toHaveText([/Welcome/, /an older one/]);
  await expect(page.getByTestId("toast").filter({ hasText: "Undo" })).toHaveCount(0);
});

test("a deletion is carried out, also when the page is closed at once", async ({ page, server, send }) => {
  await send({ subject: "gone" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("gone");
  await page.keyboard.press("#");
  await expect(inbox.rows).toHaveCount(0);
  await page.close();
  await expect.poll(async () => (await createClient({ url: server.url }).listMessages({ query: {} })).total).toBe(0);
});

test("the first control leads past the sidebar, to the list", async ({ page, send }) => {
  await send({ subject: "first" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.row("first")).toBeVisible();
  await page.keyboard.press("Tab");
  const link = page.getByRole("link", { name: "Skip to content" });
  await expect(link).toBeFocused();
  await expect(link).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(inbox.list).toBeFocused();
  const url = page.url();
  await page.keyboard.press("j");
  await expect(inbox.row("first")).toHaveAttribute("data-cursor", "");
  expect(page.url()).toBe(url);
  await inbox.open("settings");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});
