import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDkimKeyLookup } from "./dkim-keys.ts";

/** A DNS server with one record. It answers queries for `silent…` not at all, and all others with NXDOMAIN. */
const NAME = "s1._domainkey.example.com";
const RECORD = ["v=DKIM1; k=rsa; ", "p=AAAA"];
const server = createSocket("udp4");
let queries: string[] = [];
let servers: string[] = [];

server.on("message", (query: Buffer, { port, address }: RemoteInfo) => {
  const { name, type, end } = readQuestion(query);
  queries.push(`${type === 16 ? "TXT" : type} ${name}`);
  if (name.startsWith("silent")) return;
  const isKnown = name === NAME;
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(isKnown ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(isKnown ? 1 : 0, 6);
  header.writeUInt16BE(0, 10);
  const strings = Buffer.concat(RECORD.map((text) => Buffer.from([text.length, ...Buffer.from(text)])));
  // A pointer to the name in the question, TXT, IN, a TTL of 60 s, and the length.
  const answer = Buffer.concat([Buffer.from("c00c001000010000003c0000", "hex"), strings]);
  answer.writeUInt16BE(strings.length, 10);
  server.send(Buffer.concat([header, query.subarray(12, end), ...(isKnown ? [answer] : [])]), port, address);
});

function readQuestion(query: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

beforeAll(async () => {
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  servers = [`127.0.0.1:${server.address().port}`];
});
afterAll(() => void server.close());
beforeEach(() => {
  queries = [];
});

test("a key is looked up once, as TXT, and its strings are joined", async () => {
  const find = createDkimKeyLookup({ servers });
  const expected = [{ name: NAME, source: "dns", text: "v=DKIM1; k=rsa; p=AAAA", problem: null }];
  expect(await find([NAME])).toEqual(expected);
  expect(await find([NAME])).toEqual(expected);
  expect(queries).toEqual([`TXT ${NAME}`]);
});

test("a name without a record is reported, and remembered", async () => {
  const find = createDkimKeyLookup({ servers });
  const name = "s2._domainkey.example.com";
  for (let time = 0; time < 2; time++)
    expect(await find([name])).toMatchObject([{ text: null, problem: "DNS has no TXT record of that name" }]);
  expect(queries).toEqual([`TXT ${name}`]);
});

test("a server that does not answer is given up, and queried again the next time", async () => {
  const find = createDkimKeyLookup({ servers, timeoutMs: 100 });
  const name = "silent._domainkey.example.com";
  for (let time = 0; time < 2; time++)
    expect(await find([name])).toMatchObject([{ text: null, problem: "the DNS server did not answer in time" }]);
  expect(new Set(queries)).toEqual(new Set([`TXT ${name}`]));
  expect(queries.length).toBeGreaterThanOrEqual(2);
});

test.each([
  "example.com",
  "s1.example.com",
  "_domainkey.example.com",
  "s 1._domainkey.example.com",
  `${"x".repeat(250)}._domainkey.a.b`,
])("%s is no name of a key, and is not queried", async (name) => {
  expect(await createDkimKeyLookup({ servers })([name])).toMatchObject([
    { problem: "that is not a valid name in DNS" },
  ]);
  expect(queries).toEqual([]);
});

test("at most five names are queried", async () => {
  const names = Array.from({ length: 8 }, (_, index) => `x${index}._domainkey.example.com`);
  expect(await createDkimKeyLookup({ servers })(names)).toHaveLength(5);
  expect(queries).toHaveLength(5);
});
