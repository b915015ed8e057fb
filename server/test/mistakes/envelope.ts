import { createSource, type Mistake } from "./mistake.ts";

const HELLO = "EHLO client.example.com";
const MAIL = "MAIL FROM:<shop@example.com>";

/** Mistakes in the envelope, and between envelope and header. */
export const ENVELOPE_MISTAKES: readonly Mistake[] = [
  {
    code: "display-name-in-path",
    title: "The To field is passed to RCPT as it is",
    dialogue: [HELLO, MAIL, "RCPT TO:<Ann Example <ann@example.org>>", "QUIT"],
  },
  {
    code: "display-name-in-path",
    title: "A name before the address in MAIL",
    dialogue: [HELLO, "MAIL FROM:Shop <shop@example.com>", "QUIT"],
  },
  {
    code: "missing-angle-brackets",
    title: "RCPT without brackets",
    dialogue: [HELLO, MAIL, "RCPT TO:ann@example.org", "QUIT"],
  },
  {
    code: "blank-around-colon",
    title: "A blank after the colon",
    dialogue: [HELLO, "MAIL FROM: <shop@example.com>", "QUIT"],
  },
  {
    code: "address-without-domain",
    title: "The user name instead of the address",
    dialogue: [HELLO, MAIL, "RCPT TO:<ann>", "QUIT"],
  },
  {
    code: "bad-domain",
    title: "Two dots in the domain",
    dialogue: [HELLO, MAIL, "RCPT TO:<ann@example..org>", "QUIT"],
  },
  {
    code: "bad-local-part",
    title: "A dot before the @",
    dialogue: [HELLO, MAIL, "RCPT TO:<ann.@example.org>", "QUIT"],
  },
  {
    code: "repeated-recipient",
    title: "The same address in To and Cc",
    dialogue: [HELLO, MAIL, "RCPT TO:<ann@example.org>", "RCPT TO:<ann@example.org>", "QUIT"],
  },
  {
    code: "utf8-address-without-smtputf8",
    title: "An umlaut in the address",
    dialogue: [HELLO, MAIL, { raw: "RCPT TO:<m\xc3\xbcller@example.org>\r\n" }, "QUIT"],
  },
  {
    code: "parameters-after-helo",
    title: "SIZE after HELO",
    dialogue: ["HELO client.example.com", "MAIL FROM:<shop@example.com> SIZE=100", "QUIT"],
  },
  {
    code: "recipient-not-in-envelope",
    title: "Cc was added to the header only",
    message: createSource({ Cc: "Bob <bob@example.org>" }),
  },
  {
    code: "recipient-not-in-header",
    title: "A blind copy",
    message: createSource(),
    to: ["ann@example.org", "audit@example.org"],
  },
  {
    code: "from-differs",
    title: "The envelope has the account's address",
    message: createSource(),
    from: "www-data@web1.example.com",
  },
  {
    code: "bcc-in-header",
    title: "The library leaves Bcc in the header",
    message: createSource({ Bcc: "boss@example.com" }),
    to: ["ann@example.org", "boss@example.com"],
  },
  {
    code: "source-route",
    title: "A route before the address",
    dialogue: [HELLO, MAIL, "RCPT TO:<@relay.example.com:ann@example.org>", "QUIT"],
  },
  {
    code: "local-part-too-long",
    title: "A token in the local part",
    dialogue: [HELLO, `MAIL FROM:<bounce+${"x".repeat(70)}@example.com>`, "QUIT"],
  },
  {
    code: "domain-too-long",
    title: "A domain of 260 bytes",
    dialogue: [HELLO, MAIL, `RCPT TO:<a@${"abcdefghi.".repeat(26)}org>`, "QUIT"],
  },
  {
    code: "path-too-long",
    title: "A long local part and a long domain",
    dialogue: [HELLO, MAIL, `RCPT TO:<${"x".repeat(60)}@${"abcdefghi.".repeat(20)}org>`, "QUIT"],
  },
  {
    code: "address-not-utf8",
    title: "An umlaut in ISO-8859-1",
    dialogue: [HELLO, "MAIL FROM:<shop@example.com> SMTPUTF8", { raw: "RCPT TO:<m\xfcller@example.org>\r\n" }, "QUIT"],
  },
  {
    code: "display-name-in-path",
    title: "A name and an address, both without brackets",
    dialogue: [HELLO, MAIL, "RCPT TO:Ann Example ann@example.org", "QUIT"],
  },
  {
    code: "display-name-in-path",
    title: "A name behind the brackets",
    dialogue: [HELLO, MAIL, "RCPT TO:<ann@example.org> Ann Example", "QUIT"],
  },
  {
    code: "display-name-in-path",
    title: "The address is also the name",
    dialogue: [HELLO, MAIL, "RCPT TO:ann@example.org <ann@example.org>", "QUIT"],
  },
  {
    code: "display-name-in-path",
    title: "A comment inside the brackets",
    dialogue: [HELLO, MAIL, "RCPT TO:<ann@example.org (Ann)>", "QUIT"],
  },
  {
    code: "missing-angle-brackets",
    title: "The second bracket is missing",
    fix: /^Write > after the address/,
    dialogue: [HELLO, "MAIL FROM:<shop@example.com", "QUIT"],
  },
  {
    code: "bad-local-part",
    title: "Brackets twice",
    fix: /one pair of angle brackets/,
    dialogue: [HELLO, "MAIL FROM:<<shop@example.com>>", "QUIT"],
  },
  {
    code: "bad-domain",
    title: "An IP address without brackets",
    dialogue: [HELLO, MAIL, "RCPT TO:<ann@192.168.1.20>", "QUIT"],
  },
  {
    code: "repeated-recipient",
    title: "The domain is once in capitals",
    dialogue: [HELLO, MAIL, "RCPT TO:<ann@example.org>", "RCPT TO:<ann@EXAMPLE.ORG>", "QUIT"],
  },
];
