import { INVITATION } from "./calendar.ts";
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

const attachment = (fields: Readonly<Record<string, string>>, body = "iVBORw0KGgo=") =>
  createMultipart("multipart/mixed", [
    TEXT_PART,
    [{ "Content-Type": "image/png", "Content-Transfer-Encoding": "base64", ...fields }, body],
  ]);
const link = (url: string) => createHtml(`<a href="${url}">Your order</a>`);

/** Mistakes in the parts, the HTML and the calendars, as programs make them with the usual libraries and languages. */
export const CLIENT_BODY_MISTAKES: readonly Mistake[] = [
  {
    code: "content-field-malformed",
    title: "A file name with blanks, without quotes",
    message: attachment({ "Content-Disposition": "attachment; filename=Invoice 2026.png" }),
  },
  {
    code: "content-field-malformed",
    title: "Go: the MIME-Version in the content type",
    message: createSource({ "Content-Type": 'MIME-version: 1.0; Content-Type: text/html; charset="UTF-8"' }),
  },
  {
    code: "boundary-missing",
    title: "PHP: the two hyphens are part of the boundary parameter",
    message: (date) => createMultipart("multipart/mixed", [TEXT_PART])(date).replace('"=_part', '"--=_part'),
  },
  {
    code: "blank-line-missing",
    title: "PHP: a part without a blank line after its header",
    message: (date) => createMultipart("multipart/mixed", [TEXT_PART])(date).replace("\r\n\r\nThank", "\r\nThank"),
  },
  {
    code: "header-line-without-colon",
    title: "PHP: a field of a part without its colon",
    message: attachment({ "Content-Type": 'image/png\r\nContent-Disposition attachment; filename="a.png"' }),
  },
  {
    code: "encoding-unknown",
    title: "8-bit in place of 8bit",
    message: createSource({ "Content-Transfer-Encoding": "8-bit" }),
  },
  {
    code: "base64-broken",
    title: "The alphabet of URLs",
    message: attachment({ "Content-Disposition": 'attachment; filename="a.png"' }, "iVBORw0KGgo-_8A_AAAA"),
  },
  {
    code: "base64-trailing-text",
    title: "Java: each block has its own padding",
    fix: /multiple of 57 bytes/,
    message: createSource(
      { "Content-Transfer-Encoding": "base64" },
      `${base64("Hello Ann!")}\r\n${base64("Your order")}\r\n`,
    ),
  },
  {
    code: "charset-mismatch",
    title: "PHP: UTF-8 labelled iso-8859-1",
    message: createSource(
      { "Content-Type": "text/plain; charset=iso-8859-1", "Content-Transfer-Encoding": "8bit" },
      utf8("Grüße aus Köln\r\n"),
    ),
  },
  {
    code: "charset-mismatch",
    title: "C#: UTF-16 labelled utf-8",
    message: createSource(
      { "Content-Transfer-Encoding": "base64" },
      `${Buffer.from("\ufeffHello", "utf16le").toString("base64")}\r\n`,
    ),
  },
  {
    code: "text-in-mixed",
    title: "Python: MIMEMultipart('related') with text and HTML",
    message: createMultipart("multipart/related", [TEXT_PART, htmlPart("<p>Thank you for your order.</p>")]),
  },
  {
    code: "alternatives-out-of-order",
    title: "The HTML with its images before the text",
    message: createMultipart("multipart/alternative", [
      [
        { "Content-Type": 'multipart/related; boundary="in"' },
        "--in\r\nContent-Type: text/html\r\n\r\n<p>Your order</p>\r\n--in--",
      ],
      TEXT_PART,
    ]),
  },
  {
    code: "template-leftover",
    title: "nodemailer: the text is undefined",
    message: createMultipart("multipart/alternative", [
      [{ "Content-Type": "text/plain; charset=utf-8" }, "undefined"],
      htmlPart("<p>Thank you for your order of today.</p>"),
    ]),
  },
  {
    code: "template-leftover",
    title: "Ruby: #{} in single quotes",
    message: createSource({}, "Hello #{user.name},\r\n"),
  },
  { code: "template-leftover", title: "Go: a missing key", message: createSource({}, "Hello <no value>,\r\n") },
  { code: "template-leftover", title: "Laravel: Blade is not run", message: createSource({}, "Hi {!! $name !!},\r\n") },
  {
    code: "template-leftover",
    title: "MJML that is not compiled",
    message: createHtml("<mjml><mj-body><mj-text>Hello</mj-text></mj-body></mjml>"),
  },
  {
    code: "template-leftover",
    title: "A placeholder that was percent-encoded",
    message: link("https://example.com/orders/%7B%7Border.id%7D%7D"),
  },
  { code: "link-localhost", title: "Laravel Valet: a host in .test", message: link("https://shop.test/orders/1") },
  { code: "link-localhost", title: "Docker: the name of a service", message: link("http://web:8000/orders/1") },
  {
    code: "link-localhost",
    title: "Word: an image in a file",
    message: createHtml('<img src="file:///C:/Users/ann/logo.png" alt="Logo" width="10" height="10">'),
  },
  { code: "link-malformed", title: "An empty link", message: link("") },
  { code: "link-malformed", title: "mailto twice", message: link("mailto:mailto:help@example.com") },
  { code: "link-malformed", title: "A host is empty", message: link("https:///orders/1") },
  {
    code: "html-unsupported",
    title: "An image as a data URL",
    message: createHtml('<img src="data:image/png;base64,iVBORw0KGgo=" alt="Logo" width="10" height="10">'),
  },
  {
    code: "calendar-invalid",
    title: "The end is before the start",
    message: (date) => INVITATION(date).replace("DTEND:20261201T10", "DTEND:20261201T08"),
  },
  {
    code: "calendar-invalid",
    title: "A zone without its definition",
    message: (date) =>
      INVITATION(date).replace("DTSTART:20261201T090000Z", "DTSTART;TZID=Europe/Berlin:20261201T090000"),
  },
  {
    code: "calendar-method-missing",
    title: "The two methods differ",
    message: (date) => INVITATION(date).replace("METHOD:REQUEST", "METHOD:PUBLISH"),
  },
  {
    code: "calendar-organizer",
    title: "The organizer is somebody else",
    message: (date) =>
      INVITATION(date).replace("ORGANIZER:mailto:shop@example.com", "ORGANIZER:mailto:boss@example.net"),
  },
];
