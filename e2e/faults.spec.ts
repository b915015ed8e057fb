import { createClient } from "@mailglass/shared/client";
import type { Page } from "@playwright/test";
import { InboxPage, PHONE } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** The view Faults: rules are added, edited and deleted, and their hits are counted while the page is open. */

const dialogOf = (page: Page) => page.getByRole("dialog");

test("a fault is added from a template, hits a message, and is deleted", async ({ page, send, server }) => {
  const inbox = new InboxPage(page);
  await inbox.open("faults");
  await expect(page.getByText("No faults: the server accepts mail as usual.")).toBeVisible();
  await page.getByRole("button", { name: "Add a fault" }).first().click();
  await dialogOf(page).getByRole("button", { name: "Mailbox full" }).click();
  await dialogOf(page).getByLabel("A recipient is").fill("full@*");
  await dialogOf(page).getByRole("button", { name: "Add fault" }).click();
  const fault = page.getByTestId("fault");
  await expect(fault).toContainText("Reply 452 4.2.2 Mailbox full");
  await expect(fault).toContainText("On RCPT TO · to full@*");
  await expect(page.getByTestId("fault-count")).toHaveText("1 active");

  await expect(send({ to: "full@example.com" })).rejects.toThrow("452 4.2.2 Mailbox full");
  await send({ to: "ann@example.com" });
  await expect(fault.getByTestId("fault-hits")).toHaveText("Failed 1 of 1 attempt");

  await fault.getByRole("button", { name: /^Delete/ }).click();
  await expect(fault).toHaveCount(0);
  expect(await createClient({ url: server.url }).listFaults()).toEqual([]);
});

test("the conversation of a failed session says that it was a fault, and leads to the faults", async ({
  page,
  send,
  server,
}) => {
  const { id } = await createClient({ url: server.url }).addFault({ body: { on: "rcpt", reply: "550 5.1.1 Gone" } });
  await expect(send({})).rejects.toThrow("550 5.1.1 Gone");
  await new InboxPage(page).open("sessions");
  await page.getByTestId("session-row").click();
  const line = page.getByTestId("transcript").locator("[data-kind=fault]");
  await expect(line).toContainText("Fault: rcpt: 550 5.1.1 Gone");
  await expect(line).not.toContainText(id);
  await line.getByRole("link", { name: "Faults" }).click();
  await expect(page.getByTestId("fault")).toContainText("Reply 550 5.1.1 Gone");
});

test("a rule that is used up is not active, and editing it lets it count again", async ({ page, send, server }) => {
  const client = createClient({ url: server.url });
  const { id } = await client.addFault({ body: { on: "rcpt", reply: "451 4.7.1 Greylisted", times: 1 } });
  await client.addFault({ body: { on: "auth", reply: "535 5.7.8 No" } });
  const inbox = new InboxPage(page);
  await inbox.open("faults");
  await expect(page.getByTestId("fault-count")).toHaveText("2 active");
  await expect(send({})).rejects.toThrow("451 4.7.1 Greylisted");
  await expect(page.getByTestId("fault-count")).toHaveText("1 active, 1 used up");

  await page.getByRole("button", { name: "Edit: Reply 451 4.7.1 Greylisted" }).click();
  await expect(dialogOf(page).getByLabel("Fail at most")).toHaveValue("1");
  await dialogOf(page).getByLabel("Text of the reply").fill("450 4.2.0 Later");
  await dialogOf(page).getByRole("button", { name: "Save fault" }).click();
  await expect(page.getByTestId("fault").first()).toContainText("Reply 450 4.2.0 Later");
  await expect(page.getByTestId("fault-count")).toHaveText("2 active");
  expect(await client.getFault({ params: { id } })).toMatchObject({ rule: { reply: "450 4.2.0 Later" }, hits: 0 });

  await page.getByRole("button", { name: "Delete all" }).click();
  await dialogOf(page).getByRole("button", { name: "Delete 2 faults" }).click();
  await expect(page.getByTestId("fault")).toHaveCount(0);
});

