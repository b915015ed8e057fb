import { readFile } from "node:fs/promises";
import { createClient } from "@mailglass/shared/client";
import type { Page } from "@playwright/test";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** The attachments of a message are counted at their tab, and shown in place. */

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const TERMS = { filename: "Geschäftsbedingungen.pdf", content: "%PDF-1.4" };

/** A PDF of one page with a text. */
function createPdf(text: string): string {
  const content = `BT /F1 24 Tf 72 700 Td (${text}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  return `%PDF-1.4\n${objects.map((object, at) => `${at + 1} 0 obj\n${object}\nendobj\n`).join("")}trailer << /Root 1 0 R >>\n%%EOF\n`;
}

const viewOf = (page: Page) => page.getByTestId("attachment-view");

test("the tab counts the attachments, and lists them with types and sizes; they can be downloaded", async ({
  page,
  send,
}) => {
  await send({
    subject: "terms",
    text: "As said.",
    html: '<p>As said.</p><img src="cid:logo" alt="">',
    attachments: [TERMS, { filename: "logo.png", cid: "logo", content: PNG }, { filename: "a.csv", content: "a;b\n" }],
  });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("terms");
  await expect(page.getByTestId("tab-attachments")).toHaveText("Attachments2");
  await inbox.openTab("attachments");
  const rows = page.getByTestId("attachment-row");
  await expect(rows).toHaveText([
    /^Geschäftsbedingungen\.pdfapplication\/pdf · 8 B/,
    /^a\.csvtext\/csv · 4 B/,
    /^logo\.png.*shown in the HTML/,
  ]);
  const thumbnail = rows.last().getByTestId("thumbnail").locator("img");
  await expect.poll(() => thumbnail.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await expect(rows.first().getByTestId("thumbnail").locator("svg")).toBeVisible();
  const [all] = await Promise.all([page.waitForEvent("download"), page.getByTestId("download-all").click()]);
  expect(all.suggestedFilename()).toMatch(/\.zip$/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download Geschäftsbedingungen.pdf" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(TERMS.filename);
  expect(await readFile(await download.path(), "utf8")).toBe(TERMS.content);
  await rows.getByRole("link", { name: "logo.png", exact: true }).click();
  await expect(viewOf(page).getByRole("img")).toBeVisible();
  await expect(page).toHaveURL(/\/attachments\?part=/);
});

test("tables, contacts, messages and texts are shown in place", async ({ page, send }) => {
  const card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë Example\r\nEMAIL:zoe@example.com\r\nEND:VCARD\r\n";
  const event = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//x//y",
    "BEGIN:VEVENT",
    "UID:1@x",
    "DTSTAMP:20261127T100000Z",
    "DTSTART:20261201T100000Z",
    "SUMMARY:Planning",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
  await send({
    subject: "files",
    text: "Hello",
    attachments: [
      { filename: "data.csv", content: 'Name;Amount\nAnn;12\n"Zoë; B.";13\n' },
      { filename: "zoe.vcf", contentType: "text/vcard", content: card },
      { filename: "plan.ics", contentType: "text/calendar", content: event },
      {
        filename: "old.eml",
        contentType: "message/rfc822",
        content: "From: a@b.example\r\nTo: c@d.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHi there\r\n",
      },
      { filename: "notes.txt", content: "Just text\n" },
      { filename: "tool.exe", contentType: "application/x-msdownload", content: "MZ" },
    ],
  });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("files");
  await inbox.openTab("attachments");
  const view = viewOf(page);
  const open = (name: string) => page.getByTestId("attachment-row").getByRole("link", { name, exact: true }).click();
  await expect(view.getByRole("columnheader")).toHaveText(["Name", "Amount"]);
  await expect(view.getByRole("row").last()).toHaveText("Zoë; B.13");
  expect(await inbox.findAxeViolations()).toEqual([]);
  await open("zoe.vcf");
  await expect(view.getByTestId("contact-card")).toContainText("Zoë Example");
  await open("plan.ics");
  await expect(view.getByTestId("calendar-card")).toContainText("Planning");
  await open("old.eml");
  await expect(view.getByTestId("attached-mail")).toContainText("Grüße");
  await expect(view.getByTestId("attached-mail")).toContainText("Hi there");
  await open("notes.txt");
  await expect(view.getByTestId("attachment-text")).toHaveText("Just text\n");
  await open("tool.exe");
  await expect(view).toContainText("cannot be shown here");
});

test("a PDF is drawn in a frame without an origin, which requests nothing", async ({ page, server, send }) => {
  const requested: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  const pdf = { filename: "a.pdf", contentType: "application/pdf", content: createPdf("Hello PDF") };
  await send({ subject: "pdf", text: "Hello", attachments: [pdf] });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("pdf");
  await inbox.openTab("attachments");
  const frame = page.frameLocator('[data-testid="pdf-frame"]');
  await expect(frame.getByRole("img", { name: /^Page 1: Hello PDF/ })).toBeVisible();
  const [, viewer] = page.frames();
  expect(await viewer?.evaluate(() => origin)).toBe("null");
  expect(await viewer?.evaluate(async () => fetch("/api/messages").then(String, String))).toContain("Failed to fetch");
  const injected = await viewer?.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    return Reflect.get(globalThis, "ran") === true;
  });
  expect(injected).toBe(false);
  expect(await inbox.findAxeViolations()).toEqual([]);
  expect(requested.filter((url) => !url.startsWith(server.url) && !url.startsWith("blob:"))).toEqual([]);
});

test("a PDF that is broken says so", async ({ page, send }) => {
  await send({ subject: "broken", text: "Hello", attachments: [{ filename: "a.pdf", content: "no PDF" }] });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("broken");
  await inbox.openTab("attachments");
  await expect(page.getByTestId("pdf-failed")).toContainText("cannot be shown");
});

test("a name that the message does not give is marked", async ({ page, server }) => {
  const source = [
    "Subject: unnamed",
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "",
    "Hello",
    "--b",
    "Content-Type: application/octet-stream",
    "Content-Disposition: attachment",
    "",
    "x",
    "--b--",
    "",
  ].join("\r\n");
  const body = new Uint8Array(Buffer.from(source));
  const { id } = await createClient({ url: server.url }).addMessage({ query: {}, body });
  await new InboxPage(page).open(`messages/${id}/attachments`);
  await expect(page.getByTestId("attachment-row")).toContainText("the message gives it no name");
});

test("a message whose only files are shown by its HTML has neither a count nor a mark in the list", async ({
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
    await expect(page.getByTestId("tab-attachments")).toHaveText("Attachments");
  }
});

for (const width of [360, 1440]) {
  test(`many attachments with long names fit into a window of ${width} px`, async ({ page, send }) => {
    await page.setViewportSize({ width, height: 780 });
    const attachments = Array.from({ length: 30 }, (_, at) => ({
      filename: `${`report ${at + 1} `.repeat(at === 0 ? 40 : 1)}.txt`,
      content: "x",
    }));
    await send({ subject: "many", text: "Hello", attachments });
    const inbox = new InboxPage(page);
    await inbox.open();
    await inbox.openMessage("many");
    await inbox.openTab("attachments");
    await expect(page.getByTestId("attachment-row")).toHaveCount(30);
    expect(await inbox.findOverflow()).toBeLessThanOrEqual(0);
    expect(await inbox.findAxeViolations()).toEqual([]);
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
  await inbox.openTab("source");
  await expect(page.getByTestId("source")).toContainText("Subject: small");
  expect(asked).toHaveLength(1);
  await inbox.openMessage("large");
  await expect(page.getByTestId("tab-attachments")).toHaveText("Attachments1");
  await expect(page.getByTestId("source")).toContainText("Subject: large");
  expect(asked).toHaveLength(1);
});
