import { readFile } from "node:fs/promises";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** The attachments of a message are visible in every tab, and one click away. */

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const TERMS = { filename: "Geschäftsbedingungen.pdf", content: "%PDF-1.4" };

test("every tab lists the attachments with names and sizes, and downloads them", async ({ page, send }) => {
  await send({
    subject: "terms",
    text: "As said.",
    html: '<p>As said.</p><img src="cid:logo" alt="">',
    attachments: [TERMS, { filename: "logo.png", cid: "logo", content: PNG }, { filename: "a.csv", content: "a;b\n" }],
  });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("terms");
  const strip = page.getByTestId("attachments");
  for (const tab of ["preview", "text", "source"]) {
    await page.getByTestId(`tab-${tab}`).click();
    await expect(strip.getByTestId("attachment")).toHaveText([/^Geschäftsbedingungen\.pdf\s*8 B$/, /^a\.csv\s*4 B$/]);
  }
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    strip.getByRole("link", { name: "Download Geschäftsbedingungen.pdf" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(TERMS.filename);
  expect(await readFile(await download.path(), "utf8")).toBe(TERMS.content);
  await strip.getByRole("link", { name: "2 attachments" }).click();
  await expect(page.getByTestId("panel-parts")).toBeVisible();
});

test("a message whose only files are shown by its HTML has neither an attachment bar nor a mark in the list", async ({
  page,
  send,
}) => {
  const logo = { filename: "logo.png", cid: "logo", content: PNG };
  await send({ subject: "plain", text: "Hello" });
  await send({ subject: "logo", html: '<img src="cid:logo" alt="">', attachments: [logo] });
  await send({ subject: "terms", text: "Hello", attachments: [TERMS] });
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.rows.filter({ has: page.getByRole("img", { name: /attached/ }) })).toHaveText([/terms/]);
  for (const subject of ["plain", "logo"]) {
    await inbox.openMessage(subject);
    await page.getByTestId("tab-parts").click();
    await expect(page.getByTestId("part").first()).toBeVisible();
    await expect(page.getByTestId("attachments")).toHaveCount(0);
  }
});

for (const width of [360, 1440]) {
  test(`many attachments stay on one line, with a link to the others, in a window of ${width} px`, async ({
    page,
    send,
  }) => {
    await page.setViewportSize({ width, height: 780 });
    const attachments = Array.from({ length: 30 }, (_, at) => ({
      filename: `${`report ${at + 1} `.repeat(at === 0 ? 40 : 1)}.txt`,
      content: "x",
    }));
    await send({ subject: "many", text: "Hello", attachments });
    const inbox = new InboxPage(page);
    await inbox.open();
    await inbox.openMessage("many");
    const strip = page.getByTestId("attachments");
    await expect(strip.getByTestId("attachment")).toHaveCount(12);
    expect((await strip.boundingBox())?.height).toBeLessThan(40);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await inbox.findAxeViolations()).toEqual([]);
    await strip.getByRole("link", { name: "18 more" }).click();
    await expect(page.getByTestId("part").filter({ hasText: "report 30" })).toBeVisible();
  });
}

test("the head of a message of many megabytes is shown without loading all of it", async ({ page, send }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    // Not the request that marks it as read.
    if (request.method() === "GET" && /\/api\/messages\/[^/?]+$/.test(request.url())) asked.push(request.url());
  });
  await send({ subject: "small", text: "Hello", attachments: [TERMS] });
  await send({
    subject: "large",
    text: "Hello",
    attachments: [{ filename: "film.mp4", content: Buffer.alloc(17 << 20) }],
  });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("small");
  await page.getByTestId("tab-source").click();
  await expect(page.getByTestId("attachment")).toHaveCount(1);
  expect(asked).toHaveLength(1);
  await inbox.openMessage("large");
  await expect(page.getByTestId("attachments")).toHaveText("1 attachment");
  await expect(page.getByTestId("source")).toContainText("Subject: large");
  expect(asked).toHaveLength(1);
});
