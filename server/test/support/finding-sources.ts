/** The header of a message without findings. */
export const GOOD: readonly string[] = [
  "From: Jo <jo@example.com>",
  "To: Zoe <zoe@example.net>",
  "Subject: Hello",
  "Date: Mon, 23 Nov 2026 12:00:00 +0100",
  "Message-ID: <1@example.com>",
];

/** Returns that header without the field of this name. */
export function without(name: string): string[] {
  return GOOD.filter((line) => !line.startsWith(`${name}:`));
}

/** Returns that header with one field replaced. */
export function withField(line: string): string[] {
  return GOOD.map((own) => (own.split(":", 1)[0] === line.split(":", 1)[0] ? line : own));
}

/** Returns that header with MIME-Version and more fields. */
export function good(...more: readonly string[]): string[] {
  return [...GOOD, "MIME-Version: 1.0", ...more];
}

/** Joins lines to a source: one character per byte. */
export function join(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join("\r\n"), "latin1");
}

/** Returns a message of one type with the boundary b. */
export function multipart(type: string, ...lines: readonly string[]): Buffer {
  return join(...good(`Content-Type: ${type}; boundary=b`), "", ...lines);
}

export const HTML: readonly string[] = ["--b", "Content-Type: text/html; charset=utf-8", "", "<p>Hello</p>"];
export const TEXT: readonly string[] = ["--b", "Content-Type: text/plain", "", "Hello"];
