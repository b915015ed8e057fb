import type { Page } from "@playwright/test";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import { expect, test } from "./fixtures/test.ts";

/** A first-time user finds out why a mail is not as intended: from the list, in two clicks. */

interface DiagnosisCase {
  readonly name: string;
  readonly source: string;
  readonly to?: readonly string[];
  /** What the list shows of it. */
  readonly row: string | RegExp;
  readonly code: string;
  /** The text of the finding. */
  readonly explanation: RegExp;
  /** The text highlighted in the source. */
  readonly highlighted: RegExp;
}

const crlfText = (...all: readonly string[]): string => `${all.join("\r\n")}\r\n`;
const FROM = "From: Jo <jo@example.com>";
const TO = "To: Ann <ann@example.com>";
const DATE = "Date: Mon, 23 Nov 2026 18:30:00 +0100";
const ID = "Message-ID: <1@example.com>";

/** A message with one text part of these bytes. */
const textMail = (type: string, body: string, ...more: readonly string[]): string =>
  crlfText(FROM, TO, ...more, DATE, ID, "MIME-Version: 1.0", `Content-Type: ${type}`, EIGHT_BIT, "", body);
const EIGHT_BIT = "Content-Transfer-Encoding: 8bit";

const NO_SUBJECT_CASES: readonly DiagnosisCase[] = [
  {
    name: "a blank line ended the header before it",
    source: crlfText(FROM, TO, DATE, ID, "", "Subject: Welcome", "Content-Type: text/plain", "", "Hello"),
    row: "(no subject)",
    code: "fields-in-body",
    explanation: /blank line ends the header.*Subject/,
    highlighted: /Subject: Welcome/,
  },
  {
    name: "the template is indented, so that it is part of the field above",
    source: crlfText(FROM, TO, "  Subject: Welcome", DATE, ID, "", "Hello"),
    row: "(no subject)",
    code: "field-folded-away",
    explanation: /field is indented.*Subject/,
    highlighted: /Subject: Welcome/,
  },
  {
    name: "its colon is missing",
    source: crlfText(FROM, TO, DATE, ID, "Subject Welcome", "", "Hello"),
    row: "(no subject)",
    code: "blank-line-missing",
    explanation: /not a header field/,
    highlighted: /Subject Welcome/,
  },
];

const UNUSUAL_START_CASES: readonly DiagnosisCase[] = [
  {
    name: "a template that begins with a line break",
    source: crlfText("", FROM, TO, "Subject: Welcome", DATE, ID, "", "Hello"),
    row: "Welcome",
    code: "blank-line-before-header",
    explanation: /blank line precedes the header/,
    highlighted: /^$/,
  },
];

const NOBODY_CASES: readonly DiagnosisCase[] = [
  {
    name: "the envelope names somebody else than To",
    source: crlfText(FROM, TO, "Subject: For Ann", DATE, ID, "", "Hello"),
    to: ["bo@example.com"],
    row: "For Ann",
    code: "recipient-not-in-envelope",
    explanation: /not a recipient of the envelope.*ann@example\.com/,
    highlighted: /To: Ann <ann@example\.com>/,
  },
  {
    name: "To has a name and no address",
    source: crlfText(FROM, "To: Ann", "Subject: For Ann", DATE, ID, "", "Hello"),
    row: "For Ann",
    code: "address-malformed",
    explanation: /no local part or no domain.*Ann/,
    highlighted: /To: Ann/,
  },
];

const REPLACEMENT_CHARACTER_CASES: readonly DiagnosisCase[] = [
  {
    name: "ISO-8859-1 is called UTF-8",
    source: textMail("text/plain; charset=utf-8", "Gr\xfc\xdfe aus K\xf6ln", "Subject: Gruss"),
    row: "Gruss",
    code: "charset-mismatch",
    explanation: /do not match its charset.*not valid UTF-8/,
    highlighted: /charset=utf-8/,
  },
  {
    name: "no charset is named",
    source: textMail("text/plain", "Gr\xfc\xdfe aus K\xf6ln", "Subject: Gruss"),
    row: "Gruss",
    code: "charset-missing",
    explanation: /has no charset/,
    highlighted: /Content-Type: text\/plain/,
  },
  {
    name: "the program had lost them before it sent them",
    source: textMail("text/plain; charset=utf-8", "Gr\xef\xbf\xbd\xef\xbf\xbde aus K\xef\xbf\xbdln", "Subject: Gruss"),
    row: "Gruss",
    code: "replacement-character",
    explanation: /decoded wrongly before it was sent/,
    highlighted: /�/,
  },
  {
    name: "the header has them as they are",
    source: crlfText(FROM, TO, "Subject: Gr\xfc\xdfe", DATE, ID, "", "Hello"),
    row: /Gr.*e/,
    code: "header-not-utf8",
    explanation: /not UTF-8/,
    highlighted: /Subject: Gr/,
  },
];

