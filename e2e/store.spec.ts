import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** The page of a server with --store. */

const folder = mkdtempSync(join(tmpdir(), "mailglass-store-"));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.use({ options: ["--store", join(folder, "mail.db")] });

test("a banner says that the store fails, and goes away when it has recovered", async ({ page, send }) => {
  let failure: string | null = null;
  await page.route("**/api/info", async (route) => {
    const response = await route.fetch();
    const info = (await response.json()) as { store: object };
    await route.fulfill({ response, json: { ...info, store: { ...info.store, failure } } });
  });
  await send({ subject: "Kept" });
  await new InboxPage(page).open();
  const banner = page.getByTestId("store-failure");
  await expect(page.getByText("Kept").first()).toBeVisible();
  await expect(banner).toHaveCount(0);
  failure = "The store mail.db cannot be written: database or disk is full.";
  await expect(banner).toContainText("disk is full. Until it can be written again", { timeout: 60_000 });
  failure = null;
  await expect(banner).toHaveCount(0, { timeout: 60_000 });
});
