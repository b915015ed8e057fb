import { describe, expect, it } from "vitest";
import { createEnvelope, createMail } from "../../test/support/create-mail.ts";
import { GOOD, good, HTML, join, multipart, TEXT, without } from "../../test/support/finding-sources.ts";
import { MISTAKES } from "../../test/support/mistakes.ts";
import { FINDINGS, type FindingCode } from "./findings/finding-table.ts";
import { lintForRow, lintMail } from "./lint-mail.ts";
import { ParsedMail } from "./parsed-mail.ts";

/** A signature of the body “Hello”, as far as that needs no key. */
const dkim = (tags: Readonly<Record<string, string>>) =>
  `DKIM-Signature: ${Object.entries({
    v: "1",
    a: "rsa-sha256",
    d: "example.com",
    s: "s1",
    h: "From:Subject",
    bh: "Ba3gj8+xBPQLJTahTfzW6RbWQ/XPgESxkCi2B66PSQg=",
    b: "AAAA",
    ...tags,
  })
    .map((tag) => tag.join("="))
    .join("; ")}`;
const createSignedSource = (tags: Readonly<Record<string, string>>, body = "Hello"): [Buffer, string] => [
  join(dkim(tags), ...GOOD, "", body),
  `${dkim(tags)}\r\n`,
];

const calendarPart = (head: string, ...lines: readonly string[]) =>
  multipart(
    "multipart/alternative",
    ...TEXT,
    "--b",
    head,
    "",
    "BEGIN:VCALENDAR",
    ...lines,
    "END:VCALENDAR",
    "--b--",
    "",
  );

