import type { FindingCode } from "../../src/mail/findings/finding-table.ts";
import { GOOD, good, HTML, join, multipart, TEXT, withField, without } from "./finding-sources.ts";

/** A mistake that a program makes: the finding, the message, and the bytes of its first place (null: the whole message). */
export type Mistake = readonly [code: FindingCode, source: Buffer, place: string | null];

const utf8 = (text: string) => Buffer.from(text).toString("latin1");
const latin1 = (bytes: string) => Buffer.from(bytes, "latin1").toString("base64");
const base64 = (...lines: string[]) =>
  join(
    ...good("Content-Type: application/octet-stream; name=a.bin", "Content-Transfer-Encoding: base64"),
    "",
    ...lines,
  );
const quotedPrintable = (...lines: string[]) =>
  join(...good("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"), "", ...lines);
const text = (...lines: string[]) =>
  join(...good("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"), "", ...lines.map(utf8));
const file = (...header: string[]) => ["--b", ...header, "", "x"];
const createAttachment = (...header: string[]) =>
  multipart("multipart/mixed", ...TEXT, ...file(...header), "--b--", "");
const IMAGE = [
  "--b",
  "Content-Type: image/png",
  "Content-ID: <logo@x>",
  "Content-Transfer-Encoding: base64",
  "",
  "AAAA",
];
const SHOWN = ["--b", "Content-Type: text/html; charset=utf-8", "", '<img src="cid:logo@x">'];

