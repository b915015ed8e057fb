import type { Page } from "@playwright/test";
import { InboxPage, PHONE } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** Messages that arrived through the API of a provider. */

/** Sends a message through SendGrid's API, with a field that it does not have. */
async function sendBySendgrid(url: string, subject: string): Promise<void> {
  const { status } = await fetch(new URL("v3/mail/send", url), {
    method: "POST",
    headers: { authorization: "Bearer SG.secret", "content-type": "application/json" },
    body: JSON.stringify({
      personalizations: [{ to: [{ email: "ann@example.com" }], dynamic_template_data: { plan: "Gold" } }],
      from: { email: "shop@example.com", name: "Shop" },
      subject,
      content: [{ type: "text/plain", value: "Hello" }],
      template_id: "d-42",
      send_at: 1_900_000_000,
      priority: "high",
    }),
  });
  expect(status).toBe(202);
}

const fieldOf = (page: Page, name: string) => page.getByTestId("request-field").filter({ hasText: name });

test("the request that sent a message is shown in place of a session", async ({ page, server }) => {
  await sendBySendgrid(server.url, "Receipt");
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("Receipt");
  await expect(page.getByTestId("tab-session")).toHaveCount(0);
  await page.getByTestId("provider").click();
  const panel = page.getByTestId("panel-request");
  await expect(panel.getByTestId("request-facts")).toContainText("POST /v3/mail/send");
  await expect(panel.getByTestId("request-facts")).toContainText("Scheduled for2030-03-17");
  await expect(fieldOf(page, "from.email")).toContainText("From");
  await expect(fieldOf(page, "priority")).toContainText("not recognised");
  await expect(panel.getByTestId("unknown-fields")).toHaveText(
    "One value was not recognised: SendGrid may ignore or refuse it.",
  );
  await expect(panel.getByTestId("request-template")).toContainText("d-42");
  await expect(panel.getByText("not rendered")).toBeVisible();
  await expect(panel.getByRole("region", { name: "Variables of the template" })).toContainText('"plan": "Gold"');
  await expect(panel.getByTestId("request-headers")).toContainText("application/json");
  await expect(panel).not.toContainText("SG.secret");
  expect(await inbox.findAxeViolations()).toEqual([]);

  await page.keyboard.press("1");
  await expect(panel).toHaveCount(0);
  await page.keyboard.press("0");
  await expect(panel).toBeVisible();
});

test("a link to the session of such a message opens its request, and the other way round", async ({
  page,
  send,
  server,
}) => {
  await sendBySendgrid(server.url, "By API");
  await send({ subject: "By SMTP" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("By API");
  await inbox.openTab("request");
  await inbox.openMessage("By SMTP");
  await expect(page.getByTestId("panel-session")).toBeVisible();
  await expect(page.getByTestId("tab-request")).toHaveCount(0);
  await expect(page.getByTestId("provider")).toHaveCount(0);
});

test("the sidebar lists the sources if there are several", async ({ page, send, server }) => {
  await sendBySendgrid(server.url, "By API");
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(page.getByTestId("sidebar-recipients")).toBeVisible();
  await expect(page.getByTestId("sidebar-sources")).toHaveCount(0);
  await send({ subject: "By SMTP" });
  await page.getByTestId("sidebar-source").filter({ hasText: "SendGrid" }).click();
  await expect(page.getByTestId("message-row")).toHaveCount(1);
  await expect(page.getByTestId("message-row")).toContainText("By API");
  await expect(page).toHaveURL(/q=source%3Asendgrid/);
});

test("the request fits on a phone", async ({ page, server }) => {
  await page.setViewportSize(PHONE);
  await sendBySendgrid(server.url, "Receipt");
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("Receipt");
  await inbox.openTab("request");
  const panel = page.getByTestId("panel-request").locator(".panel-body");
  await expect(fieldOf(page, "priority")).toBeVisible();
  expect(await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  expect(await inbox.findAxeViolations()).toEqual([]);
});
