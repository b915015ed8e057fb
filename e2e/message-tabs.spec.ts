import { createClient } from "@mailglass/shared/client";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import { expect, test } from "./fixtures/test.ts";

/** Every tab of a message, by its URL and by click. */

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const WELCOME = {
  from: "Acme <no-reply@acme.example>",
  to: "ann@example.com",
  bcc: "audit@acme.example",
  subject: "Grüße von Acme",
  text: "Hello, see https://acme.example/confirm.\n",
  html: '<h1>Hello</h1><img src="cid:logo" alt="logo"><img src="https://track.example.net/p.gif">',
  attachments: [
    { filename: "logo.png", cid: "logo", content: PNG },
    { filename: "terms.pdf", content: "%PDF-1.4" },
  ],
};

async function latestMessageId(url: string): Promise<string> {
  return (await createClient({ url }).getLatestMessage()).id;
}

test.beforeEach(async ({ send }) => send(WELCOME));

test("preview shows the HTML with its inline picture, and says what it did not load", async ({ page, server }) => {
  await new InboxPage(page).open(`messages/${await latestMessageId(server.url)}/preview`);
  const frame = page.frameLocator('[data-testid="preview-frame"]');
  await expect(frame.getByRole("heading", { name: "Hello" })).toBeVisible();
  await expect
    .poll(() => frame.getByAltText("logo").evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(1);
  await expect(page.getByTestId("remote-blocked")).toContainText("1 remote resource blocked: track.example.net");
  await page.getByRole("radio", { name: "Phone, 375 px" }).check();
  expect((await page.getByTestId("preview-frame").boundingBox())?.width).toBe(375);
  await page.getByRole("radio", { name: "Dark mail client" }).check();
  await expect(page.getByTestId("preview-frame")).toHaveAttribute("src", /theme=dark/);
  await expect(page.getByTestId("preview-frame")).toHaveAttribute("sandbox", /^(?!.*(scripts|same-origin))/);
});

test("text has live links", async ({ page, server }) => {
  await new InboxPage(page).open(`messages/${await latestMessageId(server.url)}/text`);
  await expect(page.getByTestId("text").getByRole("link")).toHaveAttribute("href", "https://acme.example/confirm");
});

test("envelope shows blind recipients", async ({ page, server }) => {
  await new InboxPage(page).open(`messages/${await latestMessageId(server.url)}/envelope`);
  await expect(page.getByTestId("reverse-path")).toContainText("<no-reply@acme.example>");
  await expect(page.getByTestId("sender-verdict")).toHaveText("Sender and From match.");
  await expect(page.getByTestId("bcc-verdict")).toContainText("blind copy (BCC)");
  await expect(page.getByTestId("recipient").filter({ hasText: "audit@acme.example" })).toContainText("hidden: BCC");
});

test("headers are decoded or as sent, filtered, and lead to the source", async ({ page, server }) => {
  await new InboxPage(page).open(`messages/${await latestMessageId(server.url)}/headers`);
  await page.getByTestId("header-filter").fill("subject");
  await expect(page.getByTestId("header")).toHaveText(["SubjectGrüße von Acme"]);
  await page.getByText("As sent").click();
  await expect(page.getByTestId("header")).toContainText("=?UTF-8?");
  await page.getByTestId("header").getByRole("link").click();
  await expect(page.getByTestId("source").locator("mark")).toContainText("Subject:");
});

test("source has every line, searches in any case, and downloads byte for byte", async ({ page, server }) => {
  const id = await latestMessageId(server.url);
  await new InboxPage(page).open(`messages/${id}/source`);
  await expect(page.locator('.source-number[data-line="1"]')).toBeVisible();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("CONTENT-TYPE: text/html");
  await expect(page.getByTestId("found")).toHaveText("1 of 1");
  await expect(page.getByTestId("source").locator("mark")).toHaveText("Content-Type: text/html");
  await expect(page).toHaveURL(/find=CONTENT-TYPE/);
  const inbox = new InboxPage(page);
  const [download] = await Promise.all([page.waitForEvent("download"), inbox.chooseAction("download")]);
  expect(download.suggestedFilename()).toBe("Grüße von Acme.eml");
});

test("parts show the tree, can be viewed safely, and highlight their bytes", async ({ page, server }) => {
  await new InboxPage(page).open(`messages/${await latestMessageId(server.url)}/parts`);
  const picture = page.getByTestId("part").filter({ hasText: "image/png" });
  await picture.getByRole("button", { name: /^View/ }).click();
  await expect
    .poll(() =>
      page
        .getByRole("dialog")
        .getByRole("img")
        .evaluate((one) => (one as HTMLImageElement).naturalWidth),
    )
    .toBe(1);
  await page.keyboard.press("Escape");
  await page.getByTestId("part").filter({ hasText: "text/html" }).getByRole("button", { name: /^View/ }).click();
  await expect(page.getByRole("dialog")).toContainText("<h1>Hello</h1>");
  await page.keyboard.press("Escape");
  await picture.getByTestId("part-source").click();
  await expect(page.locator(".source-row[data-lit]").first()).toContainText("Content-Type: image/png");
});

test("session is the conversation that delivered the message", async ({ page, server }) => {
  await new InboxPage(page).open(`messages/${await latestMessageId(server.url)}/session`);
  const transcript = page.getByTestId("transcript");
  await expect(transcript).toContainText("MAIL FROM:<no-reply@acme.example>");
  // A first turn says where the data began, if a slow machine took its time for it.
  await expect(transcript.locator('[data-kind="data"]').last()).toContainText(/\d+ bytes/);
});

test("session marks the transaction of the message among those of its connection, and scrolls to it", async ({
  page,
  server,
}) => {
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO client.example");
  for (let at = 1; at <= 20; at++) {
    const source = Buffer.from(`From: a@b.example\r\nSubject: pooled ${at}\r\n\r\nx\r\n`);
    await smtp.sendMessage(source, `from${at}@example.com`);
  }
  smtp.close();
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("pooled 12");
  await inbox.openTab("session");
  const own = page.getByTestId("transcript").locator("[data-own]");
  await expect(own.first()).toContainText("MAIL FROM:<from12@example.com>");
  await expect(own.last()).toContainText("message accepted");
  await expect(own.filter({ hasText: "MAIL FROM" })).toHaveCount(1);
  await expect(own.first()).toBeInViewport();
  await expect(page.getByTestId("own-transaction")).toContainText("This message");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy the lines of this message" }).click();
  await expect(page.getByTestId("toast")).toHaveText(/Lines of this message copied/);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.match(/MAIL FROM:.*/g)).toEqual(["MAIL FROM:<from12@example.com>"]);
  expect(copied).toMatch(/S: 250 .*message accepted\n$/);
  await expect(page.getByTestId("panel-session").locator(".facts")).toContainText("this is 12 of 20");
});