const FIELD_MISTAKES: readonly Mistake[] = [
  [
    "date-invalid",
    join(...withField("Date: Mon, 30 Feb 2026 12:00:00 +0000"), "", ""),
    "Date: Mon, 30 Feb 2026 12:00:00 +0000\r\n",
  ],
  // JavaScript: `new Date(NaN).toString()`
  ["date-invalid", join(...withField("Date: Invalid Date"), "", ""), "Date: Invalid Date\r\n"],
  // Python: datetime.isoformat()
  ["date-without-zone", join(...withField("Date: 2026-11-23T12:00:00"), "", ""), "Date: 2026-11-23T12:00:00\r\n"],
  [
    "date-without-zone",
    join(...withField("Date: Mon, 23 Nov 2026 12:00:00"), "", ""),
    "Date: Mon, 23 Nov 2026 12:00:00\r\n",
  ],
  [
    "date-weekday-wrong",
    join(...withField("Date: Tue, 23 Nov 2026 12:00:00 +0100"), "", ""),
    "Date: Tue, 23 Nov 2026 12:00:00 +0100\r\n",
  ],
  ["message-id-domain", join(...withField("Message-ID: <1@localhost>"), "", ""), "Message-ID: <1@localhost>\r\n"],
  ["message-id-domain", join(...withField("Message-ID: <1@3f2a9c0b1d4e>"), "", ""), "Message-ID: <1@3f2a9c0b1d4e>\r\n"],
  ["message-id-domain", join(...withField("Message-ID: <1@web-7f9c>"), "", ""), "Message-ID: <1@web-7f9c>\r\n"],
  [
    "message-id-domain",
    join(...withField("Message-ID: <1@localhost.localdomain>"), "", ""),
    "Message-ID: <1@localhost.localdomain>\r\n",
  ],
  ["reply-to-misspelt", join(...GOOD, "ReplyTo: jo@example.com", "", ""), "ReplyTo: jo@example.com\r\n"],
  ["reply-to-misspelt", join(...GOOD, "Reply_To: jo@example.com", "", ""), "Reply_To: jo@example.com\r\n"],
  ["field-empty", join(...GOOD, "Reply-To: undefined", "", ""), "Reply-To: undefined\r\n"],
  ["address-guessed", join(...withField("To: zoe..b@example.net"), "", ""), "To: zoe..b@example.net\r\n"],
  [
    "field-repeated",
    join(...GOOD, "List-Unsubscribe: <https://a.example/u>", "List-Unsubscribe: <mailto:u@a.example>", "", ""),
    "List-Unsubscribe: <mailto:u@a.example>\r\n",
  ],
  [
    "address-guessed",
    join(...withField("From: [Staging] Shop <jo@example.com>"), "", ""),
    "From: [Staging] Shop <jo@example.com>\r\n",
  ],
  [
    "address-guessed",
    join(...withField("From: Shop: Orders <jo@example.com>"), "", ""),
    "From: Shop: Orders <jo@example.com>\r\n",
  ],
  ["field-empty", join(...GOOD, "Cc: ", "", ""), "Cc: \r\n"],
  ["field-empty", join(...GOOD, "In-Reply-To: <null>", "", ""), "In-Reply-To: <null>\r\n"],
  ["field-unknown-near", join(...without("Subject"), "Subjct: Hello", "", ""), "Subjct: Hello\r\n"],
  ["field-unknown-near", join(...without("From"), "Form: jo@example.com", "", ""), "Form: jo@example.com\r\n"],
  ["field-unknown-near", join(...GOOD, "Message_ID: <1@example.com>", "", ""), "Message_ID: <1@example.com>\r\n"],
  ["field-unknown-near", join(...GOOD, "ContentType: text/html", "", ""), "ContentType: text/html\r\n"],
  // A subject from a form, with a line break in it.
  [
    "header-injection",
    join("From: jo@example.com", "To: zoe@example.net", "Subject: Hi", "Cc: eve@example.org", ...GOOD.slice(3), "", ""),
    "Cc: eve@example.org\r\n",
  ],
  [
    "header-injection",
    join(
      "From: jo@example.com",
      "To: zoe@example.net",
      "Subject: Hi",
      "Bcc: eve@example.org",
      ...GOOD.slice(3),
      "",
      "",
    ),
    "Bcc: eve@example.org\r\n",
  ],
  [
    "header-injection",
    join("From: jo@example.com", "To: zoe@example.net", "Subject: Hi\nX-Injected: 1", ...GOOD.slice(3), "", ""),
    "X-Injected: 1\r\n",
  ],
  [
    "header-injection",
    join("From: jo@example.com", "To: zoe@example.net", "Subject: Hi\rBcc: eve@example.org", ...GOOD.slice(3), "", ""),
    "\rBcc: eve@example.org",
  ],
  [
    "header-injection",
    join(
      "From: jo@example.com",
      "To: zoe@example.net",
      "Subject: Hi",
      "",
      "Buy this",
      ...GOOD.slice(3),
      "MIME-Version: 1.0",
      "",
      "Hello",
    ),
    [...GOOD.slice(3), "MIME-Version: 1.0", ""].join("\r\n"),
  ],
  ["entity-in-header", join(...withField("Subject: Jo &amp; Zoe"), "", ""), "Subject: Jo &amp; Zoe\r\n"],
  [
    "entity-in-header",
    join(...withField("From: J&uuml;rgen <jo@example.com>"), "", ""),
    "From: J&uuml;rgen <jo@example.com>\r\n",
  ],
  ["entity-in-header", join(...withField("Subject: It&#39;s here"), "", ""), "Subject: It&#39;s here\r\n"],
  ["template-leftover", join(...withField("Subject: Welcome, {{name}}"), "", ""), "Subject: Welcome, {{name}}\r\n"],
  [
    "template-leftover",
    join(...withField("Subject: Your order undefined"), "", ""),
    "Subject: Your order undefined\r\n",
  ],
  ["template-leftover", join(...withField("Subject: [object Object]"), "", ""), "Subject: [object Object]\r\n"],
  ["template-leftover", join(...GOOD, "", "Hello undefined,"), "Hello undefined"],
  ["template-leftover", join(...GOOD, "", "Dear %recipient.name%,"), "%recipient.name%"],
  ["template-leftover", join(...GOOD, "", "Hi <%= user.name %>"), "<%= user.name %>"],
  ["template-leftover", join(...GOOD, "", "Hello {name},"), "{name}"],
  ["template-leftover", join(...GOOD, "", "https://example.com/undefined/reset"), "https://example.com/undefined"],
  [
    "template-leftover",
    join(...GOOD, "", "https://example.com/reset?token=undefined"),
    "https://example.com/reset?token=undefined",
  ],
  ["template-leftover", join(...GOOD, "", "Dear {{", "  name", "}},"), "{{\r\n  name\r\n}}"],
  ["template-leftover", join(...GOOD, "", 'Dear ${user.name!""},'), '{user.name!""}'],
  ["template-leftover", join(...GOOD, "", "Discount: NaN%, for you"), "NaN"],
  ["template-leftover", join(...GOOD, "", "Sold: com.example.Item@1b6d3586"), "@1b6d3586"],
  ["template-leftover", join(...GOOD, "", "undefined has sent you a message"), "undefined has sent"],
  ["template-leftover", join(...withField("Subject: b'Your order'"), "", ""), "Subject: b'Your order'\r\n"],
  ["template-leftover", join(...withField("Subject: Total: NaN EUR"), "", ""), "Subject: Total: NaN EUR\r\n"],
  [
    "template-leftover",
    join(...withField("Subject: Delivery on Invalid Date"), "", ""),
    "Subject: Delivery on Invalid Date\r\n",
  ],
  [
    "template-leftover",
    join(...GOOD, "List-Unsubscribe: <https://example.com/u/{{token}}>", "", ""),
    "List-Unsubscribe: <https://example.com/u/{{token}}>\r\n",
  ],
  [
    "template-leftover",
    createAttachment(
      "Content-Type: application/pdf",
      "Content-Disposition: attachment; filename=invoice-undefined.pdf",
    ),
    "Content-Disposition: attachment; filename=invoice-undefined.pdf\r\n",
  ],
  [
    "template-leftover",
    join(...good("Content-Type: text/html"), "", "<p>Dear &lt;%= name %&gt;</p>"),
    "&lt;%= name %&gt;",
  ],
  ["template-leftover", quotedPrintable("a=3Db caf=C3=A9 {{user.fir=", "st_name}}"), "{{user.fir=\r\nst_name}}"],
  [
    "list-unsubscribe-malformed",
    join(...GOOD, "List-Unsubscribe: https://example.com/u", "", ""),
    "List-Unsubscribe: https://example.com/u\r\n",
  ],
  [
    "list-unsubscribe-malformed",
    join(...GOOD, "List-Unsubscribe: <jo@example.com>", "", ""),
    "List-Unsubscribe: <jo@example.com>\r\n",
  ],
  ["list-id-malformed", join(...GOOD, "List-Id: news.example.com", "", ""), "List-Id: news.example.com\r\n"],
  [
    "one-click-missing",
    join(...GOOD, "List-Unsubscribe: <https://example.com/u>", "", ""),
    "List-Unsubscribe: <https://example.com/u>\r\n",
  ],
  [
    "one-click-incomplete",
    join(
      ...GOOD,
      "List-Unsubscribe: <mailto:u@example.com>",
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
      "",
      "",
    ),
    "List-Unsubscribe: <mailto:u@example.com>\r\n",
  ],
  [
    "one-click-incomplete",
    join(...GOOD, "List-Unsubscribe-Post: List-Unsubscribe=One-Click", "", ""),
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
  ],
  ["bcc-in-header", join(...GOOD, "Bcc: max@example.com", "", ""), "Bcc: max@example.com\r\n"],
  [
    "fields-in-body",
    join(...without("Date"), "", GOOD[3] ?? "", "an odd line", "MIME-Version: 1.0", "", "Hello"),
    `${GOOD[3]}\r\nan odd line\r\nMIME-Version: 1.0\r\n`,
  ],
];

