import fc from "fast-check";
import { expect, test } from "vitest";
import { type MboxKind, readMbox } from "./mbox-reader.ts";
import { formatMboxEntry as formatInPieces } from "./mbox-writer.ts";

const formatMboxEntry = (source: Buffer, sender: string, at: Date, cut = 1_000) =>
  Buffer.concat([...formatInPieces(splitEvery(source, cut), sender, at)]);

function splitEvery(bytes: Buffer, length: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, at) =>
    bytes.subarray(at * length, (at + 1) * length),
  );
}

const FROM = "From jo@example.com Mon Jan  1 10:00:00 2024";

async function readAll(file: string | Buffer, kind: MboxKind = "mboxrd", cut = 7, maxBytes = 100_000) {
  const bytes = Buffer.from(file as string, "latin1");
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += cut) yield bytes.subarray(at, at + cut);
  }
  const found = [];
  for await (const { source, sender, end } of readMbox(chunks(), kind, maxBytes)) {
    found.push({ source: source.toString("latin1"), sender, end });
  }
  return found;
}

const readSources = async (file: string, kind?: MboxKind) => (await readAll(file, kind)).map(({ source }) => source);

test("two messages, with their senders and where they end", async () => {
  const first = `${FROM}\nSubject: 1\n\nOne\n\n`;
  expect(await readAll(`${first}From - Mon Jan  1 10:00:00 2024\nSubject: 2\n\nTwo\n`)).toEqual([
    { source: "Subject: 1\n\nOne\n", sender: "jo@example.com", end: first.length },
    { source: "Subject: 2\n\nTwo\n", sender: "", end: first.length + 48 },
  ]);
});

test("line ends stay as they are", async () => {
  expect(await readSources(`${FROM}\r\nSubject: 1\r\n\r\nOne\r\n\r\n${FROM}\nSubject: 2\n\nTwo`)).toEqual([
    "Subject: 1\r\n\r\nOne\r\n",
    "Subject: 2\n\nTwo",
  ]);
});

test("a line of text that begins with From is no separator: not without a blank line, nor without a date", async () => {
  const message = "Subject: 1\n\nHello\nFrom jo at 10:00:00 in 2024\n\nFrom the beginning\n";
  expect(await readSources(`${FROM}\n${message}\n`)).toEqual([message]);
});

const QUOTED = `${FROM}\nSubject: 1\n\n>From here\n>>From there\n> From\n\n`;
test.each<[MboxKind, string]>([
  ["mboxrd", "Subject: 1\n\nFrom here\n>From there\n> From\n"],
  ["mboxo", "Subject: 1\n\nFrom here\n>>From there\n> From\n"],
  ["mboxcl2", "Subject: 1\n\n>From here\n>>From there\n> From\n"],
])("%s takes away its own quotes and no others", async (kind, message) => {
  expect(await readSources(QUOTED, kind)).toEqual([message]);
});

test("mboxcl2 goes by Content-Length:, over separators within the body", async () => {
  const body = `Forwarded:\n\n${FROM}\nSubject: inner\n\nbye\n`;
  const message = `Subject: 1\nContent-Length: ${body.length}\n\n${body}`;
  expect(await readSources(`${message.replace(/^/, `${FROM}\n`)}\n${FROM}\nSubject: 2\n\n`, "mboxcl2")).toEqual([
    message,
    "Subject: 2\n",
  ]);
});

test.each([
  ["Subject: no mbox\n\n", "does not begin with"],
  [`${FROM}\nContent-Length: 3\n\nlonger than this\nand more\n`, "does not match the length"],
  [`${FROM}\nContent-Length: 30\n\nshorter\n`, "ends before"],
])("%j is refused: it %s", async (file, complaint) => {
  await expect(readAll(file, "mboxcl")).rejects.toThrow(complaint);
});

test("a message larger than the limit is refused while it is read, even one without a line end", async () => {
  await expect(readAll(`${FROM}\n${"x\n".repeat(100)}`, "mboxrd", 7, 50)).rejects.toThrow("larger than 50 bytes");
  await expect(readAll(`${FROM}\n${"x".repeat(100)}`, "mboxrd", 7, 50)).rejects.toThrow("longer than 50 bytes");
});

test("the separator says who and when; what could break it is left out", () => {
  const at = new Date("2025-11-03T09:05:00Z");
  expect(formatMboxEntry(Buffer.from("a\n"), "jo@example.com", at).toString()).toBe(
    "From jo@example.com Mon Nov  3 09:05:00 2025\na\n\n",
  );
  expect(formatMboxEntry(Buffer.from("a\r\n"), "", at).toString()).toBe(
    "From MAILER-DAEMON Mon Nov  3 09:05:00 2025\r\na\r\n\r\n",
  );
  expect(formatMboxEntry(Buffer.from("a\n"), '"j o"@x', at).toString()).toMatch(/^From MAILER-DAEMON /);
});

test("what is written is read back byte for byte, however it is chunked", async () => {
  const line = fc.oneof(
    fc.constantFrom("From ", ">From x", ">>From y", FROM, "", " ", ">", "Subject: x", "Content-Length: 3"),
    fc
      .uint8Array({ maxLength: 10 })
      .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10 && byte !== 13)).toString("latin1")),
  );
  const message = fc
    .record({ lines: fc.array(line, { minLength: 1, maxLength: 8 }), end: fc.constantFrom("\n", "\r\n") })
    .map(({ lines, end }) => lines.map((one) => one + end).join(""));
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 5 }), fc.integer({ min: 1, max: 60 }), async (messages, cut) => {
      const file = messages.map((one) =>
        formatMboxEntry(Buffer.from(one, "latin1"), "jo@example.com", new Date(0), cut),
      );
      expect((await readAll(Buffer.concat(file), "mboxrd", cut)).map(({ source }) => source)).toEqual(messages);
    }),
  );
});
