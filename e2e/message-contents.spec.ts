import type { Page } from "@playwright/test";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import type { RunningServer } from "./fixtures/server.ts";
import { BOUNCE, ENCRYPTED, INVITATION, SIGNED, WINMAIL } from "./fixtures/special-mails.ts";
import { expect, test } from "./fixtures/test.ts";

/** Calendars, reports, signatures, threads and comparisons, as a person sees them. */

test.use({ timezoneId: "Europe/Berlin" });

async function sendSources(server: RunningServer, ...sources: readonly string[]): Promise<void> {
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO client.example.com");
  for (const source of sources) await smtp.sendMessage(Buffer.from(source.replaceAll("\n", "\r\n")));
  smtp.close();
}

async function openInbox(page: Page): Promise<InboxPage> {
  const inbox = new InboxPage(page);
  await inbox.open();
  return inbox;
}

const simple = (subject: string, text: string, ...fields: readonly string[]) =>
  ["From: jo@example.com", "To: ann@example.com", `Subject: ${subject}`, ...fields, "", text, ""].join("\n");

test("a link to an invitation shows the event and the text together, and nothing moves", async ({ page, server }) => {
  await sendSources(server, INVITATION);
  const { items } = (await (await fetch(`${server.url}api/messages`)).json()) as { items: { id: string }[] };
  const held = Promise.withResolvers<void>();
  await page.route("**/content", async (route) => {
    await held.promise;
    await route.continue();
  });
  const content = page.waitForRequest("**/content");
  const cards = page.waitForRequest("**/ContentCards-*.js");
  await page.goto(`messages/${items[0]?.id}`);
  // Neither waits for the other.
  await Promise.all([content, cards]);
  await expect(page.getByTestId("panel-text").getByRole("status", { name: "Loading" })).toBeVisible();
  await expect(page.getByTestId("text")).toHaveCount(0);
  held.resolve();
  await expect(page.getByTestId("text")).toContainText("You are invited.");
  await expect(page.getByTestId("calendar-card")).toBeVisible();
  // A count in the sidebar moves by less than this while it grows.
  expect(await page.evaluate(sumLayoutShifts)).toBeLessThan(0.01);
});

/** Returns the cumulative layout shift of the page so far. */
async function sumLayoutShifts(): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
    // The observer is called with buffered entries before the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
  });
}

test("an invitation is shown as an event, in the reader's time zone, with a link to its source", async ({
  page,
  server,
}) => {
  await sendSources(server, INVITATION);
  const inbox = await openInbox(page);
  await inbox.openMessage("Planning");
  const card = page.getByRole("region", { name: "Invitation" });
  await expect(card.getByRole("heading")).toHaveText("Planning the release");
  await expect(card).toContainText("10:00–11:30 (your time, Europe/Berlin)");
  await expect(card).toContainText("every week on Monday, 4 times");
  await expect(card).toContainText("Room 4711");
  await expect(card.getByText("Zoe <zoe@example.net>")).toContainText("accepted");
  await expect(card.getByText("Max <max@example.net>")).toContainText("declined, optional");
  // The text is below it.
  await expect(page.getByTestId("text")).toContainText("You are invited.");
  expect(await inbox.findAxeViolations()).toEqual([]);
  await card.getByRole("link", { name: "Source" }).click();
  await expect(page.getByTestId("panel-source")).toContainText("BEGIN:VCALENDAR");
});

test("a delivery report says which recipient, why, and about which message", async ({ page, server }) => {
  await sendSources(server, BOUNCE);
  const inbox = await openInbox(page);
  await inbox.openMessage("Undelivered Mail");
  const card = page.getByRole("region", { name: "Delivery report" });
  await expect(card.getByRole("heading")).toHaveText("Mail to nobody@example.net was not delivered: no such mailbox");
  await expect(card).toContainText("550 5.1.1 User unknown");
  await expect(card).toContainText("mx.example.com");
  await card.getByText("The message that it is about").click();
  await expect(card.getByText("Your order")).toBeVisible();
  expect(await inbox.findAxeViolations()).toEqual([]);
});

test("signed, encrypted, and a winmail.dat", async ({ page, server }) => {
  await sendSources(server, SIGNED, ENCRYPTED, WINMAIL);
  const inbox = await openInbox(page);
  await inbox.openMessage("Signed");
  await expect(page.getByTestId("seal-card")).toContainText("Signed with OpenPGP by key 5163DF78FE97630B");
  await inbox.openMessage("Secret");
  await expect(page.getByTestId("seal-card")).toContainText("Encrypted with S/MIME for 1 recipient");
  await expect(page.getByTestId("text")).toContainText("This message is encrypted");
  await inbox.openMessage("The report");
  await expect(page.getByTestId("tnef-card")).toContainText("report.docx 5 B");
  await page.getByTestId("tab-checks").click();
  await expect(page.getByTestId("panel-checks")).toContainText("winmail.dat file (TNEF)");
});

test("a message without such content has no card, and nothing is requested for one", async ({ page, server }) => {
  await sendSources(server, simple("Plain", "Hello"));
  const requested: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  const inbox = await openInbox(page);
  await inbox.openMessage("Plain");
  await expect(page.getByTestId("text")).toContainText("Hello");
  await expect(page.getByTestId("content-cards")).toHaveCount(0);
  expect(requested.filter((url) => url.endsWith("/content"))).toEqual([]);
});

