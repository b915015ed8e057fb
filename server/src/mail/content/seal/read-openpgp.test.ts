import { describe, expect, test } from "vitest";
import * as samples from "../../../../test/support/sealed-samples.ts";
import { readOpenPgp } from "./read-openpgp.ts";

const UNREADABLE = "Its OpenPGP data cannot be read";
/** 2026-01-01T00:00:00Z */
const TIME = [0x69, 0x55, 0xb9, 0x00];
const KEY_ID = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];

const zeros = (count: number) => Array.from({ length: count }, () => 0);
const toBytes = (text: string) => [...Buffer.from(text)];

/** A packet in the new format. */
const packet = (tag: number, ...body: number[]) => [0xc0 | tag, ...encodeLength(body.length, 8_384), ...body];

/** @param limit from this length on, five bytes are used: in two bytes, packets have shorter lengths than subpackets */
const encodeLength = (length: number, limit: number) => {
  if (length < 192) return [length];
  return length < limit
    ? [((length - 192) >> 8) + 192, (length - 192) & 0xff]
    : [255, 0, 0, length >> 8, length & 0xff];
};

const subpacket = (type: number, ...data: number[]) => [...encodeLength(data.length + 1, 16_320), type, ...data];

/** A signature of version 4 with SHA-256. */
const signature4 = (hashed: readonly number[], unhashed: readonly number[] = []) =>
  packet(
    2,
    4,
    0,
    1,
    8,
    hashed.length >> 8,
    hashed.length & 0xff,
    ...hashed,
    unhashed.length >> 8,
    unhashed.length & 0xff,
    ...unhashed,
  );

const readSigners = (...bytes: number[]) => readOpenPgp(Buffer.from(bytes), "signed").signers;
const readRecipients = (...bytes: number[]) => readOpenPgp(Buffer.from(bytes), "encrypted").recipients;
const readKeys = (...bytes: number[]) => readOpenPgp(Buffer.from(bytes), "key").signers;

describe("the kind of OpenPGP within text", () => {
  test.each([
    ["a signed text", samples.PGP_SIGNED_TEXT, "signed"],
    ["a signature", samples.PGP_SIGNATURE, "signed"],
    ["encrypted content", samples.PGP_ENCRYPTED, "encrypted"],
    ["a public key", samples.PGP_PUBLIC_KEY, "key"],
    [
      "a signed text without its signature",
      samples.PGP_SIGNED_TEXT.split("-----BEGIN PGP SIGNATURE")[0] ?? "",
      "signed",
    ],
    ["a text without armor", "Hello", "encrypted"],
    ["an armor with an unusual label", "-----BEGIN PGP message-----\n\nwQ==\n", "encrypted"],
    ["an armor without data", "-----BEGIN PGP SIGNATURE-----\n-----END PGP SIGNATURE-----\n", "signed"],
  ])("%s", (_, text, kind) => {
    expect(readOpenPgp(Buffer.from(text), undefined)).toMatchObject({ kind });
  });

  test.each([
    ["a text without armor", "Hello"],
    ["an armor with an unusual label", "-----BEGIN PGP message-----\n\nwQ==\n"],
    ["an armor without data", "-----BEGIN PGP SIGNATURE-----\n-----END PGP SIGNATURE-----\n"],
  ])("%s cannot be read", (_, text) => {
    expect(readOpenPgp(Buffer.from(text), undefined).error).toBe(UNREADABLE);
  });
});

describe("packets", () => {
  const signed = signature4(subpacket(16, ...KEY_ID));
  const keyId = "0123456789ABCDEF";

  test.each([
    ["in the new format", signed, [{ keyId }]],
    ["after a long packet", [...packet(13, ...zeros(300)), ...signed], [{ keyId }]],
    ["after a very long packet", [...packet(13, ...zeros(20_000)), ...signed], [{ keyId }]],
    ["in the old format, with a length of 1 byte", [0x88, ...signed.slice(1)], [{ keyId }]],
    ["in the old format, with a length of 2 bytes", [0x89, 0, ...signed.slice(1)], [{ keyId }]],
    ["in the old format, without a length", [0x8b, ...signed.slice(2)], [{ keyId }]],
    ["before bytes that are no packet", [...signed, 0x00, ...signed], [{ keyId }]],
    ["before a packet with partial lengths", [...signed, 0xd2, 0xe1, 0, 0, ...signed], [{ keyId }]],
    ["before a packet without a length", [...signed, 0xc2], [{ keyId }]],
    ["before half a length", [...signed, 0xcd, 0xc0], [{ keyId }]],
    ["before a quarter of a length", [...signed, 0xcd, 0xff, 0x01], [{ keyId }]],
  ])("%s", (_, bytes, expected) => {
    expect(readSigners(...bytes)).toMatchObject(expected);
  });

  test.each([
    ["no bytes", []],
    ["bytes that are no packet", toBytes("Hello")],
  ])("%s cannot be read", (_, bytes) => {
    expect(readOpenPgp(Buffer.from(bytes), "signed")).toMatchObject({ signers: [], error: UNREADABLE });
  });

  test("of 30 signatures, 20 are listed", () => {
    expect(readSigners(...Array.from({ length: 30 }, () => signed).flat())).toHaveLength(20);
  });
});