test("a finding leads to its bytes in the source", async ({ page, server }) => {
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO client.example");
  await smtp.sendMessage(Buffer.from("From: a@b.example\r\nSubject: bare\r\n\r\none\ntwo\r\n"));
  smtp.close();
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("bare");
  await page.getByRole("tab", { name: /^Checks/ }).click();
  const finding = page.getByTestId("finding").and(page.locator('[data-code="bare-lf"]'));
  await expect(finding).toContainText("RFC 5321");
  await finding.getByTestId("finding-jump").click();
  await expect(page.getByTestId("panel-source")).toBeVisible();
  await expect(page).toHaveURL(/source\?at=\d+-\d+$/);
});

test("checks have findings by group, and which clients support the HTML", async ({ page, server }) => {
  const html = '<div style="display:grid">Hi</div><a href="/reset">Reset</a><video></video>';
  const client = createClient({ url: server.url });
  const source = `From: a@b.example\r\nFrom: c@d.example\r\nSubject: Checks\r\nContent-Type: text/html\r\n\r\n${html}\r\n`;
  const { id } = await client.addMessage({ query: {}, body: new Uint8Array(Buffer.from(source)) });
  const inbox = new InboxPage(page);
  // The tab's name before it was called Checks.
  await inbox.open(`messages/${id}/findings`);
  const findings = page.getByTestId("finding");
  await expect(findings.and(page.locator('[data-code="link-relative"]'))).toContainText("/reset");
  // The same number everywhere: errors and warnings.
  const row = inbox.row("Checks");
  const ofRow = await row.locator(".row-marks [data-kind]").allTextContents();
  const all = ofRow.reduce((sum, text) => sum + Number(text), 0);
  await expect(page.getByTestId("finding-count")).toContainText(String(all));
  await expect(page.getByRole("button", { name: `All ${all}`, exact: true })).toBeVisible();
  await expect(page.getByTestId("finding-counts")).toHaveText(/^\d+ errors?, \d+ warnings?, \d+ not counted/);
  await page.getByRole("group", { name: "Group of findings" }).getByRole("button", { name: /^HTML/ }).click();
  await expect(page.getByTestId("finding-group")).toHaveCount(1);
  await expect(findings.and(page.locator('[data-code="field-repeated"]'))).toHaveCount(0);

  const support = page.getByRole("region", { name: "HTML support" });
  await expect(support).toContainText(/data of 20\d\d-\d\d-\d\d/);
  const outlook = support.locator('[data-family="Outlook"]');
  await outlook.locator("summary").click();
  await expect(outlook).toContainText("display:grid");
  await support.getByText("By feature").click();
  const grid = support.locator('[data-slug="css-display-grid"]');
  await grid.locator("summary").click();
  await expect(grid).toContainText("Outlook Windows (since 2007)");
  expect(await inbox.findAxeViolations()).toEqual([]);
  await grid.getByTestId("feature-jump").click();
  await expect(page.locator(".source mark")).toHaveText("display:grid");
});