/** Kinds with a mail that has them, and the bytes in the range (null: the message as a whole). `MISTAKES` has more kinds. */
const CASES: Partial<Record<FindingCode, readonly [Buffer, string | null]>> = {
  "bare-lf": [join(...GOOD, "", "one\ntwo"), "\n"],
  "bare-cr": [join(...GOOD, "", "one\rtwo"), "\r"],
  "doubled-cr": [join(...GOOD, "", "one\r", "two"), "\r"],
  "line-too-long": [join(...GOOD, "", "x".repeat(999)), "x".repeat(999)],
  "line-over-78": [join(...GOOD, "", "x".repeat(79)), "x".repeat(79)],
  nul: [join(...GOOD, "", "a\0b"), "\0"],
  "header-missing": [join("Hello there", "", "x"), "Hello there\r\n"],
  "blank-line-missing": [join(...GOOD, "Hello there", "", "x"), "Hello there\r\n"],
  "header-line-without-colon": [join("Subject: x", "what is this", ...without("Subject"), "", ""), "what is this\r\n"],
  "fields-in-body": [
    join(...without("Subject"), "", "Subject: x", "X-Mailer: y", "", "Hello"),
    "Subject: x\r\nX-Mailer: y\r\n",
  ],
  "field-folded-away": [join(...without("Subject"), "  Subject: x", "", ""), "  Subject: x"],
  "mbox-line": [
    join("From jo@example.com Mon Nov 23 12:00:00 2026", ...GOOD, "", ""),
    "From jo@example.com Mon Nov 23 12:00:00 2026\r\n",
  ],
  "byte-order-mark": [join(`\xef\xbb\xbf${GOOD[0]}`, ...GOOD.slice(1), "", ""), "\xef\xbb\xbf"],
  "blank-line-before-header": [join("", "  ", ...GOOD, "", ""), "\r\n  \r\n"],
  "first-field-indented": [join(`  ${GOOD[0]}`, ...GOOD.slice(1), "", ""), "  "],
  "blank-before-colon": [join(...without("Subject"), "Subject : x", "", ""), "Subject : x\r\n"],
  "eight-bit-header": [join(...without("Subject"), "Subject: \xc3\xbc", "", ""), "Subject: \xc3\xbc\r\n"],
  "header-not-utf8": [join(...without("Subject"), "Subject: \xfc", "", ""), "Subject: \xfc\r\n"],
  "field-repeated": [join(...GOOD, "Subject: again", "", ""), "Subject: again\r\n"],
  "return-path-present": [join("Return-Path: <x@example.com>", ...GOOD, "", ""), "Return-Path: <x@example.com>\r\n"],
  "from-missing": [join(...without("From"), "", ""), null],
  "sender-missing": [
    join(...without("From"), "From: jo@example.com, max@example.com", "", ""),
    "From: jo@example.com, max@example.com\r\n",
  ],
  "address-malformed": [join(...GOOD, "Cc: Zoe", "", ""), "Cc: Zoe\r\n"],
  "address-guessed": [join(...GOOD, "Cc: Zoe zoe@example.net", "", ""), "Cc: Zoe zoe@example.net\r\n"],
  "address-obsolete": [join(...GOOD, "Cc: zoe@example . net", "", ""), "Cc: zoe@example . net\r\n"],
  "from-differs": [join(...without("From"), "From: max@example.com", "", ""), "From: max@example.com\r\n"],
  "recipient-not-in-header": [join(...without("To"), "To: max@example.com", "", ""), null],
  "recipient-not-in-envelope": [join(...GOOD, "Cc: max@example.com", "", ""), "Cc: max@example.com\r\n"],
  "bcc-in-header": [join(...GOOD, "Bcc: max@example.com", "", ""), "Bcc: max@example.com\r\n"],
  "date-missing": [join(...without("Date"), "", ""), null],
  "date-malformed": [join(...without("Date"), "Date: 2026-11-23T12:00:00Z", "", ""), "Date: 2026-11-23T12:00:00Z\r\n"],
  "date-obsolete": [
    join(...without("Date"), "Date: 23 Nov 26 12:00:00 EST", "", ""),
    "Date: 23 Nov 26 12:00:00 EST\r\n",
  ],
  "date-zone-unknown": [
    join(...without("Date"), "Date: 23 Nov 2026 12:00:00 CET", "", ""),
    "Date: 23 Nov 2026 12:00:00 CET\r\n",
  ],
  "message-id-missing": [join(...without("Message-ID"), "", ""), null],
  "message-id-malformed": [join(...without("Message-ID"), "Message-ID: 1", "", ""), "Message-ID: 1\r\n"],
  "subject-empty": [join(...without("Subject"), "Subject: ", "", ""), "Subject: \r\n"],
  "encoded-word-broken": [join(...without("Subject"), "Subject: x =?utf-8?Q?=C3?=", "", ""), "=?utf-8?Q?=C3?="],
  "encoded-word-too-long": [
    join(...without("Subject"), `Subject: =?utf-8?Q?${"x".repeat(70)}?=`, "", ""),
    `=?utf-8?Q?${"x".repeat(70)}?=`,
  ],
  "list-unsubscribe-missing": [join(...GOOD, "List-Id: <l.example.com>", "", ""), null],
  "mime-version-missing": [join(...GOOD, "Content-Type: text/plain", "", ""), "Content-Type: text/plain\r\n"],
  "content-field-malformed": [
    join(...good("Content-Type: text/plain charset=utf-8"), "", ""),
    "Content-Type: text/plain charset=utf-8\r\n",
  ],
  "parameter-conflicting": [
    join(...good("Content-Type: text/plain; name=a.txt; name=b.txt"), "", ""),
    "Content-Type: text/plain; name=a.txt; name=b.txt\r\n",
  ],
  "parameter-continuation-broken": [
    join(...good("Content-Type: text/plain; name*0=a; name*2=b"), "", ""),
    "Content-Type: text/plain; name*0=a; name*2=b\r\n",
  ],
  "encoded-word-in-parameter": [
    join(...good('Content-Type: text/plain; name="=?utf-8?Q?=C3=BC?="'), "", ""),
    'Content-Type: text/plain; name="=?utf-8?Q?=C3=BC?="\r\n',
  ],
  "boundary-missing": [join(...good("Content-Type: multipart/mixed"), "", "x"), "Content-Type: multipart/mixed\r\n"],
  "multipart-unterminated": [multipart("multipart/mixed", "--b", "", "the end"), "d"],
  "multipart-encoded": [
    join(...good("Content-Type: multipart/mixed; boundary=b", "Content-Transfer-Encoding: base64"), "", ""),
    "Content-Type: multipart/mixed; boundary=b\r\n",
  ],
  "parts-cut": [multipart("multipart/mixed", ...Array<string>(5_001).fill("--b\r\n"), "--b--"), null],
  "encoding-unknown": [
    join(...good("Content-Type: text/plain", "Content-Transfer-Encoding: 8-bit"), "", "x"),
    "Content-Transfer-Encoding: 8-bit\r\n",
  ],
  "encoding-missing": [
    join(...good("Content-Type: text/plain; charset=utf-8"), "", "Gr=C3=BC=C3=9Fe"),
    "Content-Type: text/plain; charset=utf-8\r\n",
  ],
  "encoding-obsolete": [
    join(...good("Content-Type: text/plain", "Content-Transfer-Encoding: x-uuencode"), "", "x"),
    "Content-Transfer-Encoding: x-uuencode\r\n",
  ],
  "base64-broken": [join(...good("Content-Transfer-Encoding: base64"), "", "SGVs*bG8="), "*"],
  "quoted-printable-broken": [
    join(...good("Content-Transfer-Encoding: quoted-printable"), "", "1+1=3D2", "1+1=2"),
    "=",
  ],
  "eight-bit-in-7bit": [join(...good("Content-Type: text/plain; charset=utf-8"), "", "\xc3\xbc"), "\xc3\xbc"],
  "charset-missing": [
    join(...good("Content-Type: text/plain", "Content-Transfer-Encoding: 8bit"), "", "\xc3\xbc"),
    "Content-Type: text/plain\r\n",
  ],
  "charset-unknown": [
    join(...good("Content-Type: text/plain; charset=x-none"), "", "x"),
    "Content-Type: text/plain; charset=x-none\r\n",
  ],
  "charset-name-guessed": [
    join(...good("Content-Type: text/plain; charset=utf_8"), "", "x"),
    "Content-Type: text/plain; charset=utf_8\r\n",
  ],
  "charset-mismatch": [
    join(...good("Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: 8bit"), "", "\xc3\xbc"),
    "Content-Type: text/plain; charset=iso-8859-1\r\n",
  ],
  "replacement-character": [
    join(...good("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"), "", "K\xef\xbf\xbdln"),
    "\xef\xbf\xbd",
  ],
  "encoded-twice": [
    join(
      ...good("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"),
      "",
      "K=C3=83=C2=B6ln",
    ),
    "=C3=83=C2=B6",
  ],
  "html-without-text": [multipart("multipart/mixed", ...HTML, "--b--"), "Content-Type: text/html; charset=utf-8\r\n"],
  "alternatives-out-of-order": [
    multipart("multipart/alternative", ...HTML, ...TEXT, "--b--"),
    "Content-Type: text/plain\r\n",
  ],
  "dkim-body-hash": createSignedSource({}, "Hello you"),
  "dkim-signature": createSignedSource({ v: "2" }),
  "dkim-weak": createSignedSource({ l: "7" }),
  "dkim-incomplete": createSignedSource({ h: "From" }),
  alignment: [join(...without("From"), "From: jo@example.org", "", ""), "From: jo@example.org\r\n"],
  "calendar-method-missing": [calendarPart("Content-Type: text/calendar"), "Content-Type: text/calendar\r\n\r\n"],
  "calendar-not-inline": [
    multipart("multipart/mixed", ...TEXT, "--b", "Content-Type: application/ics; method=REQUEST", "", "", "--b--", ""),
    "Content-Type: application/ics; method=REQUEST\r\n\r\n",
  ],
  "calendar-invalid": [
    calendarPart("Content-Type: text/calendar"),
    "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR",
  ],
  "calendar-organizer": [
    calendarPart("Content-Type: text/calendar; method=REQUEST", "METHOD:REQUEST"),
    "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR",
  ],
  tnef: [
    multipart("multipart/mixed", ...TEXT, "--b", "Content-Type: application/ms-tnef", "", "x", "--b--", ""),
    "Content-Type: application/ms-tnef\r\n\r\n",
  ],
};

