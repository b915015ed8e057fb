import { INVITATION } from "./calendar.ts";
import { createHtml, createMultipart, createSource, htmlPart, type Mistake, TEXT_PART, utf8 } from "./mistake.ts";

const MESSAGE_GROUP = [
  { push: "MAIL FROM:<shop@example.com>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\n" },
  { raw: "" },
  { raw: "" },
  { raw: "" },
] as const;
const HEADER = `From: shop@example.com\r\nTo: ann@example.org\r\nSubject: Order\r\nDate: ${new Date().toUTCString().replace("GMT", "+0000")}\r\n`;

/** Well-formed messages and dialogues: nothing may be found that is an error or a warning. */
export const CONTROLS: readonly Omit<Mistake, "code">[] = [
  { title: "plain text", message: createSource() },
  {
    title: "plain text in UTF-8",
    message: createSource({ "Content-Transfer-Encoding": "8bit" }, utf8("Grüße aus Köln\r\n")),
  },
  { title: "an encoded subject", message: createSource({ Subject: "=?utf-8?Q?F=C3=BCr_Sie?=" }) },
  { title: "a quoted name with a comma", message: createSource({ From: '"Example, Shop" <shop@example.com>' }) },
  {
    title: "text and HTML",
    message: createHtml('<p>Thank you for <a href="https://example.com/orders/1">your order</a>.</p>'),
  },
  {
    title: "quoted-printable with signs that look encoded",
    message: createSource(
      { "Content-Transfer-Encoding": "quoted-printable" },
      "1 =3D 1, id=3D42, Gr=C3=BC=C3=9Fe=\r\n and more\r\n",
    ),
  },
  {
    title: "base64 with padding",
    message: createSource(
      { "Content-Transfer-Encoding": "base64" },
      "SGVsbG8gQW5uLCB5b3VyIG9yZGVyIGlzIG9uIGl0cyB3YXku\r\n",
    ),
  },
  {
    title: "an attachment with an RFC 2231 name",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": "application/pdf",
          "Content-Disposition": "attachment; filename*=utf-8''F%C3%BCr%20Sie.pdf",
          "Content-Transfer-Encoding": "base64",
        },
        "JVBERi0xLjQKJcOkw7zDtsOfCg==",
      ],
    ]),
  },
  {
    title: "an attachment with its name in ASCII, too",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": "application/pdf",
          "Content-Disposition": "attachment; filename=\"Fuer Sie.pdf\"; filename*=utf-8''F%C3%BCr%20Sie.pdf",
          "Content-Transfer-Encoding": "base64",
        },
        "JVBERi0xLjQKJcOkw7zDtsOfCg==",
      ],
    ]),
  },
  {
    title: "letters that look garbled, but are Portuguese, Romanian and Russian",
    message: createSource(
      { "Content-Transfer-Encoding": "8bit" },
      utf8(
        "MANHÃ, IRMÃ’S, pâte, „câine”; РОССИЯ, СССР, РІЧ, «СЁСТРЫ» — С № 5; 2 Å², 3 × 4, »Å«, ”Ä” – «l’été» Øre, ΑΘΉΝΑ, “ÎLE” Ý…\r\n",
      ),
    ),
  },
  {
    title: "a header that is quoted, with a field of a spam filter",
    message: createSource({}, "The message was:\r\n\r\n> Spam\r\nX-Spam: undefined\r\n"),
  },
  {
    title: "prices, variables and elements that a text names",
    message: createSource(
      { Subject: "50% off, 100%_sure" },
      "Hi $5 fans,\r\nwrite <p> and </p>, or <br>,\r\nand set $name in [[wiki]] to #1 or #tag.\r\n",
    ),
  },
  {
    title: "a text about programs",
    message: createSource(
      { Subject: "Fix: order of undefined and null, and from none to all" },
      "Hello array fans,\r\nx = {{1, 2}, {3}}; a <- b[% 2]; see https://example.com/dev/null?q=null,\r\nhttps://example.org/wiki/Null and\r\n#tags, your order is not null, and {\\bf {text}}, `null`, <td>null</td>.\r\n",
    ),
  },
  {
    title: "a picture between a text and its end in HTML, as Apple Mail writes it",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": "image/png; name=a.png",
          "Content-Disposition": "inline; filename=a.png",
          "Content-Transfer-Encoding": "base64",
        },
        "iVBORw0KGgo=",
      ],
      htmlPart("<p>Best regards</p>"),
    ]),
  },
  {
    title: "a footer below HTML",
    message: createMultipart("multipart/mixed", [
      htmlPart("<p>Thank you for your order.</p>"),
      [{ "Content-Type": "text/plain; charset=utf-8" }, "This message was checked for viruses. Your security team"],
    ]),
  },
  {
    title: "a patch for a template, on a list",
    message: createSource({
      Subject: "[PATCH] foo: use {{name}}",
      To: "dev@lists.example.net",
      "List-Id": "<dev.lists.example.net>",
      "List-Post": "<mailto:dev@lists.example.net>",
      "List-Unsubscribe": "<https://lists.example.net/u>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
    from: "dev-bounces+ann=example.org@lists.example.net",
  },
  {
    title: "an enclosed message whose header is text",
    message: createSource(
      { "MIME-Version": null, "Content-Type": null },
      "This is spam:\r\n\r\nFrom: x@example.net\r\nTo: ann@example.org\r\nSubject: Buy\r\nDate: Sat, 1 Aug 2026 10:00:00 +0000\r\nMessage-ID: <1@example.net>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nBuy now\r\n",
    ),
  },
  {
    title: "an inline image in multipart/related",
    message: createMultipart("multipart/related", [
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
  { title: "an invitation", message: INVITATION },
  {
    title: "a newsletter with one-click unsubscription",
    message: createHtml('<p>News. <a href="https://example.com/u/1">Unsubscribe</a></p>', {
      "List-Id": "News <news.example.com>",
      "List-Unsubscribe": "<https://example.com/u/1>, <mailto:u@example.com>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
    from: "bounce-4711@example.com",
  },
  {
    title: "mail of a list, to a subscriber",
    message: createSource({
      To: "dev@lists.example.net",
      "List-Id": "<dev.lists.example.net>",
      "List-Unsubscribe": "<https://lists.example.net/u>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
    from: "dev-bounces+ann=example.org@lists.example.net",
  },
  {
    title: "a reply",
    message: createSource({
      "In-Reply-To": "<1@example.org>",
      References: "<0@example.org> <1@example.org>",
      Subject: "Re: Your order",
    }),
  },
  {
    title: "text with braces and percent signs",
    message: createSource({}, "A { name } in braces, 100% of undefined behaviour, and null and void.\r\n"),
  },
  {
    title: "Python: SIZE is counted before the last line is ended",
    dialogue: [
      "EHLO client.example.com",
      `MAIL FROM:<shop@example.com> SIZE=${`${HEADER}Message-ID: <3@shop.example.com>\r\n\r\nHello`.length}`,
      "RCPT TO:<ann@example.org>",
      "DATA",
      { raw: `${HEADER}Message-ID: <3@shop.example.com>\r\n\r\nHello\r\n.\r\n` },
      "QUIT",
    ],
  },
  { title: "a health probe", dialogue: ["close"] },
  { title: "a probe that says QUIT", dialogue: ["QUIT"] },
  {
    title: "two messages in one session",
    dialogue: [
      "EHLO client.example.com",
      ...MESSAGE_GROUP,
      { raw: `${HEADER}Message-ID: <1@shop.example.com>\r\n\r\nHello\r\n.\r\n` },
      ...MESSAGE_GROUP,
      { raw: `${HEADER}Message-ID: <2@shop.example.com>\r\n\r\nHello\r\n.\r\n` },
      "QUIT",
    ],
  },
];
