import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/attacker-test.ts";
import {
  BIDI_MAIL,
  HOSTILE_HTML_MAILS,
  type HostileMail,
  LONG_FILENAME_MAIL,
  MALFORMED_MAILS,
} from "./fixtures/hostile-mails.ts";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import type { RunningServer } from "./fixtures/server.ts";
import { TABS } from "./fixtures/tabs.ts";
import { watchPage } from "./fixtures/watch-page.ts";

/** Mail that tries to run scripts, send requests or break something: every tab shows it, and nothing succeeds. */

/** Of a message without HTML or without text, the other one is shown in their place. */
const COUNTERPARTS = new Set(["preview", "html", "text"]);

/** The flag that every script of the hostile set raises. */
const hasScriptRun = (): boolean => Reflect.get(globalThis, "ran") === true;

async function deliverMail(server: RunningServer, { source, to }: HostileMail): Promise<void> {
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO evil.example");
  expect(await smtp.sendMessage(source, "eve@evil.example", to)).toMatch(/^250 /);
  smtp.close();
}

/** The tabs that show the content of a message. The others show its bytes and facts, whatever its HTML is. */
const CONTENT_TABS = ["preview", "html", "text", "links", "source", "checks"];

/** Opens the newest mail, then each of these tabs. */
async function visitTabs(page: Page, tabs: readonly string[] = TABS): Promise<void> {
  const inbox = new InboxPage(page);
  await inbox.rows.first().click();
  for (const tab of tabs) {
    await inbox.openTab(tab);
    const panel = await inbox.waitForPanel(tab, COUNTERPARTS.has(tab) ? page.getByRole("tabpanel") : undefined);
    await expect(panel.locator("*")).not.toHaveCount(0);
    await expect(page.getByRole("alert")).toHaveCount(0);
    expect(await inbox.findOverflow(), `${tab} is too wide`).toBeLessThanOrEqual(0);
  }
  expect(await page.evaluate(hasScriptRun)).toBe(false);
  await expect(inbox.rows).toHaveCount(1);
}

for (const [name, make] of Object.entries(MALFORMED_MAILS)) {
  test(`${name}: every tab opens, nothing runs, nothing is fetched`, async ({ page, server, attackerSite }) => {
    const { incidents } = watchPage(page, server.url);
    await page.goto(".");
    await deliverMail(server, make(attackerSite.origin));
    await visitTabs(page);
    expect(incidents).toEqual([]);
    expect(attackerSite.requests).toEqual([]);
  });
}

for (const [name, make] of Object.entries(HOSTILE_HTML_MAILS)) {
  test(`${name}: nothing runs; nothing is fetched before the user asks for it, and then only pictures, styles and fonts`, async ({
    page,
    server,
    attackerSite,
  }) => {
    const { incidents } = watchPage(page, server.url);
    await page.goto(".");
    await deliverMail(server, make(attackerSite.origin));
    await visitTabs(page, CONTENT_TABS);
    await page.getByTestId("tab-preview").click();
    await expect(page.frameLocator("iframe").getByText("shown")).toBeVisible();
    await page.getByRole("radio", { name: "Dark mail client" }).check();
    await expect(page.frameLocator("iframe").getByText("shown")).toBeVisible();
    expect(incidents).toEqual([]);
    expect(attackerSite.requests).toEqual([]);

    const load = page.getByRole("button", { name: "Load" });
    if ((await load.count()) > 0) {
      await load.click();
      await expect.poll(() => page.frame({ url: /remote=true/ })).not.toBeNull();
      await page.frame({ url: /remote=true/ })?.waitForLoadState("load");
      expect(attackerSite.requests).not.toEqual([]);
    }
    for (const { method, headers } of attackerSite.requests) {
      expect(method).toBe("GET");
      expect(["image", "style", "font"]).toContain(headers["sec-fetch-dest"]);
      expect(headers).not.toHaveProperty("referer");
      expect(headers).not.toHaveProperty("cookie");
    }
    for (const frame of page.frames()) expect(await frame.evaluate(hasScriptRun)).toBe(false);
  });
}

test("names that reverse or hide letters are shown with visible control characters", async ({ page, server }) => {
  await page.goto(".");
  await deliverMail(server, BIDI_MAIL);
  const inbox = new InboxPage(page);
  await inbox.rows.first().click();
  await expect(page.getByTestId("subject")).toHaveText("bidi ⟨U+202E⟩gnp.exe ⟨U+2066⟩x⟨U+2069⟩ ⟨U+200B⟩⟨U+200F⟩");
  await expect(page.getByTestId("subject")).toHaveAttribute("title", /^bidi ⟨U\+202E⟩gnp\.exe/);
  // The Text tab shows the text as intended; all others show what is there.
  for (const tab of TABS.filter((tab) => !COUNTERPARTS.has(tab))) {
    await inbox.openTab(tab);
    const panel = await inbox.waitForPanel(tab);
    await expect(panel, tab).not.toContainText(/[\u202a-\u202e\u2066-\u2069]/);
  }
  await inbox.openTab("parts");
  await expect(page.getByTestId("part").last()).toContainText("invoice⟨U+202E⟩fdp.exe");
});

test("an attachment name of 10,000 characters, partly reversed, is shortened", async ({ page, server }) => {
  await page.goto(".");
  await deliverMail(server, LONG_FILENAME_MAIL);
  const inbox = new InboxPage(page);
  await inbox.rows.first().click();
  await inbox.openTab("attachments");
  const attachment = page.getByTestId("attachment-row");
  await expect(attachment).toContainText("⟨U+202E⟩");
  expect((await attachment.textContent())?.length).toBeLessThan(400);
  expect((await attachment.boundingBox())?.width).toBeLessThanOrEqual(280);
  const button = page.getByTestId("download-attachment");
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  expect(download.suggestedFilename().length).toBeLessThanOrEqual(255);
});
