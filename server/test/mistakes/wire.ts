import { createSource, type Mistake } from "./mistake.ts";

const START = ["EHLO client.example.com", "MAIL FROM:<shop@example.com>", "RCPT TO:<ann@example.org>", "DATA"] as const;
const HEADER =
  "From: shop@example.com\r\nTo: ann@example.org\r\nSubject: Order\r\nDate: Fri, 27 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@shop.example.com>\r\n";

/** Mistakes in the SMTP dialogue. */
export const WIRE_MISTAKES: readonly Mistake[] = [
  {
    code: "bare-lf",
    title: "A script writes \\n",
    message: (date) => createSource()(date).replaceAll("\r\n", "\n") + "\r\n",
  },
  {
    code: "bare-lf",
    title: "A template has \\n in the body, the library writes the header",
    message: createSource({}, "Hello,\n\nyour order is on its way.\n\r\n"),
  },
  {
    code: "bare-cr",
    title: "A text from an old Mac",
    message: createSource({}, "Hello,\rthis is one line for mail.\r\n"),
  },
  { code: "doubled-cr", title: "A stream in text mode on Windows", message: createSource({}, "Hello,\r\r\nAnn\r\r\n") },
  { code: "nul", title: "A UTF-16 file is attached as text", message: createSource({}, "H\0e\0l\0l\0o\0\r\n") },
  {
    code: "line-too-long",
    title: "HTML on one line, sent as 7bit",
    message: createSource({ "Content-Type": "text/html; charset=utf-8" }, `<p>${"order ".repeat(300)}</p>\r\n`),
  },
  {
    code: "ended-early",
    title: "The program does not double the dot of a line with only a dot",
    dialogue: [
      ...START,
      { raw: `${HEADER}\r\nThe list:\r\n.\r\n` },
      { push: "the rest of the text\r\nBest regards\r\n.\r\nQUIT\r\n" },
      { pauseMs: 50 },
      "close",
    ],
  },
  {
    code: "unknown-command",
    because: "ended-early",
    title: "The text after a lone dot is read as commands",
    dialogue: [...START, { raw: `${HEADER}\r\nThe list:\r\n.\r\n` }, { raw: "the rest of the text\r\n" }, "QUIT"],
  },
  {
    code: "ended-early",
    title: "The text after a lone dot begins like commands",
    dialogue: [
      ...START,
      { push: `${HEADER}\r\nThe list:\r\n.\r\nHelp is on its way\r\nData follows below\r\n.\r\nQUIT\r\n` },
      { pauseMs: 50 },
      "close",
    ],
  },
  {
    code: "missing-dot-stuffing",
    title: "A line begins with a dot that is not doubled",
    dialogue: [...START, { raw: `${HEADER}\r\n.htaccess is missing\r\n.\r\n` }, "QUIT"],
  },
  {
    code: "bare-lf-end-of-data",
    title: "A shell script ends the data with LF.LF",
    dialogue: [...START, { push: `${HEADER.replaceAll("\r\n", "\n")}\nHello\n.\n` }, { pauseMs: 50 }, "close"],
  },
  {
    code: "hung-up-mid-message",
    because: "bare-lf-end-of-data",
    title: "The client waits for the reply to LF.LF, and gives up",
    dialogue: [...START, { push: `${HEADER.replaceAll("\r\n", "\n")}\nHello\n.\n` }, { pauseMs: 50 }, "close"],
  },
  {
    code: "hung-up-mid-message",
    title: "The program ends while it sends",
    dialogue: [...START, { push: `${HEADER}\r\nHel` }, { pauseMs: 50 }, "close"],
  },
  {
    code: "no-recipient-accepted",
    title: "The program ignores the replies to RCPT",
    dialogue: [
      "EHLO client.example.com",
      "MAIL FROM:<shop@example.com>",
      "RCPT TO:<Ann Example <ann@example.org>>",
      "DATA",
      "QUIT",
    ],
  },
  { code: "ehlo-not-a-host", title: "EHLO with an address without brackets", dialogue: ["EHLO 192.168.1.20", "QUIT"] },
  { code: "ehlo-not-a-host", title: "EHLO with an underscore", dialogue: ["EHLO build_agent.example.com", "QUIT"] },
  { code: "ehlo-not-a-host", title: "EHLO localhost.localdomain", dialogue: ["EHLO localhost.localdomain", "QUIT"] },
  { code: "ehlo-not-a-host", title: "EHLO localhost", dialogue: ["EHLO localhost", "QUIT"] },
  { code: "helo-instead-of-ehlo", title: "An old library", dialogue: ["HELO client.example.com", "QUIT"] },
  {
    code: "command-out-of-order",
    title: "RCPT before MAIL",
    dialogue: ["EHLO client.example.com", "RCPT TO:<ann@example.org>", "MAIL FROM:<shop@example.com>", "QUIT"],
  },
  {
    code: "command-out-of-order",
    title: "A second MAIL on the same connection, without the end of the first message",
    dialogue: ["EHLO client.example.com", "MAIL FROM:<shop@example.com>", "MAIL FROM:<shop@example.com>", "QUIT"],
  },
  {
    code: "command-malformed",
    title: "MAIL without a colon",
    fix: /colon after FROM/,
    dialogue: ["EHLO client.example.com", "MAIL FROM <shop@example.com>", "QUIT"],
  },
  {
    code: "command-malformed",
    title: "Two addresses in one RCPT",
    fix: /one RCPT TO for each/,
    dialogue: [
      "EHLO client.example.com",
      "MAIL FROM:<shop@example.com>",
      "RCPT TO:<ann@example.org>,<bob@example.org>",
      "QUIT",
    ],
  },
  {
    code: "command-malformed",
    title: "A parameter that is not offered",
    fix: /the reply to EHLO lists/,
    dialogue: ["EHLO client.example.com", "MAIL FROM:<shop@example.com> XVERP", "QUIT"],
  },
  {
    code: "line-unterminated",
    title: "The line end is in single quotes, so that it is sent as backslashes",
    fix: /single quotes/,
    dialogue: [{ push: String.raw`EHLO client.example.com\r\n` }, { pauseMs: 50 }, "close"],
  },
  {
    code: "line-unterminated",
    title: "Lines end with CR alone",
    fix: /CR alone/,
    dialogue: [{ push: "EHLO client.example.com\rQUIT\r" }, { pauseMs: 50 }, "close"],
  },
  {
    code: "unknown-command",
    title: "LHLO on a port for SMTP",
    fix: /Send EHLO/,
    dialogue: ["LHLO client.example.com", "QUIT"],
  },
  { code: "command-before-greeting", title: "MAIL without EHLO", dialogue: ["MAIL FROM:<shop@example.com>", "QUIT"] },
  {
    code: "no-quit",
    title: "The program closes the socket after the message",
    dialogue: [...START, { raw: `${HEADER}\r\nHello\r\n.\r\n` }, "close"],
  },
  {
    code: "bare-lf-command",
    title: "printf without \\r",
    dialogue: [{ raw: "EHLO client.example.com\n" }, { raw: "MAIL FROM:<shop@example.com>\n" }, { raw: "QUIT\n" }],
  },
  {
    code: "trailing-blank",
    title: "A blank before the line end",
    dialogue: ["EHLO client.example.com", "MAIL FROM:<shop@example.com> ", "QUIT"],
  },
  {
    code: "pipelined-past-wait",
    title: "The whole dialogue is piped into nc",
    dialogue: [
      { raw: "EHLO client.example.com\r\nMAIL FROM:<shop@example.com>\r\nRCPT TO:<ann@example.org>\r\n" },
      "QUIT",
    ],
  },
  {
    code: "http-request",
    title: "A browser opens the SMTP port",
    dialogue: [{ push: "GET / HTTP/1.1\r\nHost: localhost:1025\r\n\r\n" }, "close"],
  },
  {
    code: "unknown-command",
    title: "A misspelt command",
    dialogue: ["EHLO client.example.com", "MAILFROM <shop@example.com>", "QUIT"],
  },
  {
    code: "slow-client",
    title: "The program renders its template between DATA and the text",
    dialogue: [...START, { pauseMs: 1300 }, { raw: `${HEADER}\r\nHello\r\n.\r\n` }, "QUIT"],
  },
  {
    code: "unused-pipelining",
    title: "Many recipients, each with a round trip",
    dialogue: [
      "EHLO client.example.com",
      "MAIL FROM:<shop@example.com>",
      "RCPT TO:<a@example.org>",
      "RCPT TO:<b@example.org>",
      "RCPT TO:<c@example.org>",
      "RCPT TO:<d@example.org>",
      "RCPT TO:<e@example.org>",
      "DATA",
      { raw: `${HEADER}\r\nHello\r\n.\r\n` },
      "QUIT",
    ],
  },
  {
    code: "size-too-small",
    title: "SIZE counts characters of the text only",
    dialogue: [
      "EHLO client.example.com",
      "MAIL FROM:<shop@example.com> SIZE=5",
      "RCPT TO:<ann@example.org>",
      "DATA",
      { raw: `${HEADER}\r\nHello\r\n.\r\n` },
      "QUIT",
    ],
  },
  {
    code: "eight-bit-without-8bitmime",
    title: "Raw UTF-8 in the body, MAIL without BODY=8BITMIME",
    dialogue: [
      ...START,
      {
        raw: `${HEADER}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n.\r\n`,
      },
      "QUIT",
    ],
  },
  {
    code: "command-line-too-long",
    title: "A header in the place of an address",
    dialogue: ["EHLO client.example.com", `MAIL FROM:<${"a".repeat(5000)}@example.com>`, "QUIT"],
  },
  {
    code: "pipelining-not-offered",
    title: "Pipelining after HELO",
    dialogue: [
      "HELO client.example.com",
      { push: "MAIL FROM:<shop@example.com>\r\nRCPT TO:<ann@example.org>\r\n" },
      { raw: "" },
      { raw: "" },
      "QUIT",
    ],
  },
  {
    code: "size-too-large",
    title: "SIZE counts the message once it is base64",
    dialogue: [
      "EHLO client.example.com",
      "MAIL FROM:<shop@example.com> SIZE=50000",
      "RCPT TO:<ann@example.org>",
      "DATA",
      { raw: `${HEADER}\r\nHello\r\n.\r\n` },
      "QUIT",
    ],
  },
];
