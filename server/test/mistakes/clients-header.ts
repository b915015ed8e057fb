import { base64, createMultipart, createSource, type Mistake, TEXT_PART, utf8 } from "./mistake.ts";

const HELLO = "EHLO client.example.com";
const MAIL = "MAIL FROM:<shop@example.com>";
const RCPT = "RCPT TO:<ann@example.org>";
const HEADER =
  "From: shop@example.com\r\nTo: ann@example.org\r\nSubject: Order\r\nDate: Fri, 27 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@shop.example.com>\r\n";

/** Mistakes in the dialogue and in the header, as programs make them with the usual libraries and languages. */
export const CLIENT_HEADER_MISTAKES: readonly Mistake[] = [
  {
    code: "bad-local-part",
    title: "PHPMailer: two addresses are passed as one",
    fix: /one RCPT TO for each address/,
    dialogue: [HELLO, MAIL, "RCPT TO:<ann@example.org,bob@example.org>", "QUIT"],
  },
  {
    code: "bad-local-part",
    title: "Python: str() of a list of recipients",
    fix: /not the list as text/,
    dialogue: [HELLO, MAIL, "RCPT TO:<['ann@example.org']>", "QUIT"],
  },
  {
    code: "address-without-domain",
    title: "nodemailer: the recipient is an empty variable",
    fix: /variable that is empty/,
    dialogue: [HELLO, MAIL, "RCPT TO:<>", "QUIT"],
  },
  {
    code: "address-without-domain",
    title: "JavaScript: the recipient is undefined",
    dialogue: [HELLO, MAIL, "RCPT TO:<undefined>", "QUIT"],
  },
  {
    code: "no-recipient-accepted",
    title: "Go net/smtp: a loop over no recipients, then DATA",
    fix: /empty list/,
    dialogue: [HELLO, MAIL, "DATA", "QUIT"],
  },
  {
    code: "no-recipient-accepted",
    title: "BDAT although the recipient was refused",
    dialogue: [HELLO, MAIL, "RCPT TO:<>", { raw: "BDAT 7 LAST\r\nHello\r\n" }, "QUIT"],
  },
  { code: "display-name-in-path", title: "A name as a comment", dialogue: [HELLO, `${MAIL} (Shop)`, "QUIT"] },
  { code: "ehlo-not-a-host", title: "A name with an umlaut", dialogue: [`EHLO ${utf8("büro.example.com")}`, "QUIT"] },
  { code: "ehlo-not-a-host", title: "Jakarta Mail: mail.smtp.localhost is empty", dialogue: ["EHLO", "QUIT"] },
  { code: "ehlo-not-a-host", title: "An IPv6 address without brackets", dialogue: ["EHLO ::1", "QUIT"] },
  {
    code: "ehlo-not-a-host",
    title: "The name of a computer, with blanks",
    dialogue: ["EHLO Anns MacBook Pro.local", "QUIT"],
  },
  {
    code: "bare-lf-end-of-data",
    title: "Perl: the last line is printed with \\n",
    dialogue: [HELLO, MAIL, RCPT, "DATA", { push: `${HEADER}\r\nHello\r\n.\n` }, { pauseMs: 50 }, "close"],
  },
  {
    code: "hung-up-mid-message",
    title: "A script sends QUIT without the dot",
    dialogue: [HELLO, MAIL, RCPT, "DATA", { push: `${HEADER}\r\nHello\r\nQUIT\r\n` }, { pauseMs: 50 }, "close"],
  },
  {
    code: "auth-malformed",
    title: "AUTH LOGIN without base64",
    options: { auth: ["shop:correct"] },
    dialogue: [HELLO, "AUTH LOGIN", "shop@example.com", "QUIT"],
  },
  {
    code: "auth-refused",
    title: "CRAM-MD5 with a wrong password",
    options: { auth: ["shop:correct"] },
    dialogue: [HELLO, "AUTH CRAM-MD5", base64("shop 0123456789abcdef0123456789abcdef"), "QUIT"],
  },
  {
    code: "address-guessed",
    title: "Python: msg['To'] is str() of a list",
    message: createSource({ To: "['ann@example.org', 'bob@example.org']" }),
    to: ["ann@example.org", "bob@example.org"],
  },
  {
    code: "address-guessed",
    title: "C#: recipients separated by semicolons",
    message: createSource({ To: "Ann <ann@example.org>; Bob <bob@example.org>" }),
    to: ["ann@example.org", "bob@example.org"],
  },
  {
    code: "address-guessed",
    title: "PHP: the brackets are missing",
    message: createSource({ From: "Shop shop@example.com" }),
  },
  {
    code: "address-guessed",
    title: "The address is also the name, without quotes",
    message: createSource({ From: "shop@example.com <shop@example.com>" }),
  },
  {
    code: "address-malformed",
    title: "PHP: undisclosed-recipients without its colon",
    message: createSource({ To: "undisclosed-recipients" }),
  },
  {
    code: "template-leftover",
    title: "JavaScript: first and last name are undefined",
    message: createSource({ To: "undefined undefined <ann@example.org>" }),
  },
  {
    code: "template-leftover",
    title: "Rails: a subject without a translation",
    message: createSource({ Subject: "translation missing: en.user_mailer.subject" }),
  },
  {
    code: "template-leftover",
    title: "Go: fmt.Sprintf lacks an argument",
    message: createSource({ Subject: "Order %!s(MISSING)" }),
  },
  { code: "template-leftover", title: "C: %s in the subject", message: createSource({ Subject: "Order %s" }) },
  {
    code: "date-malformed",
    title: "JavaScript: Date.toString()",
    message: () => createSource({ Date: new Date().toString() })(""),
  },
  {
    code: "date-invalid",
    title: "PHP: time() in place of date('r')",
    message: () => createSource({ Date: `${Math.floor(Date.now() / 1000)}` })(""),
  },
  {
    code: "date-malformed",
    title: "PHP: date('c') has a colon in its zone",
    message: (date) => createSource({ Date: date.replace("+0000", "+00:00") })(date),
  },
  {
    code: "message-id-malformed",
    title: "The sender's address before the @",
    message: createSource({ "Message-ID": "<ann@example.org@example.com>" }),
  },
  {
    code: "message-id-domain",
    title: "The name of a Mac",
    message: createSource({ "Message-ID": "<1.2.3@Anns-MacBook.local>" }),
  },
  { code: "reply-to-misspelt", title: "Replay-To", message: createSource({ "Replay-To": "help@example.com" }) },
  {
    code: "field-unknown-near",
    title: "A misspelt field of a part",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": "image/png",
          "Content-Disposition": 'attachment; filename="a.png"',
          "Content-Transfert-Encoding": "base64",
        },
        "iVBORw0KGgo=",
      ],
    ]),
  },
  {
    code: "header-injection",
    title: "PHP mail(): a line break in the name of the sender",
    message: createSource({ From: "Ann\r\nBcc: victim@example.net <shop@example.com>" }),
  },
  {
    code: "header-injection",
    title: "PHP mail(): a blank line in the subject",
    message: createSource({ Subject: "Hello\r\n\r\nBuy now" }),
  },
  {
    code: "encoded-word-broken",
    title: "PHP: substr() of an encoded subject",
    message: createSource({ Subject: "=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus" }),
  },
  {
    code: "encoded-word-broken",
    title: "PHP: text right before an encoded word",
    message: createSource({ Subject: "Order=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" }),
  },
  {
    code: "one-click-incomplete",
    title: "An unsubscription link without TLS",
    message: createSource({
      "List-Unsubscribe": "<http://example.com/u>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
  },
];