test("the source marks the places of findings, and leads from one to the next", async ({ page, server }) => {
  const client = createClient({ url: server.url });
  const source = "From: a@b.example\r\nFrom: c@d.example\r\nSubject: Marks\r\n\r\none\ntwo\nthree\r\n";
  const { id } = await client.addMessage({ query: {}, body: new Uint8Array(Buffer.from(source)) });
  await new InboxPage(page).open(`messages/${id}/source`);
  await expect(page.getByTestId("source-mark").first()).toHaveAttribute("data-severity", "error");
  const next = page.getByRole("button", { name: "Next finding" });
  await next.click();
  await expect(page.getByTestId("place-count")).toHaveText(/^1 of \d+$/);
  const first = page.url();
  await next.click();
  await expect(page.getByTestId("place-count")).toHaveText(/^2 of \d+$/);
  await expect(page.locator(".source mark")).not.toHaveCount(0);
  await page.getByRole("button", { name: "Previous finding" }).click();
  await expect(page).toHaveURL(first);
});

test("a message without findings says how many checks it passed", async ({ page, server }) => {
  const client = createClient({ url: server.url });
  const header =
    "From: a@b.example\r\nTo: c@d.example\r\nSubject: Fine\r\nDate: Mon, 23 Nov 2026 12:00:00 +0100\r\nMessage-ID: <1@b.example>\r\n";
  const { id } = await client.addMessage({ query: {}, body: new Uint8Array(Buffer.from(`${header}\r\nHello\r\n`)) });
  await new InboxPage(page).open(`messages/${id}/checks`);
  const verdict = /^No findings in \d+ checks$/;
  await expect(page.getByTestId("no-findings")).toHaveText(verdict);
  await expect(page.getByTestId("html-support")).toHaveCount(0);
});

