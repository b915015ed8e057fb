import { INVITATION } from "./calendar.ts";
import { createHtml, createMultipart, createSource, htmlPart, type Mistake, TEXT_PART, utf8 } from "./mistake.ts";

const HELLO = "EHLO client.example.com";
const ENVELOPE = ["MAIL FROM:<shop@example.com>", "RCPT TO:<ann@example.org>", "DATA"] as const;
const EIGHT_BIT = { "Content-Transfer-Encoding": "8bit" };
const PDF = [
  {
    "Content-Type": "application/pdf",
    "Content-Disposition": 'attachment; filename="order.pdf"',
    "Content-Transfer-Encoding": "base64",
  },
  "JVBERi0xLjQKJcOkw7zDtsOfCg==",
] as const;
const link = (url: string) => createHtml(`<p><a href="${url}">Your order</a></p>`);
/** The text as a program gets it that reads UTF-8 in another charset. */
const misread = (text: string, charset: string) => utf8(new TextDecoder(charset).decode(Buffer.from(text)));

const attach = (disposition: string) =>
  createMultipart("multipart/mixed", [TEXT_PART, [{ ...PDF[0], "Content-Disposition": disposition }, PDF[1]]]);

/** Mistakes in texts and values, as programs make them: garbled letters, templates, and values that a form or a library passed on. */
export const CLIENT_TEXT_MISTAKES: readonly Mistake[] = [
  { code: "mojibake", title: "One euro sign", message: createSource(EIGHT_BIT, misread("Total: 12 €\r\n", "latin1")) },
  { code: "mojibake", title: "An emoji", message: createSource(EIGHT_BIT, misread("Thank you 🎉\r\n", "latin1")) },
  { code: "mojibake", title: "A check mark", message: createSource(EIGHT_BIT, misread("✓ paid\r\n", "latin1")) },
  {
    code: "mojibake",
    title: "Windows in Russia: UTF-8 is read as windows-1251",
    message: createSource(EIGHT_BIT, misread("Привет\r\n", "windows-1251")),
  },
  {
    code: "html-in-text",
    title: "One link, in a text that is sent as it is",
    message: createSource({}, 'Please <a href="https://example.com/c/1">confirm your address</a>.\r\n'),
  },
  {
    code: "entity-in-header",
    title: "PHP: htmlspecialchars() for the name of a file",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": "application/pdf",
          "Content-Disposition": 'attachment; filename="Terms &amp; conditions.pdf"',
          "Content-Transfer-Encoding": "base64",
        },
        "JVBERi0xLjQKJcOkw7zDtsOfCg==",
      ],
    ]),
  },
  {
    code: "text-in-mixed",
    title: "Python: HTML, then the same text, without an alternative",
    message: createMultipart("multipart/mixed", [htmlPart("<p>Thank you for <b>your</b> order.</p>"), TEXT_PART]),
  },
  { code: "template-leftover", title: "A missing number", message: createSource({ Subject: "Order #null confirmed" }) },
  { code: "template-leftover", title: ".NET: no Format()", message: createSource({ Subject: "Order {0} confirmed" }) },
  { code: "template-leftover", title: "Razor is not run", message: createSource({}, "Hello @Model.FirstName,\r\n") },
  { code: "template-leftover", title: "Smarty is not run", message: createSource({}, "Hello {$name},\r\n") },
  { code: "template-leftover", title: "PHP: single quotes", message: createSource({}, "Hello $name,\r\n") },
  {
    code: "template-leftover",
    title: "Liquid, with a filter",
    message: createSource({}, "Hi {{ name | default: 'you' }}!\r\n"),
  },
  {
    code: "template-leftover",
    title: "Twig, with the wrong braces",
    message: createSource({}, "Hello {% name %},\r\n"),
  },
  { code: "template-leftover", title: "Number signs", message: createSource({}, "Dear #FNAME#,\r\n") },
  { code: "template-leftover", title: "Two missing names", message: createSource({}, "Dear null null,\r\n") },
  { code: "template-leftover", title: "Percent signs", message: createSource({ Subject: "Your order %ORDER_ID%" }) },
  { code: "template-leftover", title: "A link in two brackets", message: link("[[url]]") },
  { code: "html-in-text", title: "One paragraph", message: createSource({}, "<p>Hello&nbsp;Ann</p>\r\n") },
  {
    code: "html-in-text",
    title: "PHP: nl2br() for text",
    message: createSource({}, "Hello Ann,<br />\r\nyour order is on its way.<br />\r\n"),
  },
  { code: "link-malformed", title: "Two dots", message: link("https://shop..example.com/orders/1") },
  { code: "template-leftover", title: "Two brackets", message: createSource({}, "Hello [[first_name]],\r\n") },
  {
    code: "template-leftover",
    title: "JavaScript: a function is not called",
    message: createSource({}, "Hello function toString() { [native code] },\r\n"),
  },
  {
    code: "template-leftover",
    title: "JavaScript: a date cannot be read",
    message: createSource({}, "Your appointment is on Invalid Date.\r\n"),
  },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the mistake
  { code: "template-leftover", title: "A link in single quotes", message: link("${url}") },
  { code: "link-malformed", title: "No address to write to", message: link("mailto:") },
  {
    code: "charset-name-guessed",
    title: "MySQL's name for UTF-8",
    message: createSource({ ...EIGHT_BIT, "Content-Type": "text/plain; charset=utf8mb4" }, utf8("Grüße\r\n")),
  },
  {
    code: "reply-to-misspelt",
    title: "The name of a parameter",
    message: createSource({ "Reply-To-Address": "help@example.com" }),
  },
  {
    code: "list-unsubscribe-malformed",
    title: "Two addresses without a comma",
    message: createSource({ "List-Unsubscribe": "<https://example.com/u/1> <mailto:u@example.com>" }),
  },
  { code: "list-id-malformed", title: "A URL", message: createSource({ "List-Id": "News <https://example.com>" }) },
  {
    code: "header-injection",
    title: "PHP: the visitor's address has a subject, too",
    message: createSource({
      "Reply-To": "x@example.net\r\nSubject: Buy now\r\nContent-Type: text/html; charset=utf-8",
    }),
  },
  {
    code: "header-injection",
    title: "A form's subject has a content type and a text",
    message: (date) =>
      [
        "From: shop@example.com",
        "To: ann@example.org",
        "Subject: Question",
        "Content-Type: text/html",
        "",
        "<b>Buy now</b>",
        `Date: ${date}`,
        "Message-ID: <1@shop.example.com>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "Hello",
        "",
      ].join("\r\n"),
  },
  {
    code: "template-leftover",
    title: "Go: a template is not run",
    message: createSource({}, "Hello {{ .User.Name }},\r\n"),
  },
  { code: "template-leftover", title: "Blade, with a variable", message: createSource({}, "Hello {{ $name }},\r\n") },
  {
    code: "template-leftover",
    title: "Twig, with a function",
    message: createSource({}, "{{ 'greeting' | trans }}\r\n"),
  },
  {
    code: "template-leftover",
    title: "Jinja, with an index",
    message: createSource({}, "Hello {{ user['name'] }},\r\n"),
  },
  { code: "template-leftover", title: "EJS is not run", message: createSource({}, "<%- name %>\r\n") },
  { code: "template-leftover", title: "PHP is not run", message: createSource({}, "Hello <?= $name ?>,\r\n") },
  { code: "template-leftover", title: "Template Toolkit", message: createSource({}, "Hello [% name %],\r\n") },
  { code: "template-leftover", title: "Salesforce", message: createSource({}, "Hello {!Contact.FirstName},\r\n") },
  { code: "template-leftover", title: "Two words in brackets", message: createSource({}, "Dear [First Name],\r\n") },
  {
    code: "template-leftover",
    title: "A name in angle brackets",
    message: createSource({}, "Hello <first name>,\r\n"),
  },
  { code: "template-leftover", title: "Underscores", message: createSource({}, "Hello __NAME__,\r\n") },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the mistake
  { code: "template-leftover", title: "Thymeleaf", message: createSource({}, "[[${user.name}]]\r\n") },
  { code: "template-leftover", title: "A missing last name", message: createSource({}, "Hello Ann undefined,\r\n") },
  {
    code: "template-leftover",
    title: "A missing number in a sentence",
    message: createSource({}, "Your order undefined has shipped.\r\n"),
  },
  { code: "template-leftover", title: "PHP: an array as text", message: createSource({}, "Hello Array,\r\n") },
  { code: "template-leftover", title: "Objective-C: no value", message: createSource({}, "Hello (null),\r\n") },
  {
    code: "template-leftover",
    title: "Java: toString() of an object",
    message: createSource({}, "Hello java.lang.Object@1b6d3586,\r\n"),
  },
  {
    code: "template-leftover",
    title: "Django: str() of an object",
    message: createSource({}, "Hello <User: User object (1)>,\r\n"),
  },
  {
    code: "template-leftover",
    title: "JavaScript: no await",
    message: createSource({}, "Hello [object Promise],\r\n"),
  },
  {
    code: "template-leftover",
    title: "A missing number before a verb",
    message: createSource({ Subject: "Order undefined confirmed" }),
  },
  { code: "template-leftover", title: "A missing sender", message: createSource({ Subject: "New message from null" }) },
  { code: "template-leftover", title: "The name of the field", message: createSource({ Subject: "%SUBJECT%" }) },
  {
    code: "template-leftover",
    title: "The name of the text",
    message: createSource({ Subject: "order_mailer.confirmed.subject" }),
  },
  {
    code: "template-leftover",
    title: "Reply-To has a placeholder",
    message: createSource({ "Reply-To": '"{{ shop.name }}" <shop@example.com>' }),
  },
  {
    code: "template-leftover",
    title: "Python: a token is None",
    message: createSource({}, "https://example.com/reset?token=None\r\n"),
  },
  {
    code: "template-leftover",
    title: "The route in place of the path",
    message: createSource({}, "https://example.com/reset/:token\r\n"),
  },
  { code: "template-leftover", title: "A link in braces", message: link("{url}") },
  {
    code: "template-leftover",
    title: "A cell has no value",
    message: createHtml('<table role="presentation"><tr><td>Total</td><td>NaN</td></tr></table>'),
  },
  {
    code: "mojibake",
    title: "Chinese that was read as windows-1252",
    message: createSource(EIGHT_BIT, misread("您好，订单\r\n", "windows-1252")),
  },
  {
    code: "mojibake",
    title: "Greek that was read as windows-1252",
    message: createSource(EIGHT_BIT, misread("Γειά σου\r\n", "windows-1252")),
  },
  {
    code: "mojibake",
    title: "Arabic that was read as windows-1252",
    message: createSource(EIGHT_BIT, misread("مرحبا بك\r\n", "windows-1252")),
  },
  {
    code: "mojibake",
    title: "One Polish letter",
    message: createSource(EIGHT_BIT, misread("Dziękujemy\r\n", "windows-1252")),
  },
  {
    code: "mojibake",
    title: "The name of a file",
    message: attach("attachment; filename*=utf-8''Gr%C3%83%C2%BC%C3%83%C5%B8e.pdf"),
  },
  {
    code: "subject-encoded-twice",
    title: "PHP: quoted_printable_encode() for the subject",
    message: createSource({ Subject: "=?utf-8?Q?Gr=3DC3=3DBC=3DC3=3D9Fe_aus_K=3DC3=3DB6ln?=" }),
  },
  { code: "entity-in-header", title: "A Danish letter", message: createSource({ Subject: "Hej S&oslash;ren" }) },
  {
    code: "html-in-text",
    title: "XHTML",
    message: createSource({}, '<?xml version="1.0"?>\r\n<!DOCTYPE html>\r\n<html><body><p>Hello</p></body></html>\r\n'),
  },
  { code: "html-in-text", title: "One word in bold", message: createSource({}, "Hello <b>Ann</b>, welcome.\r\n") },
  {
    code: "html-in-text",
    title: "A link in a letter",
    message: createSource(
      {},
      'Dear Ann,\r\n\r\nPlease <a href="https://example.com/c">confirm</a> your order.\r\n\r\nBest regards,\r\nThe shop\r\n',
    ),
  },
  {
    code: "text-part-empty",
    title: "A space without a width",
    message: createMultipart("multipart/alternative", [
      [{ "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "quoted-printable" }, "=E2=80=8B"],
      htmlPart("<p>Thank you for your order.</p>"),
    ]),
  },
  {
    code: "attachment-in-alternative",
    title: "A message as an alternative",
    message: createMultipart("multipart/alternative", [
      TEXT_PART,
      [{ "Content-Type": "message/rfc822" }, "From: ann@example.org\r\nSubject: Hi\r\n\r\nHello"],
    ]),
  },
  {
    code: "attachment-in-alternative",
    title: "A table with a name as an alternative",
    message: createMultipart("multipart/alternative", [
      TEXT_PART,
      htmlPart("<p>Thank you for your order.</p>"),
      [{ "Content-Type": "text/csv; name=orders.csv" }, "a,b"],
    ]),
  },
  {
    code: "text-in-mixed",
    title: "The file before the text and the HTML",
    message: createMultipart("multipart/mixed", [PDF, TEXT_PART, htmlPart("<p>Thank you for your order.</p>")]),
  },
  {
    code: "text-in-mixed",
    title: "Python: the HTML is in a multipart/related",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        { "Content-Type": 'multipart/related; boundary="in"' },
        "--in\r\nContent-Type: text/html\r\n\r\n<p>Your order</p>\r\n--in--",
      ],
    ]),
  },
  {
    code: "list-unsubscribe-malformed",
    title: "Two URLs in one pair of brackets",
    message: createSource({ "List-Unsubscribe": "<mailto:u@example.com, https://example.com/u>" }),
  },
  { code: "field-empty", title: "C#: an empty address", message: createSource({ "Reply-To": '"" <>' }) },
  {
    code: "field-empty",
    title: "JavaScript: name and address are undefined",
    message: createSource({ "Reply-To": "undefined <undefined>" }),
  },
  {
    code: "message-id-domain",
    title: "Swift Mailer without the name of its host",
    message: createSource({ "Message-ID": "<4a5b6c7d8e@swift.generated>" }),
  },
  {
    code: "message-id-domain",
    title: "An address of the local network",
    message: createSource({ "Message-ID": "<1.2.3@[192.168.1.20]>" }),
  },
  {
    code: "header-injection",
    title: "PHP: the visitor's address has blind copies",
    message: createSource({ "Reply-To": "ann@example.net\r\nBcc: victim@example.net, other@example.net" }),
  },
  {
    code: "header-injection",
    title: "A subject begins another MIME message",
    message: createSource({
      Subject: "Hi\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x",
    }),
  },
  { code: "link-localhost", title: "DDEV", message: link("https://shop.ddev.site/orders/1") },
  { code: "link-localhost", title: "A path on Windows", message: link("C:\\mail\\order.html") },
  { code: "link-malformed", title: "A comma in the host", message: link("https://example,com/orders/1") },
  { code: "link-malformed", title: "A user without a domain", message: link("mailto:help") },
  {
    code: "calendar-invalid",
    title: "The UID is empty",
    message: (date) => INVITATION(date).replace("UID:1@example.com", "UID:"),
  },
  {
    code: "calendar-invalid",
    title: "The start is a day, and the end a time",
    message: (date) => INVITATION(date).replace("DTSTART:20261201T090000Z", "DTSTART;VALUE=DATE:20261201"),
  },
  {
    code: "calendar-invalid",
    title: "A day that the month does not have",
    message: (date) => INVITATION(date).replace("DTSTART:20261201", "DTSTART:20260231"),
  },
  {
    code: "calendar-invalid",
    title: "A rule of an unknown frequency",
    message: (date) => INVITATION(date).replace("SUMMARY:", "RRULE:FREQ=FORTNIGHTLY\r\nSUMMARY:"),
  },
  {
    code: "bare-lf-end-of-data",
    title: "A file with LF is sent, and then the right end",
    dialogue: [
      HELLO,
      ...ENVELOPE,
      {
        raw: "From: shop@example.com\r\nTo: ann@example.org\r\nSubject: Order\r\n\r\nHello\n.\nMAIL FROM:<a@example.net>\r\n.\r\n",
      },
      "QUIT",
    ],
  },
];
