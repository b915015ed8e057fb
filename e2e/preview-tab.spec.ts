import type { Page } from "@playwright/test";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** The frame of the preview shows the mail, or the page itself says why not. */

const PREVIEW_URL = /api\/messages\/\w+\/preview\?/;
const previewText = (page: Page) => page.frameLocator('[data-testid="preview-frame"]').getByText("Hello Ann");

test.beforeEach(async ({ page, send }) => {
  await send({ subject: "hello", text: "Hello", html: "<p>Hello Ann</p>" });
  await new InboxPage(page).open();
});

test("the tab says that the preview is loading until it arrives", async ({ page }) => {
  const held = Promise.withResolvers<void>();
  await page.route(PREVIEW_URL, async (route) => {
    await held.promise;
    await route.continue();
  });
  await new InboxPage(page).openMessage("hello");
  await expect(page.getByTestId("panel-preview").getByRole("status", { name: "Loading" })).toBeVisible();
  await expect(page.getByTestId("preview-frame")).toBeHidden();
  held.resolve();
  await expect(previewText(page)).toBeVisible();
  await expect(page.getByTestId("panel-preview").getByRole("status", { name: "Loading" })).toHaveCount(0);
});

test("a preview that fails says what the server said, links to text and source, and can be retried", async ({
  page,
}) => {
  const problem = { type: "urn:mailglass:problem:internal-error", title: "Broken", status: 500, detail: "It broke." };
  await page.route(PREVIEW_URL, (route) =>
    route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify(problem) }),
  );
  const inbox = new InboxPage(page);
  await inbox.openMessage("hello");
  const alert = page.getByTestId("panel-preview").getByRole("alert");
  await expect(alert).toContainText("It broke.");
  await expect(page.getByTestId("preview-frame")).toHaveCount(0);
  expect(await inbox.findAxeViolations()).toEqual([]);
  for (const tab of ["Source", "Text"]) {
    await alert.getByRole("link", { name: tab }).click();
    await expect(page.getByTestId(`panel-${tab.toLowerCase()}`)).toBeVisible();
    await page.getByTestId("tab-preview").click();
    // It was requested again, and has failed again.
    await expect(alert).toContainText("It broke.");
  }
  await page.unroute(PREVIEW_URL);
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(previewText(page)).toBeVisible();
});

test("a preview that cannot be loaded in other colours says so, too", async ({ page, server }) => {
  await new InboxPage(page).openMessage("hello");
  await expect(previewText(page)).toBeVisible();
  await server.stop("SIGKILL");
  await page.getByRole("radio", { name: "Dark mail client" }).check({ force: true });
  await expect(page.getByTestId("panel-preview").getByRole("alert")).toContainText("does not answer");
});

test("the page says when the focus is in the mail, and returns it with a click or by keyboard", async ({
  page,
  send,
}) => {
  await send({ subject: "newer", html: "<p>Hello Ben</p>" });
  const inbox = new InboxPage(page);
  const back = page.getByRole("button", { name: "Return focus to the list" });
  const bar = page.locator(".tab-tools");
  await inbox.openMessage("newer");
  const mail = page.frameLocator('[data-testid="preview-frame"]').getByText("Hello Ben");
  await expect(mail).toBeVisible();
  await expect(back).toBeHidden();
  const controls = () => bar.locator(".segment").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
  const before = await controls();
  expect(before).not.toEqual([]);

  await mail.click();
  await expect(back).toBeVisible();
  await expect(bar.getByRole("status")).toContainText("The mail has the keyboard focus");
  expect(await controls()).toEqual(before);
  expect(await inbox.findAxeViolations()).toEqual([]);
  await back.click();
  await expect(back).toBeHidden();
  await expect(bar.getByRole("status")).toBeEmpty();
  await expect(inbox.list).toBeFocused();
  await page.keyboard.press("j");
  await expect(page.getByTestId("subject")).toHaveText("hello");

  await previewText(page).click();
  await expect(back).toBeVisible();
  await page.keyboard.press("Shift+Tab");
  await expect(back).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(back).toBeHidden();
  await page.keyboard.press("k");
  await expect(page.getByTestId("subject")).toHaveText("newer");

  await mail.click();
  await expect(back).toBeVisible();
  await page.getByTestId("subject").click();
  await expect(back).toBeHidden();
});

test("the focus returns to the page when the list is not on the screen", async ({ page }) => {
  await new InboxPage(page).openMessage("hello");
  await page.setViewportSize({ width: 360, height: 740 });
  await previewText(page).click();
  await page.getByRole("button", { name: "Return focus to the list" }).click();
  await expect(page.getByTestId("tab-preview")).toBeFocused();
  await page.keyboard.press("3");
  await expect(page.getByTestId("panel-text")).toBeVisible();
});

test("the line between list and mail is dragged across the mail, both ways, slowly and in one step", async ({
  page,
}) => {
  await new InboxPage(page).openMessage("hello");
  await expect(previewText(page)).toBeVisible();
  const line = page.getByRole("separator", { name: "List width" });
  const place = () => line.evaluate((element) => element.getBoundingClientRect().x);
  for (const steps of [1, 20]) {
    for (const x of [900, 500]) {
      await page.mouse.move((await place()) + 0.5, 500);
      await page.mouse.down();
      await page.mouse.move(x, 520, { steps });
      await expect.poll(async () => Math.abs((await place()) - x)).toBeLessThan(1);
      await page.mouse.up();
      await page.mouse.move(x + 200, 600);
      expect(Math.abs((await place()) - x)).toBeLessThan(1);
    }
  }
  await previewText(page).click();
  await expect(page.getByTestId("return-focus")).toBeVisible();
});

test("a preview of a message that is gone links to the list, not to tabs that are gone as well", async ({
  page,
  server,
}) => {
  await new InboxPage(page).openMessage("hello");
  await expect(previewText(page)).toBeVisible();
  await fetch(new URL("api/messages", server.url), { method: "DELETE" });
  // The page now shows it as gone.
  await expect(page.getByTestId("gone")).toBeVisible();
  await page.getByRole("radio", { name: "Dark mail client" }).check({ force: true });
  const alert = page.getByTestId("panel-preview").getByRole("alert");
  await expect(alert.getByRole("link")).toHaveText(["Back to the list"]);
});
