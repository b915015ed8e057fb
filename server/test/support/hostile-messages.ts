import { crc32, deflateSync } from "node:zlib";
import { encode } from "jpeg-js";

/** A message that is far more expensive to read than its size suggests, unless the reader is careful. */
export interface HostileMessage {
  readonly name: string;
  /** Its source. `scale` 1 is the size that attacks use; smaller ones are for tests that send many. */
  source(scale?: number): Buffer;
}

const HEADER = "From: Mallory <mallory@example.com>\r\nTo: ann@example.com\r\n";

const message = (name: string, build: (times: (count: number) => number) => string | Buffer): HostileMessage => ({
  name,
  source(scale = 1) {
    const built = build((count) => Math.max(1, Math.round(count * scale)));
    return Buffer.isBuffer(built) ? built : Buffer.from(built, "latin1");
  },
});

const withBody = (subject: string, type: string, body: string) =>
  `${HEADER}Subject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;

const html = (subject: string, body: string) => withBody(subject, "text/html; charset=utf-8", inLines(body));

/** Breaks long HTML after tags, so that lines are not much longer than SMTP allows. */
const inLines = (body: string) => body.replace(/(.{900}[^>;]*[>;"])/g, "$1\r\n");

/** Nests `depth` multiparts around `core`. */
function nestParts(depth: number, boundary: (level: number) => string, core: string): string {
  const levels = Array.from({ length: depth }, (_, level) => boundary(level));
  const open = levels.map((name) => `Content-Type: multipart/mixed; boundary="${name}"\r\n\r\n--${name}\r\n`).join("");
  const close = levels
    .reverse()
    .map((name) => `\r\n--${name}--\r\n`)
    .join("");
  return `${HEADER}Subject: nested ${depth}\r\n${open}${core}${close}`;
}

const attachment = (subject: string, type: string, bytes: Buffer) =>
  `${HEADER}Subject: ${subject}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the picture.\r\n--b\r\nContent-Type: ${type}\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes
    .toString("base64")
    .replace(/.{76}/g, "$&\r\n")}\r\n--b--\r\n`;

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** 16 bits a channel, RGBA, all zeros: a few kilobytes that become `side`² × 8 bytes. */
function zeroPng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([16, 6, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc(side * (side * 8 + 1)), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    pngChunk("IHDR", header),
    pngChunk("IDAT", pixels),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function noiseJpeg(side: number): Buffer {
  const data = Buffer.alloc(side * side * 4);
  let state = 1;
  for (let at = 0; at < data.length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    data[at] = state >>> 16;
  }
  return encode({ width: side, height: side, data }, 80).data;
}

const part = (boundary: string) => `--${boundary}\r\nContent-Type: text/plain\r\n\r\nx\r\n`;
const textLine = `${"lorem ipsum dolor sit amet ".repeat(3).trim()}\r\n`;
const manyFields = (line: (at: number) => string, count: number) =>
  `${HEADER}Subject: many fields\r\n${Array.from({ length: count }, (_, at) => line(at)).join("")}\r\nx\r\n`;

/** Messages that attack the time of the main thread, and memory. */
export const HOSTILE_MESSAGES: readonly HostileMessage[] = [
  message("60 nested multiparts whose boundaries share a prefix, 200,000 lines like them", (times) =>
    nestParts(
      60,
      (level) => `${"b".repeat(66)}${level}`,
      `Content-Type: text/plain\r\n\r\n${`--${"b".repeat(78)}\r\n`.repeat(times(200_000))}`,
    ),
  ),
  message("10,000 nested multiparts", (times) =>
    nestParts(times(10_000), (level) => `d${level}`, "Content-Type: text/plain\r\n\r\nx"),
  ),
  message("20 nested multiparts around 5 MB of control characters", (times) =>
    nestParts(
      20,
      (level) => `q${level}q`,
      `Content-Type: text/plain\r\n\r\n${`${"\x01".repeat(998)}\r\n`.repeat(times(5000))}`,
    ),
  ),
  message("a megabyte of control characters", (times) =>
    withBody("controls", "text/plain", `${"\x01".repeat(998)}\r\n`.repeat(times(1000))),
  ),
  message("100,000 parts", (times) =>
    withBody("parts", "multipart/mixed; boundary=b", `${part("b").repeat(times(100_000))}--b--`),
  ),
  message("100,000 multiparts with the same boundary", (times) =>
    withBody(
      "samebound",
      "multipart/mixed; boundary=b",
      `${"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".repeat(times(100_000))}--b--`,
    ),
  ),
  message("48 MB of lines that begin with dashes", (times) =>
    withBody("dashes", "multipart/mixed; boundary=b", `${part("b")}${"--x\r\n".repeat(times(9_600_000))}--b--`),
  ),
  message("a PNG of 2000 × 2000 pixels, 16 bits, all zeros", (times) =>
    attachment("png", "image/png", zeroPng(times(2000))),
  ),
  message("a JPEG of 1900 × 1900 pixels of noise", (times) => attachment("jpeg", "image/jpeg", noiseJpeg(times(1900)))),
  message("a tag with 500,000 attributes", (times) =>
    html("attributes", `<p ${Array.from({ length: times(500_000) }, (_, at) => `a${at}=1`).join(" ")}>x</p>`),
  ),
  message("2,500,000 declarations in a style sheet", (times) =>
    html("style", `<style>p{${"a:b;".repeat(times(2_500_000))}}</style><p style="">x</p>`),
  ),
  message("600,000 paragraphs with a class", (times) => html("paragraphs", "<p class=a>x</p>".repeat(times(600_000)))),
  message("400,000 style elements", (times) => html("styles", "<style>p{}</style>".repeat(times(400_000)))),
  message("300,000 pictures", (times) => html("pictures", "<img src=https://a.example/>".repeat(times(300_000)))),
  message("a header field of 55 MB", (times) => `${HEADER}Subject: ${"x".repeat(times(55_000_000))}\r\n\r\nx\r\n`),
  message("1,000,000 header fields", (times) => manyFields((at) => `A${at % 10}: b\r\n`, times(1_000_000))),
  message(
    "999 fields that a header has once",
    (times) => `${"Subject: a\r\nTo: b@a.example\r\nCc: c@a.example\r\n".repeat(times(333))}\r\nx\r\n`,
  ),
  message("1,000,000 addresses", (times) =>
    manyFields((at) => (at === 0 ? "Cc: a@b.example" : `,\r\n a${at % 1000}@b.example`), times(1_000_000)).replace(
      /\r\n\r\nx\r\n$/,
      "\r\n\r\n\r\nx\r\n",
    ),
  ),
  message(
    "19 MB of encoded words",
    (times) => `${HEADER}Subject:${"\r\n =?utf-8?B?w7zDtsOk?=".repeat(times(800_000))}\r\n\r\nx\r\n`,
  ),
  message("a text of 49 MB", (times) => withBody("text", "text/plain", textLine.repeat(times(600_000)))),
  message("40 MB of iso-2022-jp", (times) =>
    withBody(
      "charset",
      "text/plain; charset=iso-2022-jp",
      "\x1b$B%F%9%H\x1b(B abcdefghijklmnop\r\n".repeat(times(1_400_000)),
    ),
  ),
  message(
    "a name of 2,600,000 quotation marks",
    (times) =>
      `From: ${'"'.repeat(times(2_600_000))} <a@b.example>\r\nTo: ${"<".repeat(times(1000))}\r\nSubject: name\r\n\r\nx\r\n`,
  ),
  message("an HTML part whose links nest", (times) =>
    html("links", `${"<a href=https://a.example/>".repeat(times(100_000))}x`),
  ),
  message("20,000 anchors in 60 KB of HTML", (times) => html("anchors", "<a>".repeat(times(20_000)))),
  message(
    "a megabyte of base64 texts of one letter each",
    (times) =>
      `${HEADER}Subject: paddings\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${`${"=A".repeat(450)}\r\n`.repeat(times(1_100))}`,
  ),
  message(
    "1,500 encoded words in 30 KB of Subject",
    (times) => `${HEADER}Subject:${"\r\n =?a?Q?=C3=BC?=".repeat(times(1_500))}\r\n\r\nx\r\n`,
  ),
  message("60 KB of words that may name a code", (times) =>
    withBody("labels", "text/plain", `${"code ".repeat(150)}\r\n`.repeat(times(85))),
  ),
  message("bytes of every value in every place", (times) =>
    Buffer.concat([
      Buffer.from(`${HEADER}Subject: bytes\r\nContent-Type: text/html; charset=utf-16\r\n\r\n`),
      Buffer.from(
        Uint8Array.from({ length: times(1_000_000) }, (_, at) => (at * 7919) % 256).filter((b) => b !== 13 && b !== 10),
      ),
      Buffer.from("\r\n"),
    ]),
  ),
];
