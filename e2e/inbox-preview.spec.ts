import type { Page } from "@playwright/test";
import { Inbox } from "./fixtures/inbox.ts";
import { expect, test } from "./fixtures/test.ts";

/** The frame of the preview shows the mail, or the page says in its own words why not. */

const PREVIEW = /api\/messages\/\w+\/preview\?/;
const words = (page: Page) => page.frameLocator('[data-testid="preview-frame"]').getByText("Hello Ann");

test.beforeEach(async ({ page, send }) => {
  await send({ subject: "hello", text: "Hello", html: "<p>Hello Ann</p>" });
  await new Inbox(page).open();
});

test("until the server has the preview, its place says that it is loading", async ({ page }) => {
  const held = Promise.withResolvers<void>();
  await page.route(PREVIEW, async (route) => {
    await held.promise;
    await route.continue();
  });
  await new Inbox(page).openMessage("hello");
  await expect(page.getByTestId("panel-preview").getByRole("status", { name: "Loading" })).toBeVisible();
  await expect(page.getByTestId("preview-frame")).toBeHidden();
  held.resolve();
  await expect(words(page)).toBeVisible();
  await expect(page.getByTestId("panel-preview").getByRole("status", { name: "Loading" })).toHaveCount(0);
});

test("a preview that fails says what the server said, leads to text and source, and is tried again", async ({
  page,
}) => {
  const problem = { type: "urn:mailglass:problem:internal-error", title: "Broken", status: 500, detail: "It broke." };
  await page.route(PREVIEW, (route) =>
    route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify(problem) }),
  );
  const inbox = new Inbox(page);
  await inbox.openMessage("hello");
  const alert = page.getByTestId("panel-preview").getByRole("alert");
  await expect(alert).toContainText("It broke.");
  await expect(page.getByTestId("preview-frame")).toHaveCount(0);
  expect(await inbox.violations()).toEqual([]);
  for (const room of ["Source", "Text"]) {
    await alert.getByRole("link", { name: room }).click();
    await expect(page.getByTestId(`panel-${room.toLowerCase()}`)).toBeVisible();
    await page.getByTestId("tab-preview").click();
  }
  await page.unroute(PREVIEW);
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(words(page)).toBeVisible();
});

test("a preview that cannot be had in other colours says so, too", async ({ page, server }) => {
  await new Inbox(page).openMessage("hello");
  await expect(words(page)).toBeVisible();
  await server.stop("SIGKILL");
  await page.getByRole("radio", { name: "Dark mail client" }).check({ force: true });
  await expect(page.getByTestId("panel-preview").getByRole("alert")).toContainText("does not answer");
});
