import { describe, expect, test } from "vitest";
import * as sealed from "../../../test/support/sealed-samples.ts";
import { EMPTY_ENVELOPE } from "../empty-envelope.ts";
import { parseMail } from "../parsed-mail.ts";
import { listContentKinds } from "./find-content.ts";
import { readContent } from "./read-content.ts";

/** @param source with LF */
function createMail(source: string) {
  const raw = Buffer.from(source.replaceAll("\n", "\r\n"));
  return { raw: () => raw, envelope: EMPTY_ENVELOPE };
}

const read = (source: string) => readContent(createMail(source));

function multipart(type: string, ...parts: string[]): string {
  return `Subject: x\nContent-Type: multipart/${type}; boundary=b\n\n${parts.map((part) => `--b\n${part}\n`).join("")}--b--\n`;
}

const calendarPart = (lines: string, type = "text/calendar; method=REQUEST") => `Content-Type: ${type}\n\n${lines}`;

const calendar = (lines: string) => `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x\n${lines}\nEND:VCALENDAR\n`;

const event = (lines: string) =>
  calendar(`METHOD:REQUEST\nBEGIN:VEVENT\nUID:1@x\nDTSTAMP:20260101T000000Z\n${lines}\nEND:VEVENT`);

const WINDOWS_ZONE = `BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE`;

async function readEvent(lines: string) {
  const { calendars } = await read(`Subject: x\n${calendarPart(event(lines))}`);
  expect(calendars).toMatchObject([{ error: null, eventCount: 1 }]);
  const [only] = calendars[0]?.events ?? [];
  if (only === undefined) throw new Error("no event");
  return only;
}

