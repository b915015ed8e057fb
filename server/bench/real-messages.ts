/** Multipart mail as programs send it: text, HTML, an image that the HTML shows, and a PDF. About 190 KB each, as sent. */

const IMAGE_BYTES = 48 * 1024;
const PDF_BYTES = 80 * 1024;
const HTML_ROWS = 40;
/** Number of different images and PDFs; the text differs in every message. */
const VARIANTS = 8;

const WORDS =
  "amber birch cedar delta ember frost grove haven inlet jetty knoll ledge maple north otter pearl quill ridge".split(
    " ",
  );

/** Deterministic bytes that do not compress, like those of an image (xorshift32). */
function createBytes(length: number, seed: number, start: string): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed * 2654435761 || 1;
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state & 0xff;
  }
  bytes.write(start, "latin1");
  return bytes;
}

const toBase64Lines = (bytes: Buffer) => bytes.toString("base64").replace(/.{1,76}/g, "$&\r\n");

const files = Array.from({ length: VARIANTS }, (_, at) => ({
  image: toBase64Lines(createBytes(IMAGE_BYTES, at + 1, "\x89PNG\r\n\x1a\n")),
  pdf: toBase64Lines(createBytes(PDF_BYTES, at + 101, "%PDF-1.7\n")),
}));

const sentence = (number: number, line: number) =>
  Array.from({ length: 9 }, (_, at) => WORDS[(number * 7 + line * 5 + at * (1 + (number % 5))) % WORDS.length]).join(
    " ",
  );

function createHtml(number: number): string {
  const rows = Array.from(
    { length: HTML_ROWS },
    (_, line) =>
      `<tr><td style=3D"padding:8px;font-family:Arial,sans-serif;color:#333">${line}</td>=\r\n` +
      `<td style=3D"padding:8px"><a href=3D"https://shop.example.com/item/${number}/${line}">=\r\n` +
      `${sentence(number, line)}</a></td><td align=3D"right">=E2=82=AC ${line}.90</td></tr>\r\n`,
  );
  return (
    `<!DOCTYPE html><html lang=3D"en"><head><title>Order ${number}</title></head>\r\n<body><table width=3D"600">\r\n` +
    `<tr><td><img src=3D"cid:logo@example.com" alt=3D"Logo" width=3D"200" height=3D"60"></td></tr>\r\n` +
    `${rows.join("")}</table></body></html>\r\n`
  );
}

/** A message that differs from every other one: subject, text and HTML contain the number. Lines never begin with a dot. */
export function realMessage(number: number): string {
  const { image, pdf } = files[number % VARIANTS] ?? { image: "", pdf: "" };
  const texts = Array.from({ length: 20 }, (_, line) => sentence(number, line)).join("\r\n");
  return [
    "Received: from app.example.com (app.example.com [192.0.2.7]) by mx.example.net with ESMTPS; Mon, 23 Nov 2026 10:00:01 +0000",
    `From: =?UTF-8?Q?Caf=C3=A9_Nord?= <shop${number % 100}@example.com>`,
    "To: Bob Baker <bob@example.net>",
    `Subject: =?UTF-8?Q?Order_${number}_is_on_its_way_=E2=80=93_thank_you?=`,
    "Date: Mon, 23 Nov 2026 10:00:00 +0000",
    `Message-ID: <order-${number}@example.com>`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="mixed"',
    "",
    "--mixed",
    'Content-Type: multipart/alternative; boundary="alternative"',
    "",
    "--alternative",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    `Hello Bob,\r\n\r\nyour code is ${100_000 + (number % 900_000)}. token${number}${number % 1000 === 0 ? " needle" : ""}\r\n${texts}`,
    "--alternative",
    'Content-Type: multipart/related; boundary="related"',
    "",
    "--related",
    "Content-Type: text/html; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    createHtml(number),
    "--related",
    'Content-Type: image/png; name="logo.png"',
    "Content-ID: <logo@example.com>",
    'Content-Disposition: inline; filename="logo.png"',
    "Content-Transfer-Encoding: base64",
    "",
    `${image}--related--`,
    "--alternative--",
    "--mixed",
    'Content-Type: application/pdf; name="invoice.pdf"',
    'Content-Disposition: attachment; filename="invoice.pdf"',
    "Content-Transfer-Encoding: base64",
    "",
    `${pdf}--mixed--`,
    "",
  ].join("\r\n");
}

/** Bytes of such a message on the wire. */
export const REAL_MESSAGE_BYTES = realMessage(1).length;
