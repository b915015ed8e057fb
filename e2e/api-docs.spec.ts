import { createClient } from "@mailglass/shared/client";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";
import { watchPage } from "./fixtures/watch-page.ts";

/** The API page: its operations are executed on this server. */

test("an operation shows status, header fields and body, for the newest message", async ({ page, send, server }) => {
  const { incidents } = watchPage(page, server.url);
  await send({ text: "Your code is 482913." });
  await page.goto("api/docs");
  const operation = page.locator("#getCodes");
  await operation.locator("summary").click();
  const { id } = await createClient({ url: server.url }).getLatestMessage();
  await expect(operation.getByLabel("id")).toHaveValue(id);
  await operation.getByRole("button", { name: "Try it" }).click();
  await expect(operation.getByRole("status")).toContainText("200 OK");
  await expect(operation.getByRole("status")).toContainText("content-type: application/json");
  await expect(operation.getByRole("status")).toContainText('"value": "482913"');
  expect(incidents).toEqual([]);
});

test("a refusal shows the problem", async ({ page }) => {
  await page.goto("api/docs");
  const operation = page.locator("#addFault");
  await operation.locator("summary").click();
  await operation.getByLabel("Body, JSON").fill('{"on":"rcpt"}');
  await operation.getByRole("button", { name: "Try it" }).click();
  await expect(operation.getByRole("status")).toContainText("400 Bad Request");
  await expect(operation.getByRole("status")).toContainText("Give at least one action");
});

test("what deletes asks first", async ({ page, send, server }) => {
  await send({});
  const client = createClient({ url: server.url });
  await page.goto("api/docs");
  const operation = page.locator("#deleteMessages");
  await operation.locator("summary").click();
  let question = "";
  page.once("dialog", (dialog) => {
    question = dialog.message();
    void dialog.dismiss();
  });
  await operation.getByRole("button", { name: "Try it" }).click();
  await expect.poll(() => question).toBe("DELETE /api/messages deletes data. Execute it?");
  expect((await client.listMessages()).total).toBe(1);
  page.once("dialog", (dialog) => void dialog.accept());
  await operation.getByRole("button", { name: "Try it" }).click();
  await expect(operation.getByRole("status")).toContainText('"deleted": 1');
  expect((await client.listMessages()).total).toBe(0);
});

test("the stream is shown as it arrives, until it is stopped", async ({ page, send }) => {
  await page.goto("api/docs");
  const operation = page.locator("#stream");
  await operation.locator("summary").click();
  await operation.getByRole("button", { name: "Try it" }).click();
  await expect(operation.getByRole("status")).toContainText('"type":"hello"');
  await send({ subject: "While it is open" });
  await expect(operation.getByRole("status")).toContainText("While it is open");
  await operation.getByRole("button", { name: "Stop" }).click();
  await expect(operation.getByRole("button", { name: "Stop" })).toBeHidden();
  await expect(operation.getByRole("status")).toContainText("While it is open");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the page is accessible: ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("api/docs");
    for (const name of ["addMessage", "waitForMessages"]) await page.locator(`#${name} summary`).click();
    await page.locator("#waitForMessages").getByLabel("timeout").fill("0");
    await page.locator("#waitForMessages").getByRole("button", { name: "Try it" }).click();
    await expect(page.locator("#waitForMessages").getByRole("status")).toContainText("404 Not Found");
    expect(await new InboxPage(page).findAxeViolations()).toEqual([]);
  });
}

test("names in descriptions are set as code, and the page leads back to the inbox", async ({ page, server }) => {
  await page.goto("api/docs");
  await expect(page.locator("#getMessage summary")).toBeVisible();
  await expect(page.locator("summary, td").filter({ hasText: "`" })).toHaveCount(0);
  await expect(page.locator("#getMessage summary code")).toHaveText(["/api/messages/:id", "fields"]);
  await page.getByRole("link", { name: "Inbox" }).click();
  await expect(page).toHaveURL(server.url);
});