/** Kinds that need more than the message, or that its HTML has: these have their own tests. */
const TESTED_ELSEWHERE = [
  "bare-lf-end-of-data",
  "html-in-text",
  "text-part-empty",
  "date-skew",
  "message-id-repeated",
  "gmail-clip",
  "html-large",
];

describe("findings", () => {
  it.each([
    ["<1@example.com>", false],
    ["<1 @ local(comment) .example .com>", false],
    ["<order 1@example.com>", true],
    ["<a@example.com@example.com>", true],
  ])("are seen in the Message-ID %s: %s", (id, isMalformed) => {
    const codes = lintMail(createMail([...without("Message-ID"), `Message-ID: ${id}`, "", ""])).map(({ code }) => code);
    expect(codes.includes("message-id-malformed")).toBe(isMalformed);
  });

  it("are empty for a correct mail", () => {
    expect(lintMail(createMail([...GOOD, "", "Hello Zoe", ""]))).toEqual([]);
    expect(lintMail(createMail(multipart("multipart/alternative", ...TEXT, ...HTML, "--b--", "")))).toEqual([]);
  });

  it("have a case for each kind", () => {
    const tested = new Set([...Object.keys(CASES), ...MISTAKES.map(([code]) => code), ...TESTED_ELSEWHERE]);
    // Findings of these groups have their cases in server/test/mistakes. Those of provider-api come from a request.
    const groups: ReadonlySet<string> = new Set(["html", "provider-api"]);
    const untested = Object.entries(FINDINGS).filter(([code, { group }]) => !groups.has(group) && !tested.has(code));
    expect(untested.map(([code]) => code)).toEqual([]);
  });

  it.each(Object.entries(CASES))("of kind %s are seen, and where", (code, [raw, place]) => {
    const finding = lintMail(createMail(raw)).find((one) => one.code === code);
    expect(finding).toMatchObject({
      code,
      ...FINDINGS[code as keyof typeof FINDINGS],
      text: expect.stringMatching(/^[A-Z]/),
    });
    const where =
      finding?.where.in === "source" ? raw.toString("latin1", finding.where.start, finding.where.end) : null;
    expect(where).toBe(place);
  });

  it.each([
    ["Content-Type: html", true],
    ["Content-Type: text/html, charset=utf-8", true],
    ["Content-Type: text/html; charset=utf-8", false],
    ["Content-Type: text/plain (a comment)", false],
    ["Content-Type: text/plain;", false],
    ['Content-Transfer-Encoding: "base64"', true],
    ["Content-Transfer-Encoding: base64 (a comment)", false],
    ["Content-Disposition: attachment filename=x.txt", true],
    ["Content-Disposition: filename=x.txt", true],
    ["Content-Disposition: attachment; filename=x.txt", false],
  ])("of %j say whether it is malformed: %s", (line, expected) => {
    const codes = lintMail(createMail([...good(line), "", ""])).map(({ code }) => code);
    expect(codes.includes("content-field-malformed")).toBe(expected);
  });

  it("do not mistake the header of an enclosed message for a misplaced one", () => {
    const mail = createMail([
      ...without("Subject"),
      "MIME-Version: 1.0",
      "Content-Type: message/rfc822",
      "",
      "Subject: x",
      "",
      "y",
    ]);
    expect(lintMail(mail).map(({ code }) => code)).toEqual(["subject-empty"]);
  });

  it("do not mistake a forwarded header for a misplaced one, nor a list of names for fields", () => {
    const forwarded = createMail([...GOOD, "", "Subject: Hello", "From: max@example.com", "", "Hello"]);
    expect(lintMail(forwarded)).toEqual([]);
    const signature = dkim({ h: "from:to:\r\n cc:subject" });
    expect(lintMail(createMail([...GOOD, signature, "", "Hello"]))).toEqual([]);
  });

  it("include the line break before the header, but not a missing header", () => {
    const codes = lintMail(createMail(["", ...GOOD, "", "Hello"])).map(({ code }) => code);
    expect(codes).toEqual(["blank-line-before-header"]);
  });

  it("are counted, and have the range of the first", () => {
    const [finding] = lintMail(createMail([...GOOD, "", "a\nb\nc\n"]));
    expect(finding).toMatchObject({
      code: "bare-lf",
      count: 3,
      where: { in: "source", start: join(...GOOD, "", "a").length },
    });
  });

  it.each([
    "Zoe (work) <zoe@example.net>",
    "zoe@example.net (Zoe)",
    '"zoe" <zoe@example.net>',
    "Team: zoe@example.net;",
    "zoe@example.net,",
    "Zoe\r\n <zoe@example.net>",
    "Zo\u00eb <zoe@example.net>",
  ])("see nothing wrong in the recipient %j", (to) => {
    const envelope = createEnvelope("jo@example.com", ["zoe@example.net"]);
    const from = { ...envelope.from, parameters: [{ keyword: "smtputf8", value: null }] };
    expect(lintMail(createMail([...without("To"), `To: ${to}`, "", ""], { from }))).toEqual([]);
  });

  it.each([
    "zoe@example . net",
    "<zoe(comment)@example.net>",
    "<@relay.example:zoe@example.net>",
    '"a \\"b\\" c"@example.net',
    "zoe@[IPv6:::1]",
    "zoe@[192.0.2.1]",
    "Smith, Zoe <zoe@example.net>",
    "zoe@example.net; jo@example.net",
    "Zoe <zoe@example.net",
  ])("do not say that %j has no address", (to) => {
    const codes = lintMail(createMail([...without("To"), `To: ${to}`, "", ""])).map(({ code }) => code);
    expect(codes).not.toContain("address-malformed");
  });

  it.each([
    ["=?utf-8?B?w7w=?=", true],
    ["=?utf-8?b?w7w?=", true],
    ["=?iso-8859-1?B?/A==?=", true],
    ["=?utf-8?B?w7w===?=", false],
    ["=?utf-8?B?w7w*?=", false],
    ["=?utf-8?B?/A==?=", false],
    ["=?utf-8?Q?=FC?=", false],
    ["=?iso-8859-1*de?Q?=FC?=", true],
    ["=?utf-8?X?w7w=?=", false],
    ["=?x-none?Q?a?=", false],
  ])("say of the encoded word %s: it is valid: %s", (word, isValid) => {
    const codes = lintMail(createMail([...without("Subject"), `Subject: ${word}`, "", ""])).map(({ code }) => code);
    expect(codes).toEqual(isValid ? [] : ["encoded-word-broken"]);
  });

  it("do not call text garbled whose charset is guessed", () => {
    // Big5, of which ISO 8859-1 makes pairs such as Å¥.
    const subject = "Subject: (\xadI\xa1^\xbby \xa4\xe9\xc5\xa5MP3)";
    const mail = createMail(join(...without("Subject"), subject, "", ""));
    expect(lintMail(mail).map(({ code }) => code)).toEqual(["header-not-utf8"]);
  });

  it("say that From and Date are empty", () => {
    const mail = createMail(["From: ", "Date: ", ...GOOD.slice(1, 3), "Message-ID: <1@example.com>", "", ""]);
    expect(lintMail(mail).map(({ code, text }) => [code, text])).toEqual([
      ["date-invalid", expect.any(String)],
      ["address-malformed", expect.stringContaining("From is empty")],
    ]);
  });

  it("say that a date without a time zone has none", () => {
    const [finding] = lintMail(createMail([...without("Date"), "Date: 23 Nov 2026 12:00:00", "", ""]));
    expect(finding).toMatchObject({ code: "date-without-zone" });
  });

  it("do not compare recipients if the message has none, or more than are read", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `u${index}@example.net`).join(",");
    const codes = (to: string, sentTo: readonly string[]) =>
      lintMail(createMail([...without("To"), `To: ${to}`, "", ""], createEnvelope("jo@example.com", sentTo))).map(
        ({ code }) => code,
      );
    expect(codes("max@example.com", [])).toEqual([]);
    expect(codes(many, ["zoe@example.net"]).filter((code) => code.startsWith("recipient"))).toEqual([]);
  });

  it("include raw bytes within an encoded word", () => {
    const mail = createMail(join(...without("Subject"), "Subject: =?iso-8859-1?Q?Gr\xfc?=", "", ""));
    expect(lintMail(mail).map(({ code }) => code)).toContain("encoded-word-broken");
  });

  it.each([
    ["Content-Type: text/plain; charset=ascii", "charset-mismatch"],
    ["Content-Type: text/plain; charset=iso-2022-jp", "charset-mismatch"],
    ["Content-Type: text/plain; charset=utf8", undefined],
    ["Content-Type: text/plain; charset=latin1", "charset-mismatch"],
    ["Content-Type: text/plain; charset=8bit", "charset-unknown"],
  ])("say of UTF-8 with %j: %s", (line, code) => {
    const source = join(...good(line, "Content-Transfer-Encoding: 8bit"), "", "\xc3\xbc");
    expect(lintMail(createMail(source)).map((finding) => finding.code)).toEqual(code === undefined ? [] : [code]);
  });

  it("say that ISO-2022-JP is not named", () => {
    const source = join(...good("Content-Type: text/plain"), "", "\x1b$BF|\x1b(B");
    expect(lintMail(createMail(source)).map(({ code }) => code)).toEqual(["charset-missing"]);
  });

  it("compare names of a file in two fields", () => {
    const source = join(...good("Content-Type: a/b; name=a", "Content-Disposition: attachment; filename=b"), "", "x");
    expect(lintMail(createMail(source)).map(({ code }) => code)).toEqual(["parameter-conflicting"]);
  });

  it("compare domains in either spelling", () => {
    const envelope = createEnvelope("jo@b\u00fccher.example", ["zoe@m\u00fcnchen.example"]);
    const from = { ...envelope.from, parameters: [{ keyword: "smtputf8", value: null }] };
    const fields = ["From: jo@xn--bcher-kva.example", "To: zoe@XN--mnchen-3ya.example", ...GOOD.slice(2)];
    expect(lintMail(createMail([...fields, "", ""], { ...envelope, from }))).toEqual([]);
  });

  it("do not object to UTF-8 headers if SMTPUTF8 was requested", () => {
    const envelope = createEnvelope("jo@example.com", ["zoe@example.net"]);
    const from = { ...envelope.from, parameters: [{ keyword: "smtputf8", value: null }] };
    const mail = createMail([...without("Subject"), "Subject: Grüße", "", ""], { from });
    expect(lintMail(mail)).toEqual([]);
  });

  it("do not mistake a text cut within a character for one in a wrong charset", () => {
    const mail = createMail([
      ...good("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"),
      "",
      "aüß€😊",
    ]);
    for (let limit = 1; limit <= 12; limit++) expect(lintForRow(new ParsedMail(mail, limit))).toEqual([]);
  });

  it("accept quoted-printable that is cut within a byte", () => {
    const mail = createMail([
      ...good("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"),
      "",
      "x=",
      ...Array<string>(4).fill("=D0=BF=D1=80="),
      "",
    ]);
    for (let limit = 5; limit <= 70; limit++) expect(lintForRow(new ParsedMail(mail, limit))).toEqual([]);
  });
});

