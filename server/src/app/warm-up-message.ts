/** Lines of base64 in the attachment of the message below. */
const BASE64_LINES = 400;
const TABLE_ROWS = 12;

const row = `<tr><td style=3D"padding:8px;color:#333"><a href=3D"https://example.com/a?b=3D1&amp;c">=\r
Order</a></td><td>=E2=82=AC 4.90</td></tr>\r
`;

/**
 * A message with what nearly all mail has: encoded words, text and HTML in quoted-printable, an image that the HTML shows,
 * and an attachment.
 */
export const createWarmUpMessage = (): Buffer =>
  Buffer.from(
    [
      "Received: from app.example.com (app.example.com [192.0.2.7]) by mx.example.net with ESMTP; Mon, 1 Jun 2026 10:00:01 +0000",
      "From: =?UTF-8?Q?Caf=C3=A9?= <shop@example.com>",
      "To: Bob <bob@example.net>",
      "Subject: =?UTF-8?B?WW91ciBvcmRlciDinJM=?= is on its way",
      "Date: Mon, 1 Jun 2026 10:00:00 +0000",
      "Message-ID: <warm-up@example.com>",
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="m"',
      "",
      "--m",
      'Content-Type: multipart/alternative; boundary="a"',
      "",
      "--a",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      "Hello Bob, your code is 123456. =E2=9C=93",
      "--a",
      'Content-Type: multipart/related; boundary="r"',
      "",
      "--r",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      `<!DOCTYPE html><html><body><img src=3D"cid:i@example.com" alt=3D"Logo"><table>\r\n${row.repeat(TABLE_ROWS)}</table></body></html>`,
      "--r",
      'Content-Type: image/png; name="logo.png"',
      "Content-ID: <i@example.com>",
      "Content-Transfer-Encoding: base64",
      "",
      "iVBORw0KGgo=",
      "--r--",
      "--a--",
      "--m",
      'Content-Type: application/pdf; name="invoice.pdf"',
      'Content-Disposition: attachment; filename="invoice.pdf"',
      "Content-Transfer-Encoding: base64",
      "",
      `${`${"JVBERi0xLjcKQ".repeat(6).slice(0, 76)}\r\n`.repeat(BASE64_LINES)}--m--`,
      "",
    ].join("\r\n"),
  );
