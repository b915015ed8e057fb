import type { Finding } from "@mailglass/shared";
import { expect, it } from "vitest";
import { createEnvelope, createMail } from "../../../test/support/create-mail.ts";
import { GOOD, good, join, withField } from "../../../test/support/finding-sources.ts";
import { listFindings } from "../list-findings.ts";

function causeOf(code: string, source: Buffer, session: readonly Finding[] = []): string | null | undefined {
  return listFindings(createMail(source), session).find((finding) => finding.code === code)?.because;
}

const QP = good("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable");

it.each([
  [
    "two From fields",
    "sender-missing",
    "field-repeated",
    join(GOOD[0] ?? "", ...withField("From: max@example.com"), "", ""),
  ],
  [
    "an unquoted comma",
    "sender-missing",
    "address-malformed",
    join(...withField("From: Smith, John, PhD <jo@example.com>"), "", ""),
  ],
  ["two authors", "sender-missing", null, join(...withField("From: jo@example.com, max@example.com"), "", "")],
  ["text that was never encoded", "charset-mismatch", "quoted-printable-unencoded", join(...QP, "", "?id=E4 x")],
  [
    "a line break in the subject",
    "bcc-in-header",
    "header-injection",
    join(...withField("Subject: Hi\r\nBcc: eve@example.org"), "", ""),
  ],
  [
    "a line break in the subject, twice",
    "message-id-missing",
    "header-injection",
    join(...withField("Subject: Hi\r\n\r\nBuy this").slice(0, 4), "MIME-Version: 1.0", "", ""),
  ],
  [
    "no blank line",
    "mime-version-missing",
    "blank-line-missing",
    join(...GOOD, "Content-Type: text/plain", "Hello there", "", ""),
  ],
  [
    "text that was encoded twice",
    "mojibake",
    "subject-encoded-twice",
    join(...withField("Subject: =?utf-8?Q?Gr=C3=83=C2=BCn?="), "", ""),
  ],
])("%s: %s because of %s", (_, code, cause, source) => {
  expect(causeOf(code, source)).toBe(cause);
});

const EIGHT_BIT_SESSION: Finding = {
  code: "eight-bit-without-8bitmime",
  group: "wire",
  severity: "error",
  rfc: "RFC 6152 §3",
  where: { in: "session" },
  places: [{ in: "session" }],
  text: "x",
  fix: "x",
  count: 1,
  because: null,
};

it.each([
  ["only the header", withField("Subject: \xc3\xbc"), "Hello", "eight-bit-header"],
  ["only the body", GOOD, "\xc3\xbc", null],
  ["both", withField("Subject: \xc3\xbc"), "\xc3\xbc", null],
])("says why a session transferred bytes above 127: %s", (_, header, body, cause) => {
  expect(causeOf("eight-bit-without-8bitmime", join(...header, "", body), [EIGHT_BIT_SESSION])).toBe(cause);
});

it.each([
  ["List-Id: <news.example.com>", "bounces@lists.example.com"],
  ["X-Loop: 1", "news-bounces+zoe=example.net@lists.example.com"],
])("lets a list have its own envelope: %s, %s", (line, sender) => {
  const source = join(
    ...withField("To: news@example.com"),
    line,
    "List-Unsubscribe: <mailto:u@example.com>",
    "List-Post: <mailto:news@example.com>",
    "",
    "",
  );
  const envelope = createEnvelope(sender, ["zoe@example.net"]);
  expect(listFindings(createMail(source, envelope), []).map(({ code }) => code)).toEqual([]);
});
