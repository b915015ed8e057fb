import { createClient } from "@mailglass/shared/client";
import type { Page } from "@playwright/test";
import { InboxPage, PHONE } from "./fixtures/inbox-page.ts";
import { BOUNCE, INVITATION } from "./fixtures/special-mails.ts";
import { TABS } from "./fixtures/tabs.ts";
import { expect, test } from "./fixtures/test.ts";
import { PLAYWRIGHT_NOISE } from "./fixtures/watch-page.ts";

/** The console of the browser stays empty, so that what a developer sees there is their own. */

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const HTML = `<style>p { color: red }</style><body style="margin: 0" bgcolor="#ffffff"><p style="background: url(cid:pixel)">Hello</p>
<img src="cid:pixel" style="width: 9px"><img src="https://track.example/p.gif"><script>alert(1)</script><a href="https://shop.example/x">x</a>`;

/** Collects all messages of the console, and exceptions. */
function watchConsole(page: Page): readonly string[] {
  const messages: string[] = [];
  page.on("console", (message) => {
    if (!PLAYWRIGHT_NOISE.test(message.text())) messages.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => messages.push(`exception: ${error.message}`));
  return messages;
}

test("all tabs and actions leave the console empty", async ({ page, server, send }) => {
  test.slow();
  const client = createClient({ url: server.url });
  for (const source of [INVITATION, BOUNCE])
    await client.addMessage({ query: {}, body: new TextEncoder().encode(source) });
  await send({ subject: "older", html: "<p>Hello</p>", text: "Hello" });
  await send({
    subject: "all kinds",
    html: HTML,
    text: "Your code is 482913: https://shop.example/x",
    headers: { "X-Tags": "vip" },
    attachments: [
      { filename: "pixel.png", cid: "pixel", content: PIXEL },
      { filename: "terms.pdf", content: "%PDF-1.4" },
      { filename: "data.csv", content: "a,b\n1,2\n" },
      { filename: "zoe.vcf", content: "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoe\r\nEND:VCARD\r\n" },
      { filename: "picture.svg", content: "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>" },
    ],
  });
  const messages = watchConsole(page);
  const inbox = new InboxPage(page);
  await inbox.open();
  for (const subject of ["Planning", "Undelivered Mail", "all kinds"]) {
    await inbox.openMessage(subject);
    for (const tab of TABS) {
      await inbox.openTab(tab);
      await inbox.waitForPanel(subject !== "all kinds" && (tab === "preview" || tab === "html") ? "text" : tab);
    }
  }
  expect(messages).toEqual([]);

  await inbox.openTab("attachments");
  for (const name of ["terms.pdf", "data.csv", "zoe.vcf", "picture.svg"]) {
    await page.getByTestId("attachment-row").getByRole("link", { name, exact: true }).click();
    await expect(page.getByTestId("attachment-view")).toBeVisible();
  }
  await inbox.openTab("preview");
  const frame = page.getByTestId("preview-frame");
  for (const name of ["Dark mail client", "Partly inverted, as Gmail does", "Phone, 375 px"]) {
    await page.getByRole("radio", { name }).check({ force: true });
    await expect(frame).toHaveAttribute("data-state", "here");
  }
  expect(messages).toEqual([]);

  for (const action of ["screenshot", "download", "download-attachments"]) {
    const downloading = page.waitForEvent("download");
    await inbox.chooseAction(action);
    await downloading;
  }
  for (const action of ["menu-use-in-test", "menu-fail-next"]) {
    await inbox.chooseAction(action);
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
  await inbox.chooseAction("toggle-read");
  await page.getByTestId("resend").click();
  await expect(inbox.rows).toHaveCount(5);
  await inbox.rows.first().click();
  await inbox.chooseAction("compare");
  await expect(page).toHaveURL(/compare/);
  await page.goBack();
  await page.getByTestId("delete").click();
  await page.getByTestId("toast").getByRole("button", { name: "Undo" }).click();
  await expect(inbox.rows).toHaveCount(5);
  expect(messages).toEqual([]);

  await page.getByTestId("nav-compose").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  for (const view of ["sessions", "faults", "settings"]) {
    await page.getByTestId(`nav-${view}`).click();
    await expect(page).toHaveURL(new RegExp(`${view}$`));
  }
  await page.getByTestId("nav-sessions").click();
  await page.getByTestId("session-row").last().click();
  await expect(page.getByTestId("transcript")).toBeVisible();
  await page.getByTestId("nav-messages").click();
  await page.keyboard.press("/");
  await page.keyboard.type('from:jo subject:"all kinds" has:', { delay: 20 });
  await page.keyboard.type("html");
  await expect(inbox.rows).toHaveText([/all kinds/, /all kinds/]);
  await inbox.runCommand("Settings");
  await expect(page.getByRole("region", { name: "Settings" })).toBeVisible();
  expect(messages).toEqual([]);
});

test("so does a phone, a link with a search, and a link to nothing", async ({ page, send }) => {
  await page.setViewportSize(PHONE);
  await send({ subject: "hello", html: HTML, attachments: [{ filename: "a.txt", content: "Hello" }] });
  const messages = watchConsole(page);
  const inbox = new InboxPage(page);
  await inbox.open("?q=hello+from%3Ajo");
  await expect(inbox.rows).toHaveCount(1);
  await inbox.openMessage("hello");
  for (const tab of TABS) {
    await page.getByTestId(`tab-${tab}`).click();
    await inbox.waitForPanel(tab === "text" ? "preview" : tab);
  }
  await inbox.open("foo/bar");
  await expect(inbox.rows).toHaveCount(1);
  await expect(page).toHaveURL(/:\d+\/$/);
  expect(messages).toEqual([]);
});
