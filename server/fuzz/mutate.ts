import { type FuzzInput, POLICIES } from "./check.ts";

/** Pieces of the protocol, which mutations combine in unusual ways. */
const WORDS = [
  "EHLO a.example\r\n",
  "HELO a\r\n",
  "LHLO a\r\n",
  "MAIL FROM:<a@b.example>",
  "MAIL FROM:<>\r\n",
  "RCPT TO:<c@d.example>\r\n",
  "DATA\r\n",
  "BDAT 5\r\n",
  "BDAT 0 LAST\r\n",
  "BDAT 99999999999999999999 LAST\r\n",
  "RSET\r\n",
  "NOOP\r\n",
  "QUIT\r\n",
  "STARTTLS\r\n",
  "AUTH PLAIN AGpvAHNlY3JldA==\r\n",
  "AUTH LOGIN\r\nam8=\r\nc2VjcmV0\r\n",
  "AUTH CRAM-MD5\r\n",
  "AUTH SCRAM-SHA-256 biwsbj1qbyxyPXg=\r\n",
  "AUTH XOAUTH2 =\r\n",
  " SIZE=10",
  " BODY=BINARYMIME",
  " SMTPUTF8",
  " NOTIFY=NEVER",
  "\r\n.\r\n",
  "\r\n..\r\n",
  "\n.\n",
  "\r.\r",
  "\r\n.\n",
  "\r\n",
  "\r",
  "\n",
  ".",
  "<",
  ">",
  "@",
  '"',
  "\\",
  " ",
  ":",
  "\0",
  "\xff",
  "\xc3\xbc",
  "\xe2\x80\x8b",
  "*\r\n",
  "x".repeat(600),
  "x".repeat(15_000),
  "GET / HTTP/1.1\r\n",
  "\x16\x03\x01",
];

export type RandomBelow = (below: number) => number;

/** The same seed gives the same numbers: a failure can be reproduced. */
export function createRandom(seed: number): RandomBelow {
  let state = seed >>> 0 || 1;
  return (below) => {
    // xorshift32
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const MAX_OCTETS = 20_000;

/** An input made from `bytes` by one to eight changes. */
export function mutate(bytes: string, others: readonly string[], random: RandomBelow): FuzzInput {
  let text = bytes;
  for (let left = 1 + random(8); left > 0; left -= 1) text = mutateOnce(text, others, random);
  text = text.slice(0, MAX_OCTETS);
  const cuts = Array.from({ length: random(6) }, () => random(text.length + 1)).sort((a, b) => a - b);
  return { bytes: text, cuts, policy: random(POLICIES.length) };
}

function mutateOnce(text: string, others: readonly string[], random: RandomBelow): string {
  const at = random(text.length + 1);
  const end = Math.min(text.length, at + random(20));
  const word = WORDS[random(WORDS.length)] ?? "";
  switch (random(6)) {
    case 0:
      return text.slice(0, at) + word + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, at) + String.fromCharCode(random(256)) + text.slice(at + 1);
    case 3:
      return text.slice(0, end) + text.slice(at);
    case 4:
      return text.slice(0, at) + (others[random(others.length)] ?? "").slice(random(50));
    default:
      return text + word;
  }
}
