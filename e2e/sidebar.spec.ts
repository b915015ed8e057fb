import { createClient } from "@mailglass/shared/client";
import { InboxPage, PHONE } from "./fixtures/inbox-page.ts";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import { expect, test } from "./fixtures/test.ts";

/** The sidebar of a wide window, and the bottom bar of a phone. */

test("the sidebar names the product, its SMTP address and the parts of the mailbox", async ({ page, server, send }) => {
  await send({ subject: "Invoice", to: "dan@example.com", headers: { "X-Tags": "vip, internal" } });
  for (const subject of ["first", "second"]) await send({ subject, to: "zoe@example.com" });
  const inbox = new InboxPage(page);
  await inbox.open();
  const sidebar = page.getByRole("navigation", { name: "Main navigation" });
  await expect(sidebar).toContainText("Mailglass");
  await expect(page.getByTestId("copy-smtp")).toHaveText(`SMTP localhost:${server.smtp.port}`);
  await expect(page.getByTestId("nav-messages")).toHaveAccessibleName("Inbox 3 messages");
  await expect(page.getByTestId("sidebar-tag")).toHaveText([/internal/, /vip/]);
  await expect(page.getByTestId("sidebar-recipient")).toHaveText([/zoe@example\.com\s*2/, /dan@example\.com\s*1/]);

  await page.getByTestId("sidebar-tag").filter({ hasText: "vip" }).click();
  await expect(page).toHaveURL(/\?q=tag%3Avip$/);
  await expect(inbox.rows).toHaveText([/Invoice/]);
  await expect(inbox.rows).toContainText("internal");
  await page.getByTestId("sidebar-recipient").filter({ hasText: "zoe" }).click();
  await expect(inbox.rows).toHaveText([/second/, /first/]);
  await inbox.openMessage("second");
  // A message is marked as read after it was open for a moment, and the list shows what is unread when it is requested.
  const { listMessages } = createClient({ url: server.url });
  await expect.poll(async () => (await listMessages({ query: { q: "is:unread" } })).matched).toBe(2);
  await page.getByTestId("nav-unread").click();
  await expect(inbox.rows).toHaveText([/first/, /Invoice/]);
  await expect(page.getByTestId("nav-unread")).toHaveAttribute("aria-current", "page");
  await page.getByTestId("nav-messages").click();
  await expect(inbox.rows).toHaveCount(3);

  await send({ subject: "third", to: "zoe@example.com" });
  await expect(page.getByTestId("sidebar-recipient").first()).toHaveText(/zoe@example\.com\s*3/);
});

test("the lists of the sidebar are requested once when the page is opened", async ({ page, send }) => {
  await send({ subject: "first" });
  const requests: string[] = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(page.getByTestId("sidebar-recipient")).toHaveCount(1);
  await send({ subject: "second", to: "zoe@example.com" });
  await expect(page.getByTestId("sidebar-recipient")).toHaveCount(2);
  expect(requests.filter((path) => path === "/api/recipients")).toHaveLength(2);
});

test("recipients can be filtered, also those that are not listed", async ({ page, send }) => {
  const to = Array.from({ length: 25 }, (_, at) => `person-${String(at).padStart(2, "0")}@example.com`);
  await send({ subject: "To all", to });
  await new InboxPage(page).open();
  await expect(page.getByTestId("sidebar-recipient")).toHaveCount(20);
  await page.getByRole("searchbox", { name: "Filter recipients" }).fill("person-24");
  await expect(page.getByTestId("sidebar-recipient")).toHaveText([/person-24@example\.com/]);
});

test("many tags leave the other lists in view, and can be filtered", async ({ page, send }) => {
  for (let number = 10; number < 40; number++) await send({ subject: "Sign up", to: `jo+run${number}@example.com` });
  await send({ subject: "Paid", headers: { "X-Tags": "paid" } });
  const inbox = new InboxPage(page);
  await inbox.open();
  const tags = page.getByTestId("sidebar-tag");
  await expect(tags).toHaveCount(8);
  await expect(page.getByTestId("sidebar-recipient").first()).toBeInViewport();
  const filter = page.getByRole("searchbox", { name: "Filter tags" });
  await filter.fill("run39");
  await expect(tags).toHaveText([/run39/]);
  await filter.fill("run");
  await expect(tags).toHaveCount(30);
  // What is found is kept up to date.
  await tags.filter({ hasText: "run25" }).hover();
  await page.getByRole("button", { name: "Rename tag run25" }).click();
  await page.getByRole("textbox", { name: "Name of the tag run25" }).fill("rerun");
  await page.keyboard.press("Enter");
  await expect(tags.filter({ hasText: "rerun" })).toHaveCount(1);
  await expect(tags.filter({ hasText: "run25" })).toHaveCount(0);
  await filter.fill("nothing");
  await expect(page.getByTestId("sidebar-tags")).toContainText("No such tag");
});

