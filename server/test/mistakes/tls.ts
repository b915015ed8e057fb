import type { Mistake } from "./mistake.ts";

const HELLO = "EHLO client.example.com";
const HEADER =
  "From: shop@example.com\r\nTo: ann@example.org\r\nSubject: Order\r\nDate: Fri, 27 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@shop.example.com>\r\n";
const TLS = { tls: "auto" } as const;

/** Mistakes with TLS. */
export const TLS_MISTAKES: readonly Mistake[] = [
  {
    code: "starttls-not-used",
    title: "The message goes in the clear although STARTTLS is offered",
    options: TLS,
    dialogue: [
      HELLO,
      "MAIL FROM:<shop@example.com>",
      "RCPT TO:<ann@example.org>",
      "DATA",
      { raw: `${HEADER}\r\nHello\r\n.\r\n` },
      "QUIT",
    ],
  },
  { code: "wanted-starttls", title: "The client requires STARTTLS, which is not offered", dialogue: [HELLO, "QUIT"] },
  {
    code: "tls-on-plain-port",
    title: "“secure: true” on the plain port",
    dialogue: [
      {
        push: "\x16\x03\x01\x00\x2f\x01\x00\x00\x2b\x03\x03abcdefghijklmnopqrstuvwxyz012345\x00\x00\x02\x13\x01\x01\x00\x00\x00",
      },
      "close",
    ],
  },
  {
    code: "plaintext-after-starttls",
    title: "The client goes on in plaintext after the reply to STARTTLS",
    fix: /Begin the TLS handshake/,
    options: TLS,
    dialogue: [HELLO, "STARTTLS", { push: `${HELLO}\r\n` }, { pauseMs: 50 }, "close"],
  },
  {
    code: "plain-text-on-tls-port",
    title: "“secure: false” on the TLS port",
    options: { ...TLS, smtpsPort: 0 },
    port: "smtps",
    dialogue: [{ push: "EHLO client.example.com\r\n" }, { pauseMs: 50 }, "close"],
  },
];