async function checkDiagnosis(page: Page, { row, code, explanation, highlighted }: DiagnosisCase): Promise<void> {
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.rows.filter({ hasText: row }).click();
  await page.getByTestId("tab-checks").click();
  const finding = page.locator(`[data-testid="finding"][data-code="${code}"]`);
  await expect(finding).toContainText(explanation);
  await finding.getByTestId("finding-jump").first().click();
  await expect(page.getByTestId("source").locator("mark").first()).toBeVisible();
  await expect(page.getByTestId("source").locator("mark").filter({ hasText: highlighted }).first()).toBeVisible();
}

for (const [question, stories] of Object.entries({
  "has no subject": NO_SUBJECT_CASES,
  "may be shown without its header": UNUSUAL_START_CASES,
  "goes to nobody": NOBODY_CASES,
  "shows boxes for umlauts": REPLACEMENT_CHARACTER_CASES,
})) {
  test.describe(`why a mail ${question}`, () => {
    for (const story of stories) {
      test(`${story.name}: the finding says so, and links to the bytes`, async ({ page, server }) => {
        const smtp = await RawSmtpClient.connect(server.smtp);
        await smtp.send("EHLO client.example");
        await smtp.sendMessage(Buffer.from(story.source, "latin1"), "jo@example.com", story.to);
        smtp.close();
        await checkDiagnosis(page, story);
      });
    }
  });
}

test("the open message links to the reason: no subject, no recipient in the envelope, unreadable characters", async ({
  page,
  server,
}) => {
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO client.example");
  const source = textMail("text/plain; charset=utf-8", "K\xf6ln");
  await smtp.sendMessage(Buffer.from(source, "latin1"), "jo@example.com", ["bo@example.com"]);
  smtp.close();
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.rows.click();

  await page.getByTestId("subject").getByTestId("why").click();
  await expect(page.locator('[data-code="subject-empty"]')).toBeVisible();

  await page.getByTestId("why").filter({ hasText: "not in the envelope" }).click();
  await expect(page.getByTestId("recipient").filter({ hasText: "ann@example.com" })).toContainText(
    "in the header only",
  );
  await expect(page.getByTestId("recipient").filter({ hasText: "bo@example.com" })).toContainText("BCC");

  await page.getByTestId("tab-text").click();
  await page.getByTestId("why").filter({ hasText: "1 unreadable" }).click();
  await expect(page.locator('[data-code="charset-mismatch"]')).toBeVisible();
});

test("a refused recipient is found in the session, among the accepted ones", async ({ page, server }) => {
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO client.example");
  await smtp.send("MAIL FROM:<jo@example.com>");
  await smtp.send("RCPT TO:<bo@example.com>");
  const refusal = await smtp.send("RCPT TO:<Ann <ann@example.com>>");
  expect(refusal).toMatch(/^5/);
  await smtp.send("DATA");
  await smtp.send(Buffer.from(crlfText(FROM, TO, "Subject: For Ann", DATE, ID, "", "Hello", ".")));
  smtp.close();

  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("For Ann");
  await page.getByTestId("why").filter({ hasText: "not in the envelope" }).click();
  await page.getByTestId("recipient").filter({ hasText: "ann@example.com" }).getByRole("link").click();
  await expect(page.getByTestId("transcript").locator("[data-refusal]")).toContainText(refusal.trim());
});

test("a mail without an accepted recipient is found from the empty inbox, and counted in the sidebar", async ({
  page,
  server,
}) => {
  const refuse = async () => {
    const smtp = await RawSmtpClient.connect(server.smtp);
    await smtp.send("EHLO client.example");
    await smtp.send("MAIL FROM:<jo@example.com>");
    await smtp.send("RCPT TO:<Ann <ann@example.com>>");
    await smtp.send("QUIT");
    smtp.close();
  };
  await refuse();
  await new InboxPage(page).open();
  await expect(page.getByTestId("last-failure")).toContainText("501");
  await page.getByTestId("last-failure").getByRole("link").click();
  await expect(page.getByTestId("transcript").locator("[data-refusal]")).toContainText("501");
  // The session ended with QUIT and 221; what matters is the refusal.
  await expect(page.getByTestId("session").getByRole("heading", { level: 2 })).not.toContainText("221");
  await expect(page.getByTestId("session-refusal")).toContainText("501");

  await page.getByTestId("nav-messages").click();
  await refuse();
  await expect(page.getByTestId("nav-sessions")).toHaveAccessibleName(/1 failed$/);
});