describe("the lines of and around base64", () => {
  const HEAD = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
  const PART = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  const LINE_CODES = new Set(["bare-lf", "nul", "line-over-78", "base64-line-length"]);
  /** Returns the findings on lines, with their offsets in the body. */
  const findLines = (body: string) =>
    lintMail(createMail(HEAD + PART + body))
      .filter(({ code }) => LINE_CODES.has(code))
      .flatMap(({ code, places }) =>
        places.map((place) => [code, "start" in place ? place.start - HEAD.length - PART.length : -1]),
      );
  const lines = (length: number) => `${"A".repeat(length)}\r\n`.repeat(40);

  it.each<[what: string, body: string, found: readonly (readonly [code: string, start: number])[]]>([
    ["regular", `${lines(76)}AAAA\r\n--b--\r\n`, []],
    ["a long line after it", `${lines(76)}--b\r\n\r\n${"x".repeat(100)}\r\n--b--\r\n`, [["line-over-78", 3127]]],
    ["a NUL in its last line", `${lines(76)}AAA\0\r\n--b--\r\n`, [["nul", 3123]]],
    ["a NUL in its first line", `AAA\0${lines(76).slice(4)}--b--\r\n`, [["nul", 3]]],
    ["a bare LF after it", `${lines(76)}--b--\n`, [["bare-lf", 3125]]],
    ["a bare LF in it", `${lines(76)}AAAA\n${lines(76)}--b--\r\n`, [["bare-lf", 3124]]],
    [
      "lines that are too long",
      `${lines(80)}--b--\r\n`,
      Array.from({ length: 40 }, (_, at) => ["base64-line-length", 82 * at]),
    ],
  ])("are checked: %s", (_, body, found) => {
    expect(findLines(body)).toEqual(found);
  });
});