const ENCODING_MISTAKES: readonly Mistake[] = [
  ["base64-truncated", base64("AAAAAAAAA"), "A"],
  ["base64-truncated", base64("SGVsbG8"), "8"],
  ["base64-truncated", base64("SGVsbG8=="), "="],
  ["base64-line-length", base64("A".repeat(80)), "A".repeat(80)],
  ["base64-line-length", base64("A".repeat(1_000)), "A".repeat(1_000)],
  ["base64-trailing-text", base64("SGVsbG8=", "", "-- ", "Sent by the list"), "-- \r\nSent by the list"],
  ["base64-broken", base64("SGVs*bG8="), "*"],
  ["quoted-printable-unencoded", quotedPrintable("1+1=two"), "="],
  ["quoted-printable-unencoded", quotedPrintable("https://example.com/?id=42"), "?id=42"],
  ["quoted-printable-unencoded", quotedPrintable('<a href="https://example.com/?id=42">x</a>'), "?id=42"],
  ["quoted-printable-unencoded", quotedPrintable(utf8("Grüße")), "\xc3"],
  [
    "eight-bit-parameter",
    createAttachment(`Content-Type: application/pdf; name="${utf8("Grüße.pdf")}"`),
    `Content-Type: application/pdf; name="${utf8("Grüße.pdf")}"\r\n`,
  ],
  [
    "eight-bit-header",
    createAttachment(`Content-Description: ${utf8("Grüße")}`, "Content-Type: a/b; name=c"),
    `Content-Description: ${utf8("Grüße")}\r\n`,
  ],
  [
    "encoded-word-broken",
    createAttachment("Content-Description: =?utf-8?Q?=C3?=", "Content-Type: a/b; name=c"),
    "=?utf-8?Q?=C3?=",
  ],
  [
    "encoded-word-in-parameter",
    createAttachment("Content-Type: a/b", 'Content-Disposition: attachment; filename="=?utf-8?Q?=C3=BC.pdf?="'),
    'Content-Disposition: attachment; filename="=?utf-8?Q?=C3=BC.pdf?="\r\n',
  ],
  [
    "encoded-word-in-quotes",
    join(...withField('From: "=?utf-8?Q?J=C3=B6?=" <jo@example.com>'), "", ""),
    '"=?utf-8?Q?J=C3=B6?="',
  ],
  [
    "encoded-word-in-address",
    join(...withField("From: Jo <=?utf-8?Q?jo?=@example.com>"), "", ""),
    "<=?utf-8?Q?jo?=@example.com>",
  ],
  [
    "encoded-word-in-address",
    join(...withField("From: =?utf-8?Q?J=C3=B6_<jo@example.com>?="), "", ""),
    "=?utf-8?Q?J=C3=B6_<jo@example.com>?=",
  ],
  [
    "subject-encoded-twice",
    join(...withField(`Subject: =?utf-8?B?${latin1("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=")}?=`), "", ""),
    `Subject: =?utf-8?B?${latin1("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=")}?=\r\n`,
  ],
  [
    "subject-encoded-twice",
    join(...withField("Subject: =?utf-8?Q?Gr=C3=83=C2=BCn?="), "", ""),
    "Subject: =?utf-8?Q?Gr=C3=83=C2=BCn?=\r\n",
  ],
  [
    "encoded-twice",
    join(...withField("From: =?utf-8?Q?J=C3=83=C2=BCrgen?= <jo@example.com>"), "", ""),
    "From: =?utf-8?Q?J=C3=83=C2=BCrgen?= <jo@example.com>\r\n",
  ],
  [
    "mojibake",
    join(...withField("Subject: =?utf-8?Q?It=C3=A2=E2=82=AC=E2=84=A2s?="), "", ""),
    "Subject: =?utf-8?Q?It=C3=A2=E2=82=AC=E2=84=A2s?=\r\n",
  ],
  [
    "replacement-character",
    join(...withField("Subject: =?utf-8?Q?Gr=EF=BF=BD=EF=BF=BDe?="), "", ""),
    "Subject: =?utf-8?Q?Gr=EF=BF=BD=EF=BF=BDe?=\r\n",
  ],
  [
    "subject-encoded-twice",
    join(...withField(`From: =?utf-8?B?${latin1("=?utf-8?Q?J=C3=BCrgen?=")}?= <jo@example.com>`), "", ""),
    `From: =?utf-8?B?${latin1("=?utf-8?Q?J=C3=BCrgen?=")}?= <jo@example.com>\r\n`,
  ],
  [
    "subject-encoded-twice",
    join(...withField("Subject: Your%20order%20has%20shipped"), "", ""),
    "Subject: Your%20order%20has%20shipped\r\n",
  ],
  // A Windows console reads UTF-8 as code page 437, or 850.
  ["mojibake", text("Gr├╝├ƒe"), utf8("├╝")],
  ["mojibake", text("ItΓÇÖs here"), utf8("ΓÇÖ")],
  ["mojibake", text("ItÔÇÖs here"), utf8("ÔÇÖ")],
  [
    "charset-mismatch",
    join(
      ...good("Content-Type: text/plain; charset=shift_jis", "Content-Transfer-Encoding: 8bit"),
      "",
      utf8("ご注文ありがとうございます"),
    ),
    "Content-Type: text/plain; charset=shift_jis\r\n",
  ],
  // Спасибо за ваш заказ, мы скоро отправим, in windows-1251.
  [
    "charset-mismatch",
    join(
      ...good("Content-Type: text/plain; charset=koi8-r", "Content-Transfer-Encoding: 8bit"),
      "",
      "\xd1\xef\xe0\xf1\xe8\xe1\xee \xe7\xe0 \xe2\xe0\xf8 \xe7\xe0\xea\xe0\xe7, \xec\xfb \xf1\xea\xee\xf0\xee \xee\xf2\xef\xf0\xe0\xe2\xe8\xec",
    ),
    "Content-Type: text/plain; charset=koi8-r\r\n",
  ],
  ["mojibake", text("Itâ€™s here"), utf8("â€™")],
  ["mojibake", text("GrÃ¼n"), utf8("Ã¼")],
];

