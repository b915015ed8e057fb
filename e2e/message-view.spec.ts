import { createClient } from "@mailglass/shared/client";
import { InboxPage, PHONE } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** The head of a message, its tabs in groups, and the tabs HTML and Links. */

const LINKS_HTML = `<p>Please <a href="https://shop.example/confirm?t=1">confirm</a> or visit
<a href="https://evil.example/x">https://shop.example/login</a>.</p>
<a href="https://shop.example/"><img src="cid:x" alt="Logo"></a>`;

test("a tab that has nothing for a message shows its counterpart, and is back for the next message", async ({
  page,
  send,
}) => {
  await send({ subject: "only html", html: "<p>Hello</p>" });
  await send({ subject: "cron", text: "Backup finished" });
  await send({ subject: "both", text: "Hello", html: "<p>Hello</p>" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("both");
  await page.keyboard.press("1");
  await expect(page.getByTestId("panel-preview")).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByTestId("text")).toContainText("Backup finished");
  await expect(page.getByTestId("counterpart-note")).toHaveText("No HTML part: this is the text.");
  await expect(page).toHaveURL(/\/preview$/);
  await page.keyboard.press("j");
  await expect(page.getByTestId("panel-preview")).toBeVisible();
  await expect(page.getByTestId("counterpart-note")).toHaveCount(0);
  await page.keyboard.press("3");
  await expect(page.getByTestId("counterpart-note")).toHaveText("No text part: this is the HTML.");
  await expect(page.getByTestId("preview-frame")).toBeVisible();
});

test("all people are named, also hidden ones, and each address searches", async ({ page, send }) => {
  const others = Array.from({ length: 30 }, (_, at) => `p${at}@example.com`);
  await send({ subject: "people", to: ["Ann <ann@example.com>", ...others], cc: "team@x.test", bcc: "audit@x.test" });
  await send({ subject: "other", to: "bo@example.com" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("people");
  await expect(page.getByTestId("people-bcc")).toHaveText("bcc audit@x.test");
  await page.getByTestId("people-more").click();
  await expect(page.getByTestId("people-to")).toContainText("p29@example.com");
  await page.getByTestId("people-cc").getByRole("link", { name: "team@x.test" }).click();
  await expect(page).toHaveURL(/\?q=to%3Ateam%40x\.test$/);
  await expect(inbox.rows).toHaveText([/people/]);
  await inbox.open();
  await inbox.openMessage("people");
  await page.getByTestId("person-from").click();
  await expect(page).toHaveURL(/\?q=from%3Ajo%40example\.com$/);
});

test("buttons step to the previous and the next message, on a phone as well", async ({ page, send }) => {
  await page.setViewportSize(PHONE);
  for (const subject of ["one", "two", "three"]) await send({ subject });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("three");
  await expect(page.getByTestId("previous-message")).toBeDisabled();
  await page.getByTestId("next-message").click();
  await expect(page.getByTestId("subject")).toHaveText("two");
  await page.getByTestId("previous-message").click();
  await expect(page.getByTestId("subject")).toHaveText("three");
  // The count of findings is in view, wherever the strip is scrolled to.
  await expect(page.getByTestId("tab-checks")).toBeInViewport({ ratio: 1 });
  await expect(page.getByTestId("tab-headers")).toBeInViewport({ ratio: 1 });
});

test("a phone shows all of a subject of 400 characters, for which a wide window has a tooltip", async ({
  page,
  send,
}) => {
  const subject = "Alert: the queue of outgoing mail is full ".repeat(10).slice(0, 400).trim();
  await send({ subject });
  await page.setViewportSize({ width: 390, height: 844 });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.rows.first().click();
  const heading = page.getByTestId("subject");
  await expect(heading).toHaveText(subject);
  const hidden = await heading.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  expect(hidden).toBeLessThanOrEqual(0);
});

test("a button marks the open message as unread, and as read again", async ({ page, send, server }) => {
  await send({ subject: "one" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("one");
  const button = page.getByTestId("read-button");
  await expect(button).toHaveAccessibleName("Mark as unread");
  await button.click();
  await expect(inbox.row("one")).toHaveAttribute("data-unread", "");
  const { listMessages } = createClient({ url: server.url });
  await expect.poll(async () => (await listMessages({})).unread).toBe(1);
  await expect(button).toHaveAccessibleName("Mark as read");
  await button.click();
  await expect(inbox.row("one")).not.toHaveAttribute("data-unread");
});

test("tags are added and removed, and search", async ({ page, send, server }) => {
  await send({ subject: "tagged" });
  await send({ subject: "other" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("tagged");
  await page.getByTestId("edit-tags").click();
  await page.getByTestId("tag-input").fill("vip, hr");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("message-tag")).toHaveText([/hr/, /vip/]);
  await page.getByRole("button", { name: "Remove tag hr" }).click();
  await expect(page.getByTestId("message-tag")).toHaveText([/vip/]);
  await page.getByTestId("tags-done").click();
  expect(await inbox.findAxeViolations()).toEqual([]);
  await page.getByTestId("message-tag").getByRole("link").click();
  await expect(inbox.rows).toHaveText([/tagged/]);
  const { items } = await createClient({ url: server.url }).listMessages({ query: { q: "tag:vip" } });
  expect(items.map(({ subject }) => subject)).toEqual(["tagged"]);
});

test("the menu of actions is used with the keys alone", async ({ page, send }) => {
  await send({ subject: "menu" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("menu");
  const menu = page.getByTestId("more-actions");
  await menu.press("Enter");
  await expect(page.getByTestId("menu-resend")).toBeHidden();
  await expect(page.getByTestId("toggle-read")).toBeFocused();
  expect(await inbox.findAxeViolations()).toEqual([]);
  await page.keyboard.press("ArrowUp");
  await expect(page.getByTestId("print")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeFocused();
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(page.getByTestId("message")).toBeVisible();
  await menu.click();
  await page.getByTestId("subject").click();
  await expect(page.getByRole("menu")).toHaveCount(0);
});

test("all tabs are one click away in the default layout; in a narrow pane, the special ones are in a menu", async ({
  page,
  send,
}) => {
  await send({ subject: "groups", html: "<p>Hello</p>", text: "Hello" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("groups");
  const strip = page.getByRole("tablist", { name: "Message views" });
  await expect(strip.getByRole("tab")).toHaveText(
    "Preview HTML Text Links Attachments Headers Source Parts Envelope Session Checks".split(" "),
  );
  expect(await strip.evaluate((tabs) => tabs.scrollWidth - tabs.clientWidth)).toBeLessThanOrEqual(0);
  await expect(page.getByTestId("more-tabs")).toBeHidden();
  await page.getByTestId("tab-session").click();
  await expect(page.getByTestId("panel-session")).toBeVisible();

  await page.setViewportSize({ width: 1200, height: 900 });
  await expect(page.getByTestId("tab-headers")).toBeVisible();
  await expect(page.getByTestId("tab-source")).toBeVisible();
  await expect(page.getByTestId("tab-parts")).toBeHidden();
  // The selected one is never hidden.
  await expect(page.getByTestId("tab-session")).toBeVisible();
  await inbox.openTab("parts");
  await expect(page.getByTestId("tab-parts")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByTestId("tab-parts")).toBeVisible();
  await page.getByTestId("tab-parts").press("ArrowRight");
  await expect(page.getByTestId("tab-envelope")).toBeFocused();
  await expect(inbox.message.getByRole("button", { name: "More", exact: true })).toHaveCount(1);
});

test("HTML is numbered, coloured, searched and copied", async ({ page, send, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const html = `<p class="first">Zoë</p>\n${"<i>x</i>".repeat(50_000)}\n<b>needle</b>\n`;
  await send({ subject: "html", html });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("html");
  await inbox.openTab("html");
  const code = page.getByTestId("html");
  await expect(code.locator('.source-number[data-line="1"]')).toBeVisible();
  await expect(code.locator('[data-token="attribute"]').first()).toHaveText("class");
  await page.keyboard.press("Control+f");
  await page.keyboard.type("NEEDLE");
  await expect(page.getByTestId("found")).toHaveText("1 of 1");
  await expect(code.locator("mark")).toHaveText("needle");
  await expect(code.locator("mark")).toBeInViewport();
  await page.getByTestId("panel-html").getByRole("button", { name: "Copy" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.replaceAll("\r\n", "\n").trim()).toBe(html.trim());
});

test("links have their text, their target and their place, and say when the text names another host", async ({
  page,
  send,
}) => {
  await send({ subject: "links", html: LINKS_HTML, text: "See https://text.example/x" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("links");
  await inbox.openTab("links");
  const links = page.getByTestId("link");
  await expect(links).toHaveText([
    /^Link confirmhttps:\/\/shop\.example\/confirm\?t=1HTML$/,
    /^Link https:\/\/shop\.example\/loginthe text says shop\.examplehttps:\/\/evil\.example\/xHTML$/,
    /^Image Logohttps:\/\/shop\.example\/HTML$/,
    /^Plain URL https:\/\/text\.example\/xText$/,
  ]);
  await page.getByTestId("link-filter").fill("evil");
  await expect(links).toHaveCount(1);
  await expect(page.getByTestId("link-mismatch")).toHaveText("the text says shop.example");
});

test("the preview inverts colours, hides images, is zoomed, and ends where the mail ends", async ({ page, send }) => {
  await send({
    subject: "looks",
    html: '<body style="background:#ffffff;color:#000000"><div id="d" bgcolor="#222222" style="background:#222222;color:#eeeeee">Hello</div></body>',
  });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("looks");
  const frame = page.frameLocator('[data-testid="preview-frame"]');
  const body = frame.locator("body");
  const block = frame.locator("div");
  const background = (name: string) => page.getByRole("radio", { name }).check({ force: true });
  await expect(body).toHaveCSS("background-color", "rgb(255, 255, 255)");
  const bodyHeight = await body.evaluate((element) => element.getBoundingClientRect().height);
  expect(bodyHeight).toBeLessThan(100);
  await background("Partly inverted, as Gmail does");
  await expect(body).toHaveCSS("background-color", "rgb(28, 28, 28)");
  await expect(block).toHaveCSS("background-color", "rgb(34, 34, 34)");
  await background("Fully inverted, as Outlook does");
  await expect(block).not.toHaveCSS("background-color", "rgb(34, 34, 34)");
  await expect(body).toHaveCSS("background-color", "rgb(28, 28, 28)");

  await page.getByTestId("preview-options").click();
  await page.getByTestId("preview-images").click();
  await expect(page.getByTestId("preview-frame")).toHaveAttribute("src", /images=false/);
  await page.getByTestId("preview-options").click();
  await page.getByTestId("preview-zoom-200").click();
  const box = await page.getByTestId("preview-frame").boundingBox();
  const pane = await page.locator(".preview").boundingBox();
  expect(Math.abs((box?.width ?? 0) - (pane?.width ?? 0))).toBeLessThan(2);
  expect(await frame.locator("html").evaluate((element) => element.clientWidth * 2)).toBeLessThan(
    (pane?.width ?? 0) + 40,
  );
});

test("no style or script of the page needs unsafe-inline", async ({ page, server }) => {
  const policy = (await page.request.get(server.url)).headers()["content-security-policy"] ?? "";
  expect(policy).toMatch(/style-src 'self' 'sha256-/);
  expect(policy).not.toContain("unsafe");
});