describe("signatures", () => {
  test.each([
    [
      "of version 3",
      packet(2, 3, 5, 0, ...TIME, ...KEY_ID, 1, 2, 0, 0),
      { keyId: "0123456789ABCDEF", signedAt: "2026-01-01T00:00:00.000Z", name: "" },
    ],
    [
      "of version 4, with a user",
      signature4(
        [...subpacket(2, ...TIME), ...subpacket(28, ...toBytes("Ann <ann@example.com>"))],
        subpacket(16, ...KEY_ID),
      ),
      {
        name: "Ann <ann@example.com>",
        addresses: ["ann@example.com"],
        keyId: "0123456789ABCDEF",
        signedAt: "2026-01-01T00:00:00.000Z",
      },
    ],
    [
      "with the fingerprint of a key of version 4",
      signature4(subpacket(33, 4, ...zeros(12), ...KEY_ID)),
      { keyId: "0123456789ABCDEF", signedAt: null },
    ],
    [
      "of version 6",
      packet(2, 6, 0, 27, 8, 0, 0, 0, 35, ...subpacket(33, 6, ...KEY_ID, ...zeros(24)), 0, 0, 0, 0),
      { keyId: "0123456789ABCDEF" },
    ],
    ["without subpackets", signature4([]), { keyId: "", signedAt: null, name: "" }],
    ["with the time 0", signature4(subpacket(2, 0, 0, 0, 0)), { signedAt: null }],
    ["with half a time", signature4(subpacket(2, 0x69, 0x55)), { signedAt: null }],
    ["with an empty subpacket", signature4([0, ...subpacket(16, ...KEY_ID)]), { keyId: "" }],
    ["with half a subpacket", signature4([192]), { keyId: "" }],
    [
      "with a long subpacket before the key id",
      signature4([...subpacket(20, ...zeros(9_000)), ...subpacket(16, ...KEY_ID)]),
      { keyId: "0123456789ABCDEF" },
    ],
    ["that is cut", packet(2, 4, 0, 1, 8), { keyId: "" }],
  ])("%s", (_, bytes, expected) => {
    expect(readSigners(...bytes)).toMatchObject([expected]);
  });

  test.each([
    ["an old version", packet(2, 2, 0, 0, 0)],
    ["no bytes", packet(2)],
  ])("of %s say nothing", (_, bytes) => {
    expect(readSigners(...bytes)).toEqual([]);
  });

  test.each([
    ["of version 3", packet(2, 3, 5, 0, ...TIME, ...KEY_ID, 1, 2, 0, 0), ["SHA-1"]],
    ["of version 4", signature4([]), ["SHA-256"]],
    ["twice the same", [...signature4([]), ...signature4([])], ["SHA-256"]],
    ["an unknown one", packet(2, 4, 0, 1, 99, 0, 0, 0, 0), []],
    ["none in a signature that is cut", packet(2, 4), []],
  ])("the digest: %s", (_, bytes, algorithms) => {
    expect(readOpenPgp(Buffer.from(bytes), "signed").algorithms).toEqual(algorithms);
  });
});

describe("recipients", () => {
  test.each([
    ["of version 3", packet(1, 3, ...KEY_ID, 1), "0123456789ABCDEF"],
    ["of version 6 with a key of version 6", packet(1, 6, 33, 6, ...KEY_ID, ...zeros(24), 25), "0123456789ABCDEF"],
    ["of version 6 with a key of version 4", packet(1, 6, 21, 4, ...zeros(12), ...KEY_ID, 25), "0123456789ABCDEF"],
    ["that are hidden", packet(1, 6, 0, 25), ""],
    ["without bytes", packet(1), ""],
  ])("%s", (_, bytes, keyId) => {
    expect(readRecipients(...bytes)).toMatchObject([{ keyId }]);
  });
});

describe("public keys", () => {
  const key4 = packet(6, 4, ...TIME, 22, 0, 8, 1);

  test.each([
    [
      "a key with two users",
      [...key4, ...packet(13, ...toBytes("Ann <ann@example.com>")), ...packet(13, ...toBytes("Other"))],
      [
        {
          name: "Ann <ann@example.com>",
          addresses: ["ann@example.com"],
          keyId: expect.stringMatching(/^[0-9A-F]{16}$/),
          validFrom: "2026-01-01T00:00:00.000Z",
        },
      ],
    ],
    ["a key without a user", key4, [{ name: "", addresses: [] }]],
    ["a user without a key", packet(13, ...toBytes("Ann")), []],
    ["a key of another version", packet(6, 6, ...TIME, 27), [{ keyId: "", validFrom: "2026-01-01T00:00:00.000Z" }]],
    ["a key that is cut", packet(6, 4, 0x69), [{ validFrom: null }]],
  ])("%s", (_, bytes, expected) => {
    expect(readKeys(...bytes)).toMatchObject(expected);
  });
});