const STRUCTURE_MISTAKES: readonly Mistake[] = [
  [
    "field-repeated",
    createAttachment(
      "Content-Type: text/plain; name=a.txt",
      "Content-Transfer-Encoding: 7bit",
      "Content-Transfer-Encoding: 8bit",
    ),
    "Content-Transfer-Encoding: 8bit\r\n",
  ],
  // Go and other strict readers find no boundary.
  [
    "content-field-malformed",
    join(...good("Content-Type: multipart/mixed; boundary=----=_1"), "", "------=_1", "", "Hello", "------=_1--", ""),
    "Content-Type: multipart/mixed; boundary=----=_1\r\n",
  ],
  [
    "parameter-continuation-broken",
    createAttachment(
      "Content-Type: application/pdf",
      `Content-Disposition: attachment; filename*="utf-8''Gr%C3%BCn.pdf"`,
    ),
    `Content-Disposition: attachment; filename*="utf-8''Gr%C3%BCn.pdf"\r\n`,
  ],
  ["filename-missing", createAttachment("Content-Type: application/pdf"), "Content-Type: application/pdf\r\n"],
  [
    "filename-missing",
    createAttachment("Content-Type: application/pdf", "Content-Disposition: attachment"),
    "Content-Disposition: attachment\r\n",
  ],
  [
    "attachment-in-alternative",
    multipart(
      "multipart/alternative",
      ...TEXT,
      ...HTML,
      ...file("Content-Type: application/pdf; name=a.pdf"),
      "--b--",
      "",
    ),
    "Content-Type: application/pdf; name=a.pdf\r\n",
  ],
  [
    "text-in-mixed",
    multipart("multipart/mixed", ...TEXT, ...HTML, "--b--", ""),
    "Content-Type: text/html; charset=utf-8\r\n",
  ],
  ["cid-outside-related", multipart("multipart/mixed", ...SHOWN, ...IMAGE, "--b--", ""), "Content-Type: image/png\r\n"],
  [
    "content-id-malformed",
    multipart("multipart/related", ...SHOWN, ...IMAGE.map((line) => line.replace("<logo@x>", "logo@x")), "--b--", ""),
    "Content-ID: logo@x\r\n",
  ],
  [
    "cid-unresolved",
    multipart(
      "multipart/related",
      ...SHOWN,
      ...IMAGE.map((line) => line.replace("<logo@x>", "<other@x>")),
      "--b--",
      "",
    ),
    "cid:logo@x",
  ],
];

export const MISTAKES: readonly Mistake[] = [...FIELD_MISTAKES, ...ENCODING_MISTAKES, ...STRUCTURE_MISTAKES];