describe("calendars", () => {
  test("an invitation", async () => {
    const found = await readEvent(
      [
        "SUMMARY:Planning\\, again",
        "DTSTART;TZID=America/New_York:20260701T100000",
        "DURATION:PT1H30M",
        "LOCATION:Roo",
        " m 1",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=10",
        'ORGANIZER;CN="Ann; the boss":mailto:ann@example.com',
        "ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:MAILTO:bob@example.com",
      ].join("\n"),
    );
    expect(found).toEqual({
      kind: "event",
      uid: "1@x",
      sequence: 2,
      summary: "Planning, again",
      description: "",
      location: "Room 1",
      url: "",
      status: "confirmed",
      start: { local: "2026-07-01T10:00:00", zone: "America/New_York", utc: "2026-07-01T14:00:00.000Z" },
      end: { local: "2026-07-01T11:30:00", zone: "America/New_York", utc: "2026-07-01T15:30:00.000Z" },
      recurrence: {
        rule: "FREQ=WEEKLY;COUNT=10;INTERVAL=2;BYDAY=MO,WE",
        text: "every 2 weeks on Monday and Wednesday, 10 times",
      },
      organizer: { name: "Ann; the boss", address: "ann@example.com", status: null, role: null },
      attendees: [{ name: "Bob", address: "bob@example.com", status: "accepted", role: "req-participant" }],
      attendeeCount: 1,
    });
  });

  test.each([
    ["UTC", "DTSTART:20260701T100000Z", { local: "2026-07-01T10:00:00", zone: "UTC", utc: "2026-07-01T10:00:00.000Z" }],
    ["no zone", "DTSTART:20260701T100000", { local: "2026-07-01T10:00:00", zone: null, utc: null }],
    ["a whole day", "DTSTART;VALUE=DATE:20260701", { local: "2026-07-01", zone: null, utc: null }],
    ["an unknown zone", "DTSTART;TZID=Mars:20260701T100000", { local: "2026-07-01T10:00:00", zone: "Mars", utc: null }],
    [
      "winter",
      "DTSTART;TZID=Europe/Berlin:20260101T100000",
      { local: "2026-01-01T10:00:00", zone: "Europe/Berlin", utc: "2026-01-01T09:00:00.000Z" },
    ],
  ])("a time: %s", async (_, line, expected) => {
    expect((await readEvent(line)).start).toEqual(expected);
  });

  test.each([
    ["20260701T100000", "2026-07-01T08:00:00.000Z"],
    ["20261201T100000", "2026-12-01T09:00:00.000Z"],
  ])("a zone that only the calendar defines, as Outlook writes it: %s", async (local, utc) => {
    const lines = `${WINDOWS_ZONE}\nBEGIN:VEVENT\nDTSTART;TZID="W. Europe Standard Time":${local}\nEND:VEVENT`;
    const { calendars } = await read(`Subject: x\n${calendarPart(calendar(lines))}`);
    expect(calendars[0]?.events[0]?.start).toMatchObject({ zone: "W. Europe Standard Time", utc });
  });

  test.each([
    ["FREQ=DAILY", "every day"],
    ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261231T000000Z", "every week from Monday to Friday, until 2026-12-31"],
    ["FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"],
    ["FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on day 1 and day 15"],
    ["FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "every year on the second Sunday in March"],
    ["FREQ=YEARLY;BYSETPOS=1;BYDAY=MO", null],
    ["FREQ=HOURLY", null],
  ])("the rule %s in words", async (rule, text) => {
    const { recurrence } = await readEvent(`DTSTART:20260701T100000Z\nRRULE:${rule}`);
    expect(recurrence?.text).toBe(text);
  });

  test("the same calendar as text and as a file is read once", async () => {
    const lines = event("DTSTART:20260701T100000Z");
    const source = multipart(
      "mixed",
      "Content-Type: text/plain\n\nYou are invited.",
      calendarPart(lines),
      calendarPart(lines, "application/ics; name=invite.ics"),
    );
    expect((await read(source)).calendars).toMatchObject([{ part: "2", method: "REQUEST" }]);
  });

  test("the method of the Content-Type counts where the calendar has none", async () => {
    const { calendars } = await read(
      `Subject: x\n${calendarPart(calendar("BEGIN:VEVENT\nEND:VEVENT"), "text/calendar; method=cancel")}`,
    );
    expect(calendars).toMatchObject([{ method: "CANCEL", eventCount: 1 }]);
  });

  test.each([
    ["another text", "Hello", /no colon|begin with/],
    ["an end that is missing", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", /END:VEVENT is missing/],
    ["a wrong end", "BEGIN:VCALENDAR\nEND:VEVENT\n", /ends a component that is not open/],
    ["deep nesting", `BEGIN:VCALENDAR\n${"BEGIN:VEVENT\n".repeat(1_000)}`, /nested more than 10 levels/],
    ["many lines", calendar("X-A:1\n".repeat(10_000)), /more than 5,000 lines/],
    ["many parameters", calendar(`X-A${";B=1".repeat(50_000)}:1`), /more than 100 parameters/],
    ["5 MB", event(`DESCRIPTION:${"x".repeat(5_000_000)}`), /larger than 256 KiB/],
    ["a date that is none", event("DTSTART:2026"), /invalid date-time/],
  ])("a calendar that cannot be read: %s", async (_, lines, error) => {
    const { calendars } = await read(`Subject: x\n${calendarPart(lines)}`);
    expect(calendars).toMatchObject([{ events: [] }]);
    expect(calendars[0]?.error).toMatch(error);
  });

  test("hostile rules and durations are not expanded", async () => {
    const zone = (rule: string) =>
      `BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:${rule}\nEND:STANDARD\nEND:VTIMEZONE`;
    const readStart = async (lines: string) => {
      const { calendars } = await read(`Subject: x\n${calendarPart(calendar(lines))}`);
      return calendars[0]?.events[0];
    };
    const inZone = "BEGIN:VEVENT\nDTSTART;TZID=X:20260701T100000\nEND:VEVENT";
    for (const rule of [
      "FREQ=SECONDLY",
      "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
      "FREQ=YEARLY;BYMONTH=1,2,3;BYDAY=MO,TU",
    ])
      expect((await readStart(`${zone(rule)}\n${inZone}`))?.start).toMatchObject({ utc: null });
    const endless = await readStart("BEGIN:VEVENT\nDTSTART:20260701T100000Z\nDURATION:P99999999999999999W\nEND:VEVENT");
    expect(endless).toMatchObject({ start: { zone: "UTC" }, end: null });
  });
});

const DSN = `Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; nobody@example.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.example.net
Diagnostic-Code: smtp; 550 5.1.1 User
 unknown

Final-Recipient: rfc822; full@example.com
Action: delayed
Status: 4.2.2
`;

describe("reports", () => {
  test("a delivery status with the header of the original", async () => {
    const source = multipart(
      "report; report-type=delivery-status",
      "\nIt failed.",
      DSN,
      "Content-Type: text/rfc822-headers\n\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nFrom: a@b.example\n",
    );
    expect((await read(source)).reports).toEqual([
      {
        part: "2",
        kind: "delivery-status",
        summary: "A delivery report about 2 recipients (failed: 1, delayed: 1)",
        reporter: "mx.example.com",
        recipients: [
          {
            address: "nobody@example.com",
            action: "failed",
            status: "5.1.1",
            meaning: "no such mailbox",
            diagnostic: "550 5.1.1 User unknown",
            remoteServer: "mail.example.net",
          },
          {
            address: "full@example.com",
            action: "delayed",
            status: "4.2.2",
            meaning: "the mailbox is full (temporary)",
            diagnostic: null,
            remoteServer: null,
          },
        ],
        recipientCount: 2,
        fields: [{ name: "Reporting-MTA", value: "dns; mx.example.com" }],
        original: {
          part: "3",
          headers: [
            { name: "Subject", value: "Grüße" },
            { name: "From", value: "a@b.example" },
          ],
        },
      },
    ]);
  });

  test("a disposition notification", async () => {
    const mdn =
      "Content-Type: message/disposition-notification\n\nReporting-UA: mua.example; Foomail\nFinal-Recipient: rfc822;joe@example.com\nDisposition: manual-action/MDN-sent-manually; displayed\n";
    const { reports } = await read(multipart("report", "\nRead.", mdn));
    expect(reports).toMatchObject([
      {
        kind: "disposition",
        summary: "The message to joe@example.com was displayed. That does not mean that it was read",
        reporter: "mua.example; Foomail",
        original: null,
      },
    ]);
  });

  test("a feedback report about an enclosed message, whose own parts are not read", async () => {
    const arf =
      "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: Loop/1.0\nOriginal-Rcpt-To: <ann@example.com>\n";
    const enclosed = "Content-Type: message/rfc822\n\nSubject: Buy now\nContent-Type: application/ms-tnef\n\nx";
    const content = await read(multipart("report", "\nSpam.", arf, enclosed));
    expect(content.reports).toMatchObject([
      {
        kind: "feedback",
        summary: "A message to ann@example.com was reported as spam by its recipient",
        reporter: "Loop/1.0",
        original: { part: "3", headers: [{ name: "Subject", value: "Buy now" }, { name: "Content-Type" }] },
      },
    ]);
    expect(content.tnef).toEqual([]);
  });

  test.each([
    ["empty", ""],
    ["blank lines", "\n\n\n"],
    ["no field", "no field"],
    ["no recipient", "Action: failed"],
    ["10,000 fields", "x: y\n".repeat(10_000)],
  ])("any report is read: %s", async (_, body) => {
    const { reports } = await read(`Subject: x\nContent-Type: message/delivery-status\n\n${body}`);
    expect(reports).toHaveLength(1);
  });
});

const base64Part = (type: string, data: string) =>
  `Content-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${data.replace(/.{76}/g, "$&\n")}`;

const ANN = { name: "Ann Example", addresses: ["ann@example.com"], issuer: "Ann Example" };

describe("signed and encrypted content", () => {
  test.each([
    [
      "an S/MIME signature that encloses its text",
      `Subject: x\n${base64Part("application/pkcs7-mime; name=smime.p7m", sealed.OPAQUE_SIGNED)}`,
      {
        system: "S/MIME",
        kind: "signed",
        summary: "Signed with S/MIME by Ann Example",
        algorithms: ["SHA-256"],
        signers: [ANN],
        text: "The signed text: grüße.\r\n",
        error: null,
      },
    ],
    [
      "an S/MIME signature in a part of its own",
      multipart(
        'signed; protocol="application/pkcs7-signature"',
        "\nhello",
        base64Part("application/pkcs7-signature", sealed.DETACHED_SIGNATURE),
      ),
      { system: "S/MIME", kind: "signed", signers: [ANN], text: null, error: null },
    ],
    [
      "S/MIME encryption",
      `Subject: x\n${base64Part("application/pkcs7-mime; smime-type=enveloped-data", sealed.ENVELOPED)}`,
      {
        system: "S/MIME",
        kind: "encrypted",
        summary: "Encrypted with S/MIME for 1 recipient",
        algorithms: ["AES-256"],
        recipients: [{ issuer: "Bob Example" }],
      },
    ],
    [
      "certificates",
      `Subject: x\n${base64Part("application/pkcs7-mime; smime-type=certs-only", sealed.CERTIFICATES)}`,
      { kind: "certificates", summary: "1 certificate, without a signature", signers: [ANN] },
    ],
    [
      "S/MIME that is damaged",
      `Subject: x\n${base64Part("application/pkcs7-mime; smime-type=signed-data", "AAAA")}`,
      { system: "S/MIME", kind: "signed", signers: [], error: expect.stringContaining("cannot be read") },
    ],
    [
      "an OpenPGP signature in a part of its own",
      multipart(
        'signed; protocol="application/pgp-signature"',
        "\nhello",
        `Content-Type: application/pgp-signature\n\n${sealed.PGP_SIGNATURE}`,
      ),
      {
        system: "OpenPGP",
        kind: "signed",
        summary: "Signed with OpenPGP by key 5163DF78FE97630B",
        algorithms: ["SHA-512"],
        signers: [{ keyId: "5163DF78FE97630B", signedAt: "2026-01-03T00:00:00.000Z" }],
      },
    ],
    [
      "a text with an OpenPGP signature",
      `Subject: x\n\n${sealed.PGP_SIGNED_TEXT}\n`,
      { system: "OpenPGP", kind: "signed", signers: [{ keyId: "5163DF78FE97630B" }], error: null },
    ],
    [
      "OpenPGP encryption",
      multipart(
        'encrypted; protocol="application/pgp-encrypted"',
        "Content-Type: application/pgp-encrypted\n\nVersion: 1",
        `Content-Type: application/octet-stream\n\n${sealed.PGP_ENCRYPTED}`,
      ),
      {
        system: "OpenPGP",
        kind: "encrypted",
        summary: "Encrypted with OpenPGP for 1 recipient",
        recipients: [{ keyId: "9073FE17DC3B4D35" }],
      },
    ],
    [
      "an OpenPGP key",
      `Subject: x\nContent-Type: application/pgp-keys\n\n${sealed.PGP_PUBLIC_KEY}\n`,
      {
        kind: "key",
        summary: "A public key (OpenPGP) of Ann Example <ann@example.com>",
        signers: [{ keyId: "5163DF78FE97630B", addresses: ["ann@example.com"] }],
      },
    ],
    [
      "armor without data",
      "Subject: x\n\n-----BEGIN PGP MESSAGE-----\n\n-----END PGP MESSAGE-----\n",
      { kind: "encrypted", error: "Its OpenPGP data cannot be read" },
    ],
    [
      "a signature of another kind",
      multipart("signed; protocol=application/x-other", "\nhello", "Content-Type: application/x-other\n\nx"),
      {
        system: "unknown",
        kind: "signed",
        summary: "Signed",
        error: "The type of its signature is application/x-other",
      },
    ],
  ])("%s", async (_, source, expected) => {
    expect((await read(source)).seals).toMatchObject([expected]);
    expect(listContentKinds(parseMail(createMail(source)))).toEqual(["seals"]);
  });
});

/** Builds an attribute of TNEF (MS-OXTNEF §2.1.3.1). */
function tnefAttribute(level: number, id: number, type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level, 0);
  head.writeUInt16LE(id, 1);
  head.writeUInt16LE(type, 3);
  head.writeUInt32LE(data.length, 5);
  return Buffer.concat([head, data, Buffer.alloc(2)]);
}

const TNEF = Buffer.concat([
  Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]),
  tnefAttribute(1, 0x8008, 7, Buffer.from("IPM.Microsoft Mail.Note\0")),
  tnefAttribute(2, 0x9002, 6, Buffer.alloc(14)),
  tnefAttribute(2, 0x8010, 1, Buffer.from("grüße.docx\0", "latin1")),
  tnefAttribute(2, 0x800f, 6, Buffer.alloc(1_000)),
  tnefAttribute(2, 0x9002, 6, Buffer.alloc(14)),
  tnefAttribute(2, 0x800f, 6, Buffer.alloc(5)),
]);

describe("winmail.dat", () => {
  const source = (bytes: Buffer) =>
    `Subject: x\n${base64Part("application/octet-stream; name=winmail.dat", bytes.toString("base64"))}`;

  test("its files", async () => {
    expect((await read(source(TNEF))).tnef).toEqual([
      {
        part: "0",
        files: [
          { name: "grüße.docx", size: 1_000 },
          { name: "file 2", size: 5 },
        ],
        fileCount: 2,
        messageClass: "IPM.Microsoft Mail.Note",
        error: null,
      },
    ]);
  });

  test("cut at every offset, it is read without an exception", async () => {
    for (let length = 0; length < TNEF.length; length += 7) {
      const { tnef } = await read(source(TNEF.subarray(0, length)));
      expect(tnef[0]?.fileCount).toBeLessThanOrEqual(2);
    }
  });
});

test("an ordinary message has none of it", async () => {
  const source = "Subject: x\n\nHello\n";
  expect(await read(source)).toEqual({ calendars: [], reports: [], seals: [], tnef: [] });
  expect(listContentKinds(parseMail(createMail(source)))).toEqual([]);
});