test("a count on an icon of the collapsed sidebar does not cover the icon", async ({ page, server }) => {
  const { addMessage } = createClient({ url: server.url });
  for (let number = 0; number < 120; number++)
    await addMessage({ body: { from: "a@example.com", to: ["b@example.com"], subject: "x", text: "" } });
  await new InboxPage(page).open();
  await page.getByTestId("toggle-sidebar").click();
  const unread = page.getByTestId("nav-unread");
  await expect(unread.locator(".sidebar-short")).toHaveText("99+");
  const edgeOf = (selector: string, side: "top" | "bottom") =>
    unread.locator(selector).evaluate((element, edge) => element.getBoundingClientRect()[edge], side);
  expect(await edgeOf(".sidebar-count", "bottom")).toBeLessThanOrEqual(await edgeOf("svg", "top"));
});

test("the sidebar collapses to icons, and keeps its state and its width", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open();
  const sidebar = page.locator(".sidebar");
  const widthOf = async () => Math.round((await sidebar.boundingBox())?.width ?? 0);
  const wide = await widthOf();
  await page.getByRole("separator", { name: "Sidebar width" }).press("ArrowRight");
  await expect.poll(widthOf).toBe(wide + 16);
  await page.reload();
  await expect.poll(widthOf).toBe(wide + 16);

  await page.getByTestId("toggle-sidebar").click();
  await expect.poll(widthOf).toBe(48);
  await page.reload();
  await expect.poll(widthOf).toBe(48);
  await expect(page.getByRole("separator", { name: "Sidebar width" })).toHaveCount(0);
  // The label is a tooltip.
  const label = page.getByTestId("nav-sessions").getByText("Sessions");
  await expect(label).toHaveCSS("width", "1px");
  await page.getByTestId("nav-sessions").hover();
  await expect(label).not.toHaveCSS("width", "1px");
  await page.keyboard.press("[");
  await expect.poll(widthOf).toBe(wide + 16);
});