test("a number at a tab says what it counts", async ({ page, server, send }) => {
  await send({ subject: "two findings", headers: { "X-Long": "x".repeat(1_200) }, attachments: WELCOME.attachments });
  await new InboxPage(page).open(`messages/${await latestMessageId(server.url)}/parts`);
  await expect(page.getByTestId("tab-parts")).toHaveAccessibleName("Parts");
  await expect(page.getByTestId("finding-count")).toHaveAttribute("title", /^\d+ (error|warning)/);
  await expect(page.getByTestId("tab-checks")).toHaveAccessibleName(/^Checks \d+ (error|warning)/);
});

test("a client that gives up is among the failed sessions, with its conversation", async ({ page, server }) => {
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO sad.example");
  await smtp.send("RCPT TO:<nobody");
  smtp.close();
  const inbox = new InboxPage(page);
  await inbox.open("sessions");
  await page.getByText("Failed", { exact: true }).click();
  const row = page.getByTestId("session-row");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("sad.example");
  await row.click();
  await expect(page.getByTestId("transcript").locator("[data-refusal]")).toContainText("50");
  await expect(page).toHaveURL(/\/sessions\/[A-Za-z0-9]+\?failed=true$/);
});

test("settings apply at once, and are saved", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open("settings");
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.getByRole("radio", { name: "Compact" }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await inbox.open();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect((await inbox.rows.first().boundingBox())?.height).toBe(26);
});

test("the URL of a message that is gone says so", async ({ page }) => {
  await new InboxPage(page).open("messages/nosuchmessage/source");
  await expect(page.getByRole("alert").first()).toBeVisible();
});

test("an invalid query in a URL says where the error is, and can be corrected", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.open(`?q=${encodeURIComponent('subject:"unclosed')}`);
  await expect(page.getByRole("alert")).toContainText(/column/i);
  await inbox.search.fill('subject:"Grüße"');
  await expect(inbox.rows).toHaveCount(1);
});

test.describe("below a path", () => {
  test.use({ options: ["--base-path=/mail/"] });

  test("the page finds its files, its data and its views", async ({ page, server }) => {
    const inbox = new InboxPage(page);
    await inbox.open(`${server.url}messages/${await latestMessageId(server.url)}/source`);
    await expect(page.getByTestId("source")).toContainText("From: Acme");
    await new InboxPage(page).openTab("envelope");
    await expect(page).toHaveURL(/\/mail\/messages\/\w+\/envelope$/);
    await page.reload();
    await expect(page.getByTestId("reverse-path")).toBeVisible();
  });
});

test("a subject of any length takes only a few lines in the head", async ({ page, send, server }) => {
  const words = "Your order of three pairs of shoes has been handed over to the carrier, and will arrive on Tuesday";
  const inbox = new InboxPage(page);
  for (const subject of [words, "x".repeat(100_000)]) {
    await send({ subject, text: "Hello" });
    await inbox.open(`messages/${await latestMessageId(server.url)}/text`);
    const subjectOf = page.getByTestId("subject");
    await expect(subjectOf).toContainText(subject.slice(0, 50));
    const { height, cut } = await subjectOf.evaluate((element) => ({
      height: element.clientHeight,
      cut: element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth,
    }));
    expect(height).toBeLessThanOrEqual(72);
    expect(cut).toBe(subject.length > 1_000);
  }
});

test("a print has the head and the open tab of the message, nothing else of the page, dark on light", async ({
  page,
  server,
}) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const inbox = new InboxPage(page);
  await inbox.open(`messages/${await latestMessageId(server.url)}/text`);
  await expect(page.getByTestId("text")).toBeVisible();
  for (const name of ["subject", "printed-facts"]) await expect(page.getByTestId(name)).toBeVisible();
  await expect(page.getByTestId("printed-facts")).toContainText("Acme <no-reply@acme.example>");
  await expect(page.getByTestId("printed-facts")).toContainText("ann@example.com");
  await expect(page.getByTestId("tab-text")).toBeHidden();
  // A sheet of A4 is as narrow as a window in which there is one pane at a time.
  await page.setViewportSize({ width: 717, height: 1000 });
  for (const name of ["delete", "back"]) await expect(page.getByTestId(name)).toBeHidden();
  await expect(inbox.list).toBeHidden();
  await expect(page.getByRole("navigation")).toBeHidden();
  expect(await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor)).toBe(
    "rgb(255, 255, 255)",
  );
});