test("what the server refuses is said at its field, which gets the focus", async ({ page, server }) => {
  const inbox = new InboxPage(page);
  await inbox.open("faults");
  await page.getByRole("button", { name: "Add a fault" }).first().click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Text of the reply").fill("later");
  await dialog.getByLabel("Fail at most").fill("0");
  await dialog.getByLabel("Wait first").fill("soon");
  await dialog.getByRole("button", { name: "Add fault" }).click();
  const reply = dialog.getByLabel("Text of the reply");
  await expect(reply).toBeFocused();
  await expect(reply).toHaveAccessibleDescription(/a code that begins with 4 or 5, and a text/);
  await expect(dialog.getByLabel("Fail at most")).toHaveAccessibleDescription("Must be at least 1.");
  await expect(dialog.getByLabel("Wait first")).toHaveAccessibleDescription("Must be a whole number.");
  expect(await inbox.findAxeViolations()).toEqual([]);

  await dialog.getByRole("radio", { name: "Slow down" }).check({ force: true });
  await dialog.getByLabel("Fail at most").fill("");
  await dialog.getByLabel("Wait first").fill("");
  await dialog.getByRole("button", { name: "Add fault" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Give at least one action");
  expect(await createClient({ url: server.url }).listFaults()).toEqual([]);
});

test("the next message like an open one can be failed, once", async ({ page, send }) => {
  await send({ subject: "Welcome", from: "shop@example.com", to: "ann@example.com" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("Welcome");
  await inbox.runCommand("Fail the next message like this");
  await expect(dialogOf(page).getByLabel("A recipient is")).toHaveValue("ann@example.com");
  await expect(dialogOf(page).getByLabel("The sender is")).toHaveValue("shop@example.com");
  await dialogOf(page).getByRole("button", { name: "Add fault" }).click();
  await page.getByTestId("toast").getByRole("button", { name: "Show faults" }).click();
  await expect(page.getByTestId("fault")).toContainText("once");
  await send({ from: "shop@example.com", to: "bob@example.com" });
  await expect(send({ from: "shop@example.com", to: "ann@example.com" })).rejects.toThrow("451");
  await send({ from: "shop@example.com", to: "ann@example.com" });
});

test("a refused session can be repeated", async ({ page, send, server }) => {
  const client = createClient({ url: server.url });
  const { id } = await client.addFault({ body: { on: "rcpt", reply: "550 5.1.1 No such user" } });
  await expect(send({ to: "gone@example.com" })).rejects.toThrow("550");
  await client.deleteFault({ params: { id } });
  const inbox = new InboxPage(page);
  await inbox.open("sessions");
  await page.getByTestId("session-row").first().click();
  await expect(page.getByTestId("session")).toBeVisible();
  await inbox.runCommand("Fail the next session like this");
  await expect(dialogOf(page).getByLabel("Text of the reply")).toHaveValue("550 5.1.1 No such user");
  await expect(dialogOf(page).getByLabel("A recipient is")).toHaveValue("gone@example.com");
});

test("a fault is added by keyboard only, on a phone", async ({ page, server }) => {
  await page.setViewportSize(PHONE);
  const inbox = new InboxPage(page);
  await inbox.open("faults");
  await inbox.searchPalette("Add a fault");
  await page.keyboard.press("Enter");
  await expect(dialogOf(page).getByRole("button", { name: "Greylisting" })).toBeFocused();
  await page.keyboard.press("Enter");
  await dialogOf(page).getByLabel("Fail at most").press("Enter");
  await expect(page.getByTestId("fault")).toContainText("2 times");
  expect(await inbox.findAxeViolations()).toEqual([]);
  expect(await inbox.findOverflow()).toBeLessThanOrEqual(0);
  const [fault] = await createClient({ url: server.url }).listFaults();
  expect(fault?.rule).toEqual({ on: "rcpt", reply: "451 4.7.1 Greylisted, try again later", times: 2 });
});

test("a provider's API is made to fail: what belongs to SMTP is hidden, and a template fills the form", async ({
  page,
  server,
}) => {
  const inbox = new InboxPage(page);
  await inbox.open("faults");
  await page.getByRole("button", { name: "Add a fault" }).first().click();
  const dialog = dialogOf(page);
  await dialog.getByRole("button", { name: "Provider answers 429" }).click();
  await expect(dialog.getByLabel("Text of the reply")).toHaveCount(0);
  await expect(dialog.getByLabel("Pause between bytes")).toHaveCount(0);
  await dialog.getByLabel("Status of the reply").fill("200");
  await dialog.getByRole("button", { name: "Add fault" }).click();
  await expect(dialog.getByLabel("Status of the reply")).toBeFocused();
  await expect(dialog.getByLabel("Status of the reply")).toHaveAccessibleDescription(/Must be at least 400/);
  expect(await inbox.findAxeViolations()).toEqual([]);

  await dialog.getByLabel("Status of the reply").fill("503");
  await dialog.getByLabel("The provider is").fill("resend");
  await dialog.getByLabel("Retry-After").fill("2");
  await dialog.getByRole("button", { name: "Add fault" }).click();
  await expect(page.getByTestId("fault")).toContainText("through resend");
  const response = await fetch(new URL("emails", server.url), {
    method: "POST",
    headers: { authorization: "Bearer re_x", "content-type": "application/json" },
    body: JSON.stringify({ from: "jo@example.com", to: "ann@example.com", subject: "Hi", text: "Hello" }),
  });
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  await expect(page.getByTestId("fault-hits")).toContainText("Failed 1 of 1 attempt");
});

test("a provider rejects one recipient of a request", async ({ page, server }) => {
  const inbox = new InboxPage(page);
  await inbox.open("faults");
  await page.getByRole("button", { name: "Add a fault" }).first().click();
  await dialogOf(page).getByLabel("When").selectOption("http");
  await dialogOf(page).getByLabel("A recipient is").fill("gone@example.com");
  await dialogOf(page).getByRole("radio", { name: "Reject recipients" }).check({ force: true });
  await dialogOf(page).getByRole("button", { name: "Add fault" }).click();
  await expect(page.getByTestId("fault")).toContainText("Reject the recipients");

  const to = ["gone@example.com", "ann@example.com"].map((email) => ({ email }));
  const message = { from_email: "jo@example.com", to, text: "Hello" };
  const sent = await page.request.post(new URL("api/1.0/messages/send", server.url).href, {
    data: { key: "key", message },
  });
  expect(await sent.json()).toMatchObject([{ status: "rejected" }, { status: "sent" }]);
  await expect(page.getByTestId("fault-hits")).toHaveText("Failed 1 of 1 attempt");
});