test("a search is saved, renamed, used and removed", async ({ page, send }) => {
  await send({ subject: "for Dan", to: "dan@example.com" });
  await send({ subject: "for Zoe", to: "zoe@example.com" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.search.fill("to:dan@example.com");
  await expect(inbox.rows).toHaveText([/for Dan/]);
  await page.getByTestId("save-search").click();
  await expect(page.getByTestId("save-search")).toHaveAttribute("aria-pressed", "true");
  const saved = page.getByTestId("saved-search");
  await expect(saved).toHaveText(["to:dan@example.com"]);
  await saved.hover();
  await page.getByRole("button", { name: "Rename to:dan@example.com" }).click();
  await page.getByRole("textbox", { name: "Name of the search" }).fill("Dan's mail");
  await page.keyboard.press("Enter");
  await expect(saved).toHaveText(["Dan's mail"]);

  await page.reload();
  await page.getByTestId("nav-messages").click();
  await expect(inbox.rows).toHaveCount(2);
  await saved.click();
  await expect(inbox.rows).toHaveText([/for Dan/]);
  await saved.hover();
  await page.getByRole("button", { name: "Remove Dan's mail" }).click();
  await expect(saved).toHaveCount(0);
});

test("a tag is renamed and removed in all messages", async ({ page, server, send }) => {
  for (const subject of ["first", "second"]) await send({ subject, headers: { "X-Tags": "vip" } });
  await send({ subject: "many", headers: { "X-Tags": "a1, b2, c3, d4, e5" } });
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.row("many")).toContainText("a1b2c3");
  await expect(inbox.row("many").getByRole("img", { name: "2 more tags" })).toHaveText("+2");
  const vip = page.getByTestId("sidebar-tag").filter({ hasText: "vip" });
  await vip.click();
  await expect(inbox.rows).toHaveCount(2);
  await vip.hover();
  await page.getByRole("button", { name: "Rename tag vip" }).click();
  await page.getByRole("textbox", { name: "Name of the tag vip" }).fill("gold");
  await page.keyboard.press("Enter");
  const gold = page.getByTestId("sidebar-tag").filter({ hasText: "gold" });
  await expect(gold).toHaveText(/gold\s*2/);
  await expect(vip).toHaveCount(0);
  // The search follows, and the messages have it in the list and in their head, in one colour.
  await expect(page).toHaveURL(/\?q=tag%3Agold$/);
  await expect(inbox.rows).toHaveText([/gold/, /gold/]);
  await inbox.openMessage("second");
  const hue = await inbox.row("second").locator("[data-hue]").getAttribute("data-hue");
  await expect(page.getByTestId("message-tag")).toHaveAttribute("data-hue", hue ?? "");

  await gold.hover();
  await page.getByRole("button", { name: "Remove tag gold" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove the tag gold?" });
  await expect(dialog).toContainText("from 2 messages");
  expect(await inbox.findAxeViolations()).toEqual([]);
  await dialog.getByRole("button", { name: "Remove tag" }).click();
  await expect(gold).toHaveCount(0);
  await expect(inbox.rows).toHaveCount(3);
  await expect(page.getByTestId("message-tag")).toHaveCount(0);
  const { items } = await createClient({ url: server.url }).listTags();
  expect(items.map(({ tag }) => tag)).not.toContain("gold");
});

test("failed sessions from before the page was opened, and active faults, are counted", async ({ page, server }) => {
  const client = createClient({ url: server.url });
  await client.addFault({ body: { on: "rcpt", match: { to: "gone@example.com" }, reply: "550 5.1.1 Gone" } });
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO client.example");
  await smtp.send("MAIL FROM:<jo@example.com>");
  await smtp.send("RCPT TO:<gone@example.com>");
  await smtp.send("QUIT");
  smtp.close();
  await expect.poll(async () => (await client.listSessions({ query: { failed: true } })).items.length).toBe(1);
  await new InboxPage(page).open();
  await expect(page.getByTestId("nav-sessions")).toHaveAccessibleName("Sessions 1 failed");
  await expect(page.getByTestId("nav-faults")).toHaveAccessibleName("Faults 1 active");
  await page.reload();
  await expect(page.getByTestId("nav-sessions")).toHaveAccessibleName("Sessions 1 failed");
  await page.getByTestId("nav-settings").click();
  await page.getByRole("link", { name: "1 active rule" }).click();
  await expect(page).toHaveURL(/faults$/);
});

test.describe("on a phone", () => {
  test.use({ viewport: PHONE, hasTouch: true, isMobile: true });

  test("list, message and sidebar are screens of their own", async ({ page, send }) => {
    await send({ subject: "hello", to: "zoe@example.com" });
    const inbox = new InboxPage(page);
    await inbox.open();
    const bar = page.getByRole("navigation", { name: "Main navigation" });
    await expect(bar.getByRole("link").or(bar.getByRole("button"))).toHaveText([/Inbox/, "Search", "Sessions", "Menu"]);
    await page.getByTestId("nav-more").tap();
    await expect(inbox.list).toBeHidden();
    await page.getByTestId("sidebar-recipient").tap();
    await expect(inbox.rows).toHaveText([/hello/]);
    await inbox.rows.tap();
    await expect(page.getByTestId("subject")).toHaveText("hello");
    await expect(inbox.list).toBeHidden();
    await page.getByTestId("nav-search").tap();
    await expect(inbox.search).toBeFocused();
    await page.goBack();
    await expect(page.getByTestId("subject")).toHaveText("hello");
  });

  test("an unread row has a dot and an empty box, a selected one a ticked box", async ({ page, send }) => {
    await send({ subject: "hello" });
    const inbox = new InboxPage(page);
    await inbox.open();
    const box = inbox.rows.locator(".row-dot");
    const colorOf = (name: string) =>
      page.evaluate((property) => {
        const probe = document.createElement("i");
        probe.style.background = `var(${property})`;
        document.body.append(probe);
        const { backgroundColor } = getComputedStyle(probe);
        probe.remove();
        return backgroundColor;
      }, name);
    await expect(inbox.rows).toHaveAttribute("data-unread", "");
    await expect(box).toHaveCSS("background-color", await colorOf("--surface"));
    const dot = await inbox.rows.locator(".row-pick").evaluate((pick) => getComputedStyle(pick, "::before").width);
    expect(dot).toBe("6px");
    await inbox.rows.locator("[data-pick]").tap();
    await expect(page.getByTestId("picked-count")).toHaveText("1 selected");
    await expect(inbox.rows.locator(".row-pick > svg")).toHaveCSS("background-color", await colorOf("--accent"));
  });
});