test("the other messages of a thread, and why Gmail would begin a new one", async ({ page, server }) => {
  await sendSources(
    server,
    simple("Offer", "one", "Message-ID: <a@x>"),
    simple("Re: Offer", "two", "Message-ID: <b@x>", "In-Reply-To: <a@x>", "References: <a@x>"),
    simple("Order 17", "three", "Message-ID: <c@x>", "In-Reply-To: <b@x>", "References: <a@x> <b@x>"),
  );
  const inbox = await openInbox(page);
  await inbox.openMessage("Order 17");
  const thread = page.getByTestId("thread");
  await expect(thread.locator("summary")).toHaveText("Thread of 3 · will not thread in Gmail: subject differs");
  await thread.locator("summary").click();
  await expect(thread.getByTestId("thread-message")).toHaveText([/^Offer/, /^Re: Offer/, /^Order 17/]);
  await expect(thread.getByTestId("thread-problem")).toContainText("“Re: Offer”");
  expect(await inbox.findAxeViolations()).toEqual([]);
  await thread.getByRole("link", { name: "Offer", exact: true }).click();
  await expect(page.getByTestId("subject")).toHaveText("Offer");
  await expect(thread.locator("summary")).toHaveText("Thread of 3");
  // It stays open, and keeps the focus, so that the next message is one step away.
  await expect(thread.locator("summary")).toBeFocused();
  await thread.getByRole("link", { name: "Re: Offer", exact: true }).press("Enter");
  await expect(page.getByTestId("subject")).toHaveText("Re: Offer");
  await expect(thread.locator("summary")).toBeFocused();
  await expect(thread.getByTestId("thread-message")).toHaveCount(3);
});

test("a repeated Message-ID is a finding, with links to the other message and a comparison", async ({
  page,
  server,
}) => {
  await sendSources(server, simple("First", "one", "Message-ID: <a@x>"), simple("Second", "two", "Message-ID: <a@x>"));
  const inbox = await openInbox(page);
  await inbox.openMessage("Second");
  const thread = page.getByTestId("thread");
  await expect(thread.locator("summary")).toHaveText("Message-ID repeated");
  await thread.locator("summary").click();
  await thread.getByRole("link", { name: "Compare" }).click();
  await expect(page.getByTestId("compare-verdict")).toContainText("1 header field and the text");
  await inbox.open();
  await inbox.openMessage("First");
  await page.getByTestId("tab-checks").click();
  await expect(page.getByTestId("panel-checks")).toContainText("same Message-ID");
});

test("two selected messages are compared, under a URL of their own", async ({ page, server }) => {
  const order = (text: string, id: string) => simple("Your order", text, `Message-ID: <${id}@x>`, `X-Request: ${id}`);
  await sendSources(server, order("Hello Ann,\nit costs 20 euros.", "a"), order("Hello Ann,\nit costs 25 euros.", "b"));
  const inbox = await openInbox(page);
  await inbox.rows.first().click({ modifiers: ["ControlOrMeta"] });
  await inbox.rows.last().click({ modifiers: ["ControlOrMeta"] });
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByTestId("compare-verdict")).toContainText("1 header field and the text");
  await expect(page.getByTestId("compare-headers")).toContainText("X-Request");
  const text = page.getByTestId("compare-text");
  await expect(text.locator("del")).toHaveText(["20"]);
  await expect(text.locator("ins")).toHaveText(["25"]);
  expect(await inbox.findAxeViolations()).toEqual([]);
  await page.reload();
  await expect(text.locator("ins")).toHaveText(["25"]);
});

test("a message is compared with the one that has the same Message-ID, even if its subject differs", async ({
  page,
  server,
}) => {
  const version = (subject: string) => simple(subject, "Hello Ann", "Message-ID: <same@x>");
  await sendSources(server, version("Draft"), simple("Final", "Another", "Message-ID: <other@x>"), version("Final"));
  const inbox = await openInbox(page);
  await inbox.rows.first().click();
  await inbox.chooseAction("compare");
  const subjects = page.getByTestId("compare-headers");
  await expect(subjects).toContainText("Draft");
  await expect(subjects).toContainText("Final");
});

test("a message is compared with the last one of its subject; what always differs is ignored", async ({
  page,
  server,
}) => {
  const confirm = (token: string, code: string) =>
    simple("Confirm", `Your code is ${code}: https://shop.example/c?token=${token}`, `Message-ID: <${code}@x>`);
  await sendSources(server, confirm("Zk3JfP0aQ8mT5vXy", "482913"), confirm("Qw9RtB7cD1eF4gHj", "771204"));
  const inbox = await openInbox(page);
  await inbox.rows.first().click();
  await inbox.chooseAction("compare");
  await expect(page.getByTestId("compare-verdict")).toContainText("only in what always differs");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("comparison")).toHaveCount(0);
  await inbox.rows.last().click();
  await inbox.chooseAction("compare");
  await expect(page.getByText("No earlier message has this subject")).toBeVisible();
});
