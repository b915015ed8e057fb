import { createClient } from "@mailglass/shared/client";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import { TABS } from "./fixtures/tabs.ts";
import { expect, test } from "./fixtures/test.ts";

/**
 * axe reports no violations in any view, in both themes, on a desktop and on a phone, and in a window between them. Screenshots are kept for
 * review.
 */

const VIEWPORTS = {
  desk: { width: 1440, height: 900 },
  laptop: { width: 1024, height: 768 },
  phone: { width: 360, height: 780 },
};

for (const [size, viewport] of Object.entries(VIEWPORTS)) {
  // The themes differ in colours only, so the layout between the two others is checked in one of them.
  for (const colorScheme of size === "laptop" ? (["light"] as const) : (["light", "dark"] as const)) {
    test(`every view is accessible: ${colorScheme}, ${size}`, async ({ page, server, send }, info) => {
      test.slow();
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const inbox = new InboxPage(page);
      const checkView = async (view: string) => {
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: info.outputPath(`${view}-${size}-${colorScheme}.png`) });
        expect(await inbox.findAxeViolations(), view).toEqual([]);
        expect(await inbox.findOverflow(), `${view} is wider than the window`).toBeLessThanOrEqual(0);
      };

      await inbox.open();
      await expect(page.getByTestId("empty-inbox")).toBeVisible();
      await checkView("empty");

      const smtp = await RawSmtpClient.connect(server.smtp);
      await smtp.send("EHLO sad.example");
      await smtp.send("RCPT TO:<nobody");
      await smtp.sendMessage(
        Buffer.from("From: a@b.example\r\nReceived: by x.example; Mon, 23 Nov 2026 18:00:00 +0000\r\n\r\none\ntwo\r\n"),
      );
      smtp.close();
      await send({
        subject: "Confirm your address",
        bcc: "audit@example.com",
        text: "Your code is 482913: https://shop.example/confirm\n",
        html: '<h1>Hello</h1><img src="https://track.example.net/p.gif" alt="">',
        attachments: [{ filename: "terms.pdf", content: "%PDF-1.4" }],
      });
      await expect(inbox.rows).toHaveCount(2);
      await checkView("list");
      const { id } = await createClient({ url: server.url }).getLatestMessage();
      for (const tab of TABS) {
        await inbox.open(`messages/${id}/${tab}`);
        await inbox.waitForPanel(tab);
        await checkView(tab);
      }
      await inbox.open(`messages/${id}/text?q=confirm`);
      await expect(page.getByTestId("text").locator("mark")).toHaveText(["confirm"]);
      await checkView("marks");
      await inbox.open("sessions");
      await page.getByTestId("session-row").last().click();
      await expect(page.getByTestId("transcript")).toBeVisible();
      await checkView("sessions");
      await inbox.open("faults");
      await expect(page.getByRole("region", { name: "Fault rules" })).toBeVisible();
      await checkView("faults");
      await inbox.open("settings");
      await expect(page.getByRole("region", { name: "Settings" })).toBeVisible();
      await checkView("settings");
      if (size === "phone") {
        await page.getByTestId("nav-more").click();
        await expect(page.getByRole("region", { name: "Menu" })).toBeVisible();
        await checkView("more");
      }
      await inbox.open("?q=nothing+like+it");
      await expect(page.getByTestId("no-match")).toBeVisible();
      await inbox.search.fill("subj");
      await expect(page.getByRole("option", { name: /^subject:/ })).toBeVisible();
      await checkView("search");
      await inbox.open();
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog")).toContainText("Next message");
      await checkView("help");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("option", { name: "Settings" })).toBeVisible();
      await checkView("palette");
    });
  }
}

test("findings that show code for the same library are accessible", async ({ page, server }) => {
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO client.example");
  // Without Date and Message-ID: each of the two findings has code for nodemailer.
  await smtp.sendMessage(Buffer.from("From: a@b.example\r\nX-Mailer: nodemailer (6.9.8)\r\n\r\none\r\n"));
  smtp.close();
  const inbox = new InboxPage(page);
  const { id } = await createClient({ url: server.url }).getLatestMessage();
  await inbox.open(`messages/${id}/checks`);
  await expect(page.getByTestId("fix-snippet").nth(1)).toBeVisible();
  expect(await inbox.findAxeViolations()).toEqual([]);
});

test("at 200 % zoom nothing is cut off", async ({ page, send }) => {
  // A window of 720 by 450 CSS pixels is one of 1440 by 900 at 200 %.
  await page.setViewportSize({ width: 720, height: 450 });
  await send({ subject: "hello" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("hello");
  await expect(page.getByTestId("tab-checks")).toBeVisible();
  await page.getByTestId("tab-checks").click();
  await expect(page.getByTestId("panel-checks")).toBeVisible();
});

test("a phone shows one pane at a time, with a way back", async ({ page, send }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await send({ subject: "hello" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("hello");
  await expect(inbox.list).toBeHidden();
  await expect(page.getByTestId("nav-settings")).toBeHidden();
  await page.getByTestId("back").click();
  await expect(inbox.list).toBeVisible();
  await expect(inbox.message).toHaveCount(0);
});
