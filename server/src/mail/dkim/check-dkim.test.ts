import { beforeAll, describe, expect, test } from "vitest";
import { createMail } from "../../../test/support/create-mail.ts";
import {
  composeSigned,
  createEd25519Keys,
  createRsaKeys,
  type SignOptions,
  signByHand,
  type TestKeys,
} from "../../../test/support/sign-dkim.ts";
import { parseMail } from "../parsed-mail.ts";
import { checkDkim } from "./check-dkim.ts";
import type { DkimKeyRecord } from "./dkim-key.ts";

let keys: TestKeys;
let signed: string;

beforeAll(async () => {
  keys = createRsaKeys();
  signed = (await composeSigned(keys)).toString("latin1");
});

const given = (text: string): DkimKeyRecord[] => [
  { name: "test._domainkey.example.com", source: "given", text, problem: null },
];

function check(source: string, records = given(keys.record), at?: number) {
  const mail = { ...createMail(Buffer.from(source, "latin1")), deliveredAt: at };
  const [first] = checkDkim(parseMail(mail), records).signatures;
  if (first === undefined) throw new Error("The message has no signature");
  return first;
}

const FIELDS = ["From: Jo <jo@example.com>", "Subject: Your order", "To: zoe@example.net"];
const BODY = "Hello\r\n\r\n.Your order\t is  on its way. \r\nBye\r\n";

const byHand = (options: Omit<SignOptions, "privatePem"> = {}, body = BODY) =>
  signByHand(FIELDS, body, { privatePem: keys.privatePem, ...options });

describe("a signature of nodemailer", () => {
  test("is valid with the key of its record, its PEM, and its record in zone-file form", () => {
    const half = keys.record.length / 2;
    const zone = `test._domainkey IN TXT ( "${keys.record.slice(0, half)}"\n\t"${keys.record.slice(half)}" )`;
    for (const text of [keys.record, keys.publicPem, keys.privatePem, zone]) {
      expect(check(signed, given(text))).toMatchObject({
        problem: null,
        domain: "example.com",
        keyName: "test._domainkey.example.com",
        algorithm: "rsa-sha256",
        canonicalization: "relaxed/relaxed",
        bodyHash: { matches: true, explanation: null, added: null },
        signature: { result: "valid", key: "given", detail: null },
        weaknesses: [],
        omissions: [],
      });
    }
  });

  test("has its body hash checked without a key", () => {
    expect(check(signed, [])).toMatchObject({
      bodyHash: { matches: true },
      signature: { result: "no-key", key: null, detail: null },
    });
  });

  test("survives what relaxed canonicalisation allows", () => {
    const changed = signed
      .replace("Subject: Your order  4711", "subject : Your\r\n\torder 4711 ")
      .replace("Your order is", "Your  order\tis")
      .concat("\r\n\r\n");
    expect(check(changed)).toMatchObject({ bodyHash: { matches: true }, signature: { result: "valid" } });
  });

  test("is read from a file with LF line ends", () => {
    expect(check(signed.replaceAll("\r\n", "\n"))).toMatchObject({
      bodyHash: { matches: true },
      signature: { result: "valid" },
    });
  });
});

