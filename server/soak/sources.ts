import { HOSTILE_MESSAGES } from "../test/support/hostile-messages.ts";
import type { Choices } from "./random.ts";

/** Small versions, of 1 to 170 KB: there are many of them. */
const hostile = HOSTILE_MESSAGES.map((message) => message.source(0.003));

const LINES = [
  "Hello Ann, your code is 123456.",
  ".a line that begins with a dot",
  "..two dots",
  ".",
  "",
  "=C3=BC café \u0001\u00ff",
  "https://shop.example/confirm?token=1",
  "From nobody",
  "x".repeat(998),
] as const;

/** Creates the source of a message, mostly plain, sometimes large or hostile; no two are equal. Ends with CRLF. */
export function sourceOf(key: number, choices: Choices): Buffer {
  const mark = Buffer.from(`X-Soak: ${key}\r\n`);
  const attack = choices.percent(10) ? choices.pick(hostile) : undefined;
  if (attack !== undefined) return Buffer.concat([mark, attack]);
  const lines = choices.percent(5) ? choices.between(200, 2_000) : choices.between(0, 40);
  const body = Array.from({ length: lines }, () => choices.pick(LINES));
  const header = [
    `Subject: message ${key} ${choices.pick(["order", "welcome", "invoice", "=?utf-8?Q?=C3=BC?="])}`,
    `To: ann${choices.between(0, 9)}@example.com`,
    ...(choices.percent(30) ? ["Content-Type: text/html"] : []),
  ];
  return Buffer.concat([mark, Buffer.from([...header, "", ...body, ""].join("\r\n"), "latin1")]);
}

/** A source that is larger than the server allows. */
export const createOversizedSource = (limit: number): Buffer =>
  Buffer.from(`Subject: too large\r\n\r\n${`${"x".repeat(998)}\r\n`.repeat(Math.ceil(limit / 1000) + 50)}`);
