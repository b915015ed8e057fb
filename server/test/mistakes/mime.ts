import {
  base64,
  createHtml,
  createMultipart,
  createSource,
  htmlPart,
  type Mistake,
  TEXT_PART,
  utf8,
} from "./mistake.ts";

const QUOTED = "quoted-printable";
const pdf = (name: string, disposition = `attachment; filename="${name}"`) =>
  [
    { "Content-Type": "application/pdf", "Content-Disposition": disposition, "Content-Transfer-Encoding": "base64" },
    "JVBERi0xLjQKJcOkw7zDtsOfCg==",
  ] as const;
const LONG_BASE64 = Buffer.from("x".repeat(3000)).toString("base64");

/** Mistakes in the structure and the encodings. */
export const MIME_MISTAKES: readonly Mistake[] = [
  { code: "mime-version-missing", title: "No MIME-Version", message: createSource({ "MIME-Version": null }) },
  {
    code: "content-field-malformed",
    title: "A content type without a subtype",
    message: createSource({ "Content-Type": "html" }),
  },
  {
    code: "boundary-missing",
    title: "A multipart without its boundary",
    message: createSource({ "Content-Type": "multipart/mixed" }),
  },
  {
    code: "multipart-unterminated",
    title: "The closing delimiter is missing",
    message: (date) => createMultipart("multipart/mixed", [TEXT_PART])(date).replace(/--\r\n$/, "\r\n"),
  },
  {
    code: "multipart-encoded",
    title: "The multipart is labelled base64",
    message: createMultipart("multipart/mixed", [TEXT_PART], { "Content-Transfer-Encoding": "base64" }),
  },
  {
    code: "encoding-unknown",
    title: "“utf-8” as encoding",
    message: createSource({ "Content-Transfer-Encoding": "utf-8" }),
  },
  {
    code: "base64-truncated",
    title: "The last characters are lost",
    message: createSource(
      { "Content-Transfer-Encoding": "base64" },
      "SGVsbG8gQW5uLCB5b3VyIG9yZGVyIGlzIG9u\r\nIGl0cyB3\r\nYX\r\n".replace("YX\r\n", "YXk\r\n"),
    ),
  },
  {
    code: "base64-line-length",
    title: "base64 on one line",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": "application/octet-stream",
          "Content-Disposition": 'attachment; filename="data.bin"',
          "Content-Transfer-Encoding": "base64",
        },
        LONG_BASE64.slice(0, 900),
      ],
    ]),
  },
  {
    code: "base64-trailing-text",
    title: "A footer after base64",
    message: createSource(
      { "Content-Transfer-Encoding": "base64" },
      "SGVsbG8gQW5uLCB5b3VyIG9yZGVyIGlzIG9uIGl0cyB3YXku\r\n\r\nThis message was scanned for viruses.\r\n",
    ),
  },
  {
    code: "base64-broken",
    title: "A data URL as content",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": "image/png",
          "Content-Disposition": 'attachment; filename="logo.png"',
          "Content-Transfer-Encoding": "base64",
        },
        "data:image/png;base64,iVBORw0KGgo=",
      ],
    ]),
  },
  {
    code: "quoted-printable-unencoded",
    title: "HTML that is labelled, but not encoded",
    message: createSource(
      { "Content-Type": "text/html; charset=utf-8", "Content-Transfer-Encoding": QUOTED },
      '<p>Hello, <a href="https://example.com/?id=42&amp;x=7f">your order</a></p>\r\n',
    ),
  },
  {
    code: "quoted-printable-unencoded",
    title: "UTF-8 that is labelled quoted-printable",
    message: createSource({ "Content-Transfer-Encoding": QUOTED }, utf8("Grüße aus Köln = schön\r\n")),
  },
  {
    code: "quoted-printable-broken",
    title: "A = that was put in after encoding",
    message: createSource({ "Content-Transfer-Encoding": QUOTED }, "Gr=C3=BC=C3=9Fe, Ihre Nr.=x4711\r\n"),
  },
  {
    code: "eight-bit-in-7bit",
    title: "UTF-8 in 7bit",
    message: createSource({ "Content-Transfer-Encoding": "7bit" }, utf8("Grüße\r\n")),
  },
  {
    code: "charset-missing",
    title: "UTF-8 without a charset",
    message: createSource({ "Content-Type": "text/plain", "Content-Transfer-Encoding": "8bit" }, utf8("Grüße\r\n")),
  },
  {
    code: "charset-unknown",
    title: "“unicode”",
    message: createSource(
      { "Content-Type": "text/plain; charset=xyz", "Content-Transfer-Encoding": "8bit" },
      utf8("Grüße\r\n"),
    ),
  },
  {
    code: "charset-mismatch",
    title: "ISO-8859-1 labelled utf-8",
    message: createSource({ "Content-Transfer-Encoding": "8bit" }, "Gr\xfc\xdfe\r\n"),
  },
  {
    code: "replacement-character",
    title: "Text that was broken before",
    message: createSource({ "Content-Transfer-Encoding": "8bit" }, utf8("Gr\ufffd\ufffde\r\n")),
  },
  {
    code: "encoded-twice",
    title: "UTF-8 encoded twice",
    message: createSource({ "Content-Transfer-Encoding": "8bit" }, utf8(utf8("Grüße aus Köln\r\n"))),
  },
  {
    code: "encoded-word-broken",
    title: "A blank inside an encoded word",
    message: createSource({ Subject: "=?utf-8?Q?Gr=C3=BC=C3=9Fe aus?=" }),
  },
  {
    code: "eight-bit-parameter",
    title: "UTF-8 in a file name",
    message: createMultipart("multipart/mixed", [TEXT_PART, pdf(utf8("Rechnung für Müller.pdf"))]),
  },
  {
    code: "encoded-word-in-parameter",
    title: "An encoded word as file name",
    message: createMultipart("multipart/mixed", [TEXT_PART, pdf("=?utf-8?Q?Rechnung_f=C3=BCr.pdf?=")]),
  },
  {
    code: "encoded-word-in-quotes",
    title: "An encoded word in quotes",
    message: createSource({ To: '"=?utf-8?Q?M=C3=BCller?=" <ann@example.org>' }),
  },
  {
    code: "encoded-word-in-address",
    title: "The address is encoded, too",
    message: createSource({ To: "=?utf-8?Q?M=C3=BCller_<ann=40example.org>?=" }),
  },
  {
    code: "parameter-conflicting",
    title: "Two names for one file",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": 'application/pdf; name="a.pdf"',
          "Content-Disposition": 'attachment; filename="b.pdf"',
          "Content-Transfer-Encoding": "base64",
        },
        "JVBERi0xLjQK",
      ],
    ]),
  },
  {
    code: "filename-missing",
    title: "An attachment without a name",
    message: createMultipart("multipart/mixed", [TEXT_PART, pdf("", "attachment")]),
  },
  {
    code: "attachment-in-alternative",
    title: "A PDF as an alternative",
    message: createMultipart("multipart/alternative", [TEXT_PART, htmlPart("<p>Your order</p>"), pdf("invoice.pdf")]),
  },
  {
    code: "text-in-mixed",
    title: "Text and HTML in multipart/mixed",
    message: createMultipart("multipart/mixed", [TEXT_PART, htmlPart("<p>Thank you for your order.</p>")]),
  },
  {
    code: "cid-unresolved",
    title: "An inline image without its part",
    message: createHtml('<img src="cid:logo@example.com" alt="Logo" width="10" height="10">'),
  },
  {
    code: "cid-outside-related",
    title: "An inline image in multipart/mixed",
    message: createMultipart("multipart/mixed", [
      htmlPart('<img src="cid:logo@example.com" alt="Logo" width="10" height="10">'),
      [
        {
          "Content-Type": "image/png",
          "Content-ID": "<logo@example.com>",
          "Content-Disposition": 'inline; filename="logo.png"',
          "Content-Transfer-Encoding": "base64",
        },
        "iVBORw0KGgo=",
      ],
    ]),
  },
  {
    code: "content-id-malformed",
    title: "Content-ID without brackets",
    message: createMultipart("multipart/related", [
      htmlPart('<img src="cid:logo" alt="Logo" width="10" height="10">'),
      [
        {
          "Content-Type": "image/png",
          "Content-ID": "logo",
          "Content-Disposition": 'inline; filename="logo.png"',
          "Content-Transfer-Encoding": "base64",
        },
        "iVBORw0KGgo=",
      ],
    ]),
  },
  {
    code: "alternatives-out-of-order",
    title: "HTML before the text",
    message: createMultipart("multipart/alternative", [htmlPart("<p>Your order</p>"), TEXT_PART]),
  },
  {
    code: "html-without-text",
    title: "HTML only",
    message: createSource({ "Content-Type": "text/html; charset=utf-8" }, "<p>Your order</p>\r\n"),
  },
  {
    code: "html-in-text",
    title: "HTML labelled text/plain",
    message: createSource({}, "<html><body><p>Your <b>order</b></p></body></html>\r\n"),
  },
  {
    code: "text-part-empty",
    title: "An empty text alternative",
    message: createMultipart("multipart/alternative", [
      [{ "Content-Type": "text/plain; charset=utf-8" }, ""],
      htmlPart("<p>Thank you for your order of today.</p>"),
    ]),
  },
  {
    code: "tnef",
    title: "winmail.dat",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": 'application/ms-tnef; name="winmail.dat"',
          "Content-Disposition": 'attachment; filename="winmail.dat"',
          "Content-Transfer-Encoding": "base64",
        },
        "eJ8+IgAAAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAA5AQAAAAAAADoAA==",
      ],
    ]),
  },
  {
    code: "encoded-word-too-long",
    title: "The whole subject in one encoded word",
    message: createSource({ Subject: `=?utf-8?B?${Buffer.from("Grüße ".repeat(15)).toString("base64")}?=` }),
  },
  {
    code: "parameter-continuation-broken",
    title: "A file name in sections that begin with 1",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      pdf("", 'attachment; filename*1="Rechnung"; filename*2=".pdf"'),
    ]),
  },
  {
    code: "base64-broken",
    title: "Text that was never encoded is labelled as base64",
    fix: /Encode the body as base64/,
    message: createSource({ "Content-Transfer-Encoding": "base64" }, "Thank you for your order\r\n"),
  },
  {
    code: "base64-broken",
    title: "A data: URL is written as the body",
    fix: /precedes the comma/,
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": "application/pdf",
          "Content-Disposition": 'attachment; filename="a.pdf"',
          "Content-Transfer-Encoding": "base64",
        },
        "data:application/pdf;base64,JVBERi0xLjQK",
      ],
    ]),
  },
  {
    code: "encoding-missing",
    title: "The body is encoded, and the header does not say so",
    fix: /Content-Transfer-Encoding: quoted-printable/,
    message: createSource({}, "Gr=C3=BC=C3=9Fe aus K=C3=B6ln,=20\r\nIhr Shop\r\n"),
  },
  {
    code: "encoding-missing",
    title: "HTML in quoted-printable without a label",
    message: createMultipart("multipart/alternative", [
      TEXT_PART,
      [
        { "Content-Type": "text/html; charset=utf-8" },
        '<html lang=3D"en"><body><p class=3D"big"><a href=3D"https://example.com/">Order</a></p></body></html>',
      ],
    ]),
  },
  {
    code: "encoding-missing",
    title: "A file in base64 without a label",
    fix: /or base64/,
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        { "Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="a.pdf"' },
        base64("%PDF-1.4 a file that is long enough to be recognised"),
      ],
    ]),
  },
  {
    code: "encoding-missing",
    title: "A text in base64 without a label",
    message: createSource({}, `${base64("Thank you for your order. It will be shipped today.")}\r\n`),
  },
  {
    code: "encoded-twice",
    title: "The program encodes the body, and the library does, too",
    message: createSource(
      { "Content-Transfer-Encoding": "quoted-printable" },
      "Gr=3DC3=3DBC=3DC3=3D9Fe aus K=3DC3=3DB6ln\r\n",
    ),
  },
  {
    code: "fields-in-body",
    title: "A blank line too many after the boundary",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [{}, "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Your order</p>"],
    ]),
  },
  {
    code: "encoding-obsolete",
    title: "uuencode",
    message: createSource(
      { "Content-Transfer-Encoding": "x-uuencode" },
      "begin 644 a.txt\r\n%2&5L;&\\\r\n`\r\nend\r\n",
    ),
  },
  {
    code: "charset-name-guessed",
    title: "“win-1252”",
    message: createSource(
      { "Content-Type": "text/plain; charset=win-1252", "Content-Transfer-Encoding": "8bit" },
      "Gr\xfc\xdfe\r\n",
    ),
  },
  {
    code: "parts-cut",
    title: "Parts nested a thousand deep",
    message: createSource({ "Content-Type": "message/rfc822" }, "Content-Type: message/rfc822\r\n\r\n".repeat(1000)),
  },
];