describe("a body hash that does not match is explained:", () => {
  const explain = (source: string) => check(source).bodyHash?.explanation ?? "it matches";

  test("a footer, with its bytes", () => {
    const footer = "-- \r\nUnsubscribe at https://example.org\r\n";
    const source = signed.trimEnd() + `\r\n${footer}`;
    const { bodyHash } = check(source);
    expect(bodyHash?.explanation).toMatch(/^the hash matches the first \d+ of \d+ canonical bytes/);
    expect(source.slice(bodyHash?.added?.start, bodyHash?.added?.end)).toBe(footer);
  });

  test("a footer below empty lines, in simple canonicalisation", () => {
    const { bodyHash } = check(byHand() + "\r\n\r\nSent by a list\r\n");
    expect(bodyHash?.added).not.toBeNull();
  });

  test.each([
    ["the other canonicalisation", "Hello\r\n\r\n.Your order is on its way.\r\nBye\r\n"],
    ["with LF line ends", BODY.replaceAll("\r\n", "\n")],
    ["without its last line end", BODY.slice(0, -2)],
    ["each leading dot doubled", BODY.replace(".Your", "..Your")],
    ["an empty body", ""],
    ["an empty body", "\r\n"],
  ])("the signer hashed %s", (explanation, hashedBody) => {
    expect(explain(byHand({ hashedBody }))).toContain(explanation);
  });

  test("dots were doubled on the way", () => {
    expect(explain(byHand({ hashedBody: BODY }, BODY.replace(".Your", "..Your")))).toContain("dots were doubled");
  });

  test("the signer did not remove the empty lines at the end", () => {
    expect(explain(byHand({ hashedBody: `${BODY}\r\n\r\n` }, `${BODY}\r\n\r\n`))).toContain("empty lines at its end");
  });

  test("lone LFs were sent instead of CR LF", () => {
    expect(explain(byHand({ hashedBody: BODY }, BODY.replace("Hello\r\n", "Hello\n")))).toContain("lone LFs");
  });

  test("the body was encoded after signing", () => {
    const fields = [
      ...FIELDS,
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
    ];
    const options = { privatePem: keys.privatePem, hashedBody: "Gr\xc3\xbc\xc3\x9fe\r\n" };
    expect(explain(signByHand(fields, "Gr=C3=BC=C3=9Fe\r\n", options))).toContain("the decoded text");
  });

  test("l= is longer than the body, or wrong", () => {
    expect(explain(byHand({ tags: { l: String(BODY.length + 7) } }))).toContain("7 bytes are missing");
    expect(explain(byHand({ tags: { l: "3" } }))).toContain("although l= limits it");
  });

  test("bh= is in hexadecimal", () => {
    const { bodyHash } = check(byHand());
    const hex = Buffer.from(bodyHash?.computed ?? "", "base64").toString("hex");
    expect(explain(byHand({ tags: { bh: hex } }))).toContain("in hexadecimal");
    expect(explain(byHand({ tags: { bh: Buffer.from(hex).toString("base64") } }))).toContain("in hexadecimal");
    expect(explain(byHand({ tags: { bh: bodyHash?.computed.replace("=", "") ?? "" } }))).toContain("lacks its padding");
  });

  test("another text, of which nothing is known", () => {
    expect(explain(byHand({ hashedBody: "Something else\r\n" }))).toContain("no usual change explains");
  });
});

describe("a signature that is not valid is explained:", () => {
  const explain = (source: string, records?: DkimKeyRecord[]) => check(source, records).signature;

  test("a changed field", () => {
    expect(explain(signed.replace("Your order  4711", "Your order 4712"))).toMatchObject({
      result: "invalid",
      detail: expect.stringContaining("the key is the right one"),
    });
  });

  test("a field that was added", () => {
    const source = byHand({ tags: { h: "From:Subject:To:Cc" } });
    expect(explain(source)).toMatchObject({ result: "valid" });
    expect(explain(source.replace("\r\nFrom:", "\r\nCc: ann@example.org\r\nFrom:"))).toMatchObject({
      detail: expect.stringContaining("without the field Cc"),
    });
  });

  test("another canonicalisation than c= says", () => {
    const source = byHand().replace("c=simple/", "c=relaxed/");
    expect(explain(source)).toMatchObject({ result: "invalid" });
  });

  test("another key", () => {
    expect(explain(signed, given(createRsaKeys().record))).toMatchObject({
      detail: expect.stringContaining("another key than that of test._domainkey.example.com"),
    });
  });

  test.each([
    ["v=DKIM1; k=rsa; p=", "revoked"],
    ["v=spf1 -all", "no p="],
    ["v=DKIM1; p=AAAA", "not an RSA key"],
    ["v=DKIM1; k=ed25519; p=AAAA", "has 3 bytes"],
    ["v=DKIM1; k=dsa; p=AAAA", "neither rsa nor ed25519"],
    ["v=DKIM2; p=AAAA", "v=DKIM2"],
    ["-----BEGIN PUBLIC KEY-----\nAAAA", "PEM"],
  ])("the record %s", (record, problem) => {
    expect(explain(signed, given(record))).toMatchObject({
      result: "invalid",
      detail: expect.stringContaining(problem),
    });
  });

  test("a key of another type, or too short", () => {
    expect(explain(signed, given(createEd25519Keys().record)).detail).toContain("of type ed25519");
    const short = createRsaKeys(512);
    expect(explain(signByHand(FIELDS, BODY, { privatePem: short.privatePem }), given(short.record)).detail).toContain(
      "512 bits",
    );
  });

  test("a key that DNS did not have", () => {
    const records: DkimKeyRecord[] = [
      { name: "test._domainkey.example.com", source: "dns", text: null, problem: "there is no such record" },
    ];
    expect(explain(signed, records)).toEqual({ result: "no-key", key: null, detail: "there is no such record" });
  });
});

