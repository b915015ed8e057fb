import type { Finding } from "@mailglass/shared";
import { expect, test } from "vitest";
import { formatMessageLine, formatSessionLine, formatTranscriptLine } from "./format-lines.ts";

const message = { recipients: ["ann@example.com"], subject: "Hello", size: 1234, codes: [] };

test.each([
  [message, '→ ann@example.com  "Hello"  1.2 kB'],
  [{ ...message, codes: ["bare-lf"] }, '→ ann@example.com  "Hello"  1.2 kB  1 finding: bare-lf'],
  [{ ...message, codes: ["a", "b", "c", "d", "e"] }, '→ ann@example.com  "Hello"  1.2 kB  5 findings: a, b, c, d, …'],
  [{ ...message, recipients: ["a@x.test", "b@x.test", "c@x.test"] }, '→ a@x.test +2  "Hello"  1.2 kB'],
  [{ ...message, subject: undefined, size: 34_567_890 }, "→ ann@example.com  35 MB"],
  [{ ...message, size: 999 }, '→ ann@example.com  "Hello"  999 B'],
  [{ ...message, size: 999_499 }, '→ ann@example.com  "Hello"  999 kB'],
  [{ ...message, size: 999_500 }, '→ ann@example.com  "Hello"  1.0 MB'],
  [
    { ...message, subject: "\x1b]0;owned\x07 \u202egnp.exe\r\nTo: x" },
    '→ ann@example.com  "\\x1b]0;owned\\x07 \\u202egnp.exe\\x0d\\x0aTo: x"  1.2 kB',
  ],
  [{ ...message, subject: "x".repeat(500) }, `→ ann@example.com  "${"x".repeat(59)}…"  1.2 kB`],
  [{ ...message, recipients: [] }, '→ nobody  "Hello"  1.2 kB'],
])("%o", (activity, line) => expect(formatMessageLine(activity)).toBe(line));

const finding = (severity: Finding["severity"], code: string, text: string): Finding => ({
  code,
  severity,
  text,
  group: "wire",
  rfc: "RFC 5321",
  where: { in: "session" },
  places: [{ in: "session" }],
  fix: "Fix it",
  count: 1,
  because: null,
});
const session = { peer: { address: "127.0.0.1", port: 1 }, helo: "shop.local", lastRefusal: "", messages: 0 };

test.each([
  [session, [], "✗ 127.0.0.1 (shop.local)  closed without a message"],
  [
    { ...session, lastRefusal: "550 5.1.1 No \x1b[31m such user" },
    [finding("warning", "no-quit", "It left."), finding("error", "bad-domain", "The domain is bad: a..b")],
    "✗ 127.0.0.1 (shop.local)  refused: 550 5.1.1 No \\x1b[31m such user  bad-domain: The domain is bad: a..b",
  ],
  [{ ...session, helo: "" }, [], "✗ 127.0.0.1  closed without a message"],
])("a session: %o", (summary, findings, line) => expect(formatSessionLine(summary, findings)).toBe(line));

test("a transcript line", () => {
  const line = { number: 1, at: 12.345, kind: "client", text: "EHLO a\x1b", bytes: 8 } as const;
  expect(formatTranscriptLine(line)).toBe("     12.3 ms  C: EHLO a\\x1b");
});
