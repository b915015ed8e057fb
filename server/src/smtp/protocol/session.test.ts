import { array, assert, constantFrom, nat, property, string } from "fast-check";
import { expect, test } from "vitest";
import { checkInput, POLICIES } from "../../../fuzz/check.ts";
import { readCorpus, readCrashes } from "../../../fuzz/corpus.ts";
import { createTestPolicy, SessionHost } from "../../../test/smtp/session-host.ts";

const WORDS = [
  "EHLO a.example\r\n",
  "LHLO a.example\r\n",
  "MAIL FROM:<a@b.example>\r\n",
  "RCPT TO:<c@d.example>\r\n",
  "DATA\r\n",
  "BDAT 3\r\n",
  "BDAT 3 LAST\r\n",
  "AUTH PLAIN AGpvAHNlY3JldA==\r\n",
  "AUTH LOGIN\r\n",
  "RSET\r\n",
  "\r\n.\r\n",
  "\r\n",
  ".",
  "\0",
  "\xff",
  "x",
  " ",
];
const conversation = string({ unit: constantFrom(...WORDS), maxLength: 40 });
const anyOctets = string({ unit: nat({ max: 255 }).map((octet) => String.fromCharCode(octet)), maxLength: 200 });
const cuts = array(nat({ max: 400 }), { maxLength: 5 }).map((places) => [...places].sort((a, b) => a - b));
const policy = nat({ max: POLICIES.length - 1 });

test("any conversation, in any chunking, has well-formed replies, the same messages and an end", () => {
  assert(
    property(conversation, cuts, policy, (octets, places, index) => {
      expect(checkInput({ bytes: octets, cuts: places, policy: index })).toContain(`${index} 220`);
    }),
    { numRuns: 1000 },
  );
});

test("any octets get well-formed replies", () => {
  assert(
    property(anyOctets, cuts, policy, (octets, places, index) => {
      expect(checkInput({ bytes: octets, cuts: places, policy: index })).toContain(`${index} 220`);
    }),
    { numRuns: 1000 },
  );
});

test("inputs that the fuzzer found stay handled", () => {
  for (const input of [...readCorpus(), ...readCrashes()]) expect(checkInput(input)).toContain(`${input.policy} 220`);
});

test("a repeated finding is listed once, with its count", () => {
  const host = new SessionHost(createTestPolicy({}));
  host.send("EHLO a.example\r\nNOOP\nNOOP\nNOOP\n");
  const { findings, findingCounts } = host.record.details();
  expect(findings.find(({ code }) => code === "bare-lf-command")?.count).toBe(3);
  const of = (wanted: string) => findings.filter(({ severity }) => severity === wanted).length;
  expect(findingCounts).toEqual({ error: of("error"), warning: of("warning"), info: of("info") });
});

test("a line without an end is kept up to the maximum length only", () => {
  const host = new SessionHost(createTestPolicy({}));
  for (let count = 0; count < 1000; count += 1) host.send("x".repeat(1000));
  host.send("\r\nNOOP\r\n");
  expect(host.output).toMatch(/500 5\.5\.2 Line too long\r\n250 2\.0\.0 OK\r\n$/);
  expect(host.record.details().transcript.every(({ text }) => text.length < 3000)).toBe(true);
});

test("a message over the limit is released while it is received", () => {
  const host = new SessionHost(createTestPolicy({ limits: { messageSize: 1000 } }));
  host.send("EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
  for (let count = 0; count < 1000; count += 1) host.send("x".repeat(1000));
  host.send("\r\n.\r\n");
  expect(host.output).toMatch(/552 5\.3\.4 Message exceeds the size limit\r\n$/);
  expect(host.messages).toEqual([]);
});

test("text after a refused AUTH is masked, because it may be a password", () => {
  const host = new SessionHost(createTestPolicy({}));
  host.send("EHLO a.example\r\n");
  host.send("AUTH FOO\r\n");
  host.send("c2VjcmV0\r\n");
  const shown = host.record.details();
  expect(JSON.stringify(shown)).not.toContain("c2VjcmV0");
});

test("421 from a hook ends the session", () => {
  const host = new SessionHost(createTestPolicy({}), ({ stage }) =>
    stage === "mail" ? { code: 421, enhanced: "4.3.2", text: "Away" } : undefined,
  );
  host.send("EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nNOOP\r\n");
  expect(host.output).toMatch(/421 4\.3\.2 Away\r\n$/);
  expect(host.isClosed).toBe(true);
});

test.each([
  ["a step of AUTH", "AUTH LOGIN\r\nYQ==\r\n*\r\n"],
  ["a chunk of BDAT", "BDAT 5\r\nhello"],
  ["a command", "NOPE\r\n"],
])("421 is the last reply, also after an error in %s", (_what, octets) => {
  const host = new SessionHost(createTestPolicy({ limits: { errors: 1 }, auth: { users: { a: "b" } } }));
  host.send(`EHLO a.example\r\n${octets}MAIL FROM:<a@b.example>\r\n`);
  expect(host.output).toMatch(/421 4\.7\.0 Too many errors, closing the connection\r\n$/);
  expect(host.isClosed).toBe(true);
});

test("a long reply is cut in the transcript, and stays there", () => {
  const host = new SessionHost(createTestPolicy({}), ({ stage }) =>
    stage === "mail" ? { code: 550, text: "x".repeat(3000) } : undefined,
  );
  host.send("EHLO a.example\r\nMAIL FROM:<a@b.example>\r\n");
  const last = host.record.details().transcript.at(-1);
  expect(last).toMatchObject({ kind: "server", bytes: 3006 });
  expect(last?.text).toMatch(/^550 x{2044} \[956 more octets\]$/);
});