describe("a signature by hand", () => {
  test("is valid in simple canonicalisation, and with Ed25519 (RFC 8463)", () => {
    expect(check(byHand())).toMatchObject({ bodyHash: { matches: true }, signature: { result: "valid" } });
    const ed = createEd25519Keys();
    const source = signByHand(FIELDS, BODY, { privatePem: ed.privatePem, tags: { a: "ed25519-sha256" } });
    expect(check(source, given(ed.record))).toMatchObject({
      bodyHash: { matches: true },
      signature: { result: "valid" },
    });
  });

  test("with l= covers the beginning of the body only", () => {
    const source = byHand({ tags: { l: "5" }, hashedBody: "Hello" });
    expect(check(source)).toMatchObject({
      bodyHash: { matches: true, hashedBytes: 5, canonicalBytes: BODY.length },
      weaknesses: [expect.stringContaining("l=5")],
    });
  });

  test("with sha1, an x= in the past, or without Subject is reported", () => {
    expect(check(byHand({ tags: { a: "rsa-sha1" } }))).toMatchObject({
      signature: { result: "valid" },
      weaknesses: [expect.stringContaining("rsa-sha1")],
    });
    const expiring = byHand({ tags: { x: "1700000000" } });
    expect(check(expiring, [], 1_700_000_001_000).weaknesses).toHaveLength(1);
    expect(check(expiring, [], 1_699_999_999_000).weaknesses).toHaveLength(0);
    expect(check(expiring, [], undefined).weaknesses).toHaveLength(0);
    expect(check(byHand({ tags: { h: "From" } }))).toMatchObject({
      omissions: [expect.stringContaining("no subject")],
    });
  });

  test.each([
    [{ bh: "" }, "no bh="],
    [{ d: "", s: "" }, "no d=, s="],
    [{ v: "2" }, "v=2"],
    [{ a: "rsa-md5" }, "a=rsa-md5"],
    [{ c: "strict" }, "c=strict"],
    [{ l: "-1" }, "l=-1"],
    [{ x: "tomorrow" }, "x=tomorrow"],
  ])("that cannot be read is reported: %j", (tags, problem) => {
    expect(check(byHand({ tags }))).toMatchObject({ problem: expect.stringContaining(problem), bodyHash: null });
  });

  test("with a tag twice is not a list of tags", () => {
    expect(check(byHand().replace("v=1;", "v=1; v=1;")).problem).toContain("a tag twice");
  });
});

test("five signatures are checked, and the rest is counted", () => {
  const [field = ""] = byHand().split("\r\n");
  const mail = createMail(`${`${field}\r\n`.repeat(7)}${byHand()}`);
  const { signatures, leftOut } = checkDkim(parseMail(mail), given(keys.record));
  expect(signatures).toHaveLength(5);
  expect(leftOut).toBe(3);
});
