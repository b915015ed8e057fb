import fc from "fast-check";

const arbitraryLine = fc.oneof(
  fc.string({ unit: "binary-ascii", maxLength: 30 }),
  fc.constantFrom(
    "",
    "--a",
    "--a--",
    "--b",
    "--b--",
    'From: Jo <jo@example.com>, (x) "y',
    "To: a@b.example, group: c@d.example;",
    "Subject: =?utf-8?Q?=C3=BC?= =?x?B?!?=",
    "Date: Mon, 23 Nov 2026 12:00:00 +0100",
    "Message-ID: <1@example.com>",
    "Content-Type: multipart/mixed; boundary=a",
    'Content-Type: multipart/alternative; boundary="b"',
    "Content-Type: message/rfc822",
    "Content-Type: message/global",
    "Content-Type: message/delivery-status",
    'Content-Type: multipart/encrypted; boundary="a"',
    "Content-Type: text/calendar; name=a.ics",
    "Content-Type: application/json",
    "Content-Type: text/html; charset=utf-16",
    "Content-Type: text/plain; charset=iso-2022-jp; format=flowed; delsp=yes",
    "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable",
    "Content-Transfer-Encoding: x-uuencode",
    "begin 644 a.txt",
    "#86)C",
    "LS1iDQoNCmE=",
    "\xef\xbb\xbf",
    "Content-Disposition: attachment; filename*0=a; filename*1*=%FF",
    "SGVsbG8=",
    "=C3=BC=",
    '<a href="https://a.example/?a=1&amp;b">x<img src="cid:1">',
    "<style><!-- <script> <a href='",
    "Your code is 123456",
    " folded",
    "From nobody",
  ),
);

/** Bytes that partly look like mail, cut and corrupted at random. */
export const arbitrarySource: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.array(arbitraryLine, { maxLength: 40 }),
    fc.constantFrom("\r\n", "\n", "\r", "\r\r\n", "\r\n\r\n"),
    fc.uint8Array({ maxLength: 20 }),
    fc.nat(2_000),
  )
  .map(([lines, end, noise, at]) => {
    const raw = Buffer.from(lines.join(end), "latin1");
    const cut = Math.min(at, raw.length);
    return Buffer.concat([raw.subarray(0, cut), noise, raw.subarray(cut)]);
  });