test("a printed preview says where all of a long mail can be printed, without a URL", async ({ page, send }) => {
  await send({ subject: "long", html: "<p>line</p>".repeat(500) });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("long");
  await page.emulateMedia({ media: "print" });
  const end = page.getByTestId("printed-end");
  await expect(end).toContainText("Open the preview in a tab");
  await expect(end).not.toContainText("http");
  await page.emulateMedia({ media: "screen" });
  await expect(end).toBeHidden();
  const opened = page.context().waitForEvent("page");
  await inbox.chooseAction("open-preview");
  await expect((await opened).getByText("line")).toHaveCount(500);
});

test("a print lists hidden recipients and attachments", async ({ page, server }) => {
  await page.emulateMedia({ media: "print" });
  await new InboxPage(page).open(`messages/${await latestMessageId(server.url)}/text`);
  const facts = page.getByTestId("printed-facts");
  await expect(facts).toContainText("Bccaudit@acme.example");
  await expect(facts).toContainText("Attachmentsterms.pdf (8 B)");
});

test("a print lists Cc apart from To, and both the date sent and the time of arrival", async ({
  page,
  send,
  server,
}) => {
  const cc = Array.from({ length: 120 }, (_, at) => `c${at}@example.com`);
  await send({ subject: "dated", text: "Hello", cc, headers: { Date: "Tue, 3 Nov 2026 10:00:00 +0900" } });
  await page.emulateMedia({ media: "print" });
  await new InboxPage(page).open(`messages/${await latestMessageId(server.url)}/text`);
  const facts = page.getByTestId("printed-facts").locator("dd");
  await expect(facts).toHaveText([
    "Jo Sender <jo@example.com>",
    "ann@example.com",
    /^c0@example\.com, .*, c99@example\.com and 20 more$/,
    "Tue, 3 Nov 2026 10:00:00 +0900",
    /^20\d\d-/,
  ]);
});

test("parts show how mailparser reads the message, where it differs and why", async ({ page, server }) => {
  const source =
    "Subject: Zeitschrift\r\nFrom: jo@example.com\r\nDate: heute\r\nContent-Type: text/plain\r\n\r\nViele Gr\xfc\xdfe\r\n";
  const client = createClient({ url: server.url });
  const { id } = await client.addMessage({ query: {}, body: new Uint8Array(Buffer.from(source, "latin1")) });
  await new InboxPage(page).open(`messages/${id}/parts`);
  const readers = page.getByRole("region", { name: "How mailparser reads it" });
  await expect(readers).toContainText("2 differences");
  await expect(readers).toContainText("Both read the same: Subject, From.");
  const differences = readers.getByTestId("reader-difference");
  await expect(differences.filter({ hasText: "Date" })).toContainText("returns the current time");
  const text = differences.filter({ hasText: "Text" });
  await expect(text.locator("mark").first()).toHaveText("üß");
  await expect(text.locator("mark").last()).toHaveText("\ufffd\ufffd");
  expect(await new InboxPage(page).findAxeViolations()).toEqual([]);
  await page.getByTestId("tab-checks").click();
  await expect(page.locator('[data-code="readers-differ"]')).toContainText("date, text");
});

test("a message that mailparser reads in the same way as Mailglass", async ({ page, server }) => {
  await new InboxPage(page).open(`messages/${await latestMessageId(server.url)}/parts`);
  await expect(page.getByTestId("readers")).toContainText("as Mailglass does");
  await expect(page.getByTestId("reader-difference")).toHaveCount(0);
});
