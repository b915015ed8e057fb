/** Messages as sent: header and body, dot-stuffed, without the final dot. */

const createHeader = (subject: string, type: string) =>
  [
    "From: Ann <ann@example.com>",
    "To: Bob <bob@example.net>",
    `Subject: ${subject}`,
    "Date: Mon, 23 Nov 2026 10:00:00 +0000",
    "Message-ID: <bench@example.com>",
    "MIME-Version: 1.0",
    `Content-Type: ${type}`,
    "",
    "",
  ].join("\r\n");

function fillWithLines(bytes: number, line: string): string {
  return line.repeat(Math.ceil(bytes / line.length)).slice(0, Math.max(0, bytes - 2)) + "\r\n";
}

/** About `bytes` bytes of plain lines. */
export function plainMessage(bytes: number, subject = "bench"): string {
  const top = createHeader(subject, "text/plain; charset=utf-8");
  return (
    top +
    fillWithLines(bytes - top.length, `${"The quick brown fox jumps over the lazy dog. ".repeat(2).slice(0, 76)}\r\n`)
  );
}

/** The worst case of dot-stuffing (RFC 5321 §4.5.2): each line begins with a dot. */
export function dottedMessage(bytes: number): string {
  const top = createHeader("dots", "text/plain; charset=utf-8");
  const line = `..${"dot ".repeat(19).slice(0, 74)}\r\n`;
  return top + line.repeat(Math.ceil((bytes - top.length) / line.length));
}

/** About `bytes` bytes in `parts` attachments, with a text and an HTML part. */
export function messageWithAttachments(bytes: number, parts: number, subject: string): string {
  const text = 'Hello, your code is 123456. See <a href="https://example.com/x?a=1&amp;b=2">this</a>.\r\n';
  const part = (type: string, encoding: string, body: string) =>
    `--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`;
  const line = `${"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVow".repeat(3).slice(0, 76)}\r\n`;
  const base64 = line.repeat(Math.ceil((bytes - 2000) / (parts - 2) / line.length));
  const files = Array.from({ length: parts - 2 }, (_, at) =>
    part(`application/octet-stream; name="file-${at}.bin"`, "base64", base64),
  );
  const shown = [
    part("text/plain; charset=utf-8", "7bit", text),
    part("text/html; charset=utf-8", "7bit", `<p>${text}</p>\r\n`),
  ];
  return `${createHeader(subject, 'multipart/mixed; boundary="b"')}${[...shown, ...files].join("")}--b--\r\n`;
}

const WORDS =
  "amber birch cedar delta ember frost grove haven inlet jetty knoll ledge maple north otter pearl quill ridge".split(
    " ",
  );

/** About `bytes` bytes that differ from every other message: sender, subject and body contain the number. */
export function numberedMessage(bytes: number, number: number): string {
  const top = createHeader(`Order ${number} is on its way`, "text/plain; charset=utf-8").replace(
    "ann@",
    `user${number % 1000}@`,
  );
  const line = Array.from({ length: 9 }, (_, at) => WORDS[(number * 7 + at * (1 + (number % 5))) % WORDS.length]).join(
    " ",
  );
  const needle = number % 1000 === 0 ? " needle" : "";
  return `${top}token${number}${needle}\r\n${fillWithLines(bytes - top.length - 24, `${line}\r\n`)}`;
}
