import { createHash } from "node:crypto";
import type { Seal, SealKey } from "@mailglass/shared";
import { truncateText } from "../../../base/truncate-text.ts";
import { createSeal } from "./seal-summary.ts";

/*
 * Theory of operation: OpenPGP data (RFC 9580) is a list of packets, in armor (§6.2) or as it is. Only what is readable without a
 * key is read: who signed, when, and which keys can decrypt. Nothing is verified, so no library for OpenPGP is needed; the one
 * that is maintained has 400 KB and a licence (LGPL) that a single bundled file cannot follow easily.
 *
 *   armor -> packets -> signatures (tag 2), keys that can decrypt (1), public keys (6), user ids (13), ciphertext (18, 20)
 */

const MAX_PACKETS = 500;
const MAX_KEYS = 20;

interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

/** @param kind what the container says it is; undefined for OpenPGP within text, where the armor says it */
export function readOpenPgp(bytes: Buffer, kind: Seal["kind"] | undefined): Seal {
  const armor = findArmor(bytes);
  const packets = listPackets(armor?.data ?? (kind === undefined ? Buffer.alloc(0) : bytes));
  const signers = packets.flatMap(readSignature).slice(0, MAX_KEYS);
  const recipients = packets.flatMap(readRecipient).slice(0, MAX_KEYS);
  const found = kind ?? kindOfArmor(armor?.label ?? "");
  const isBroken = packets.length === 0;
  return createSeal({
    system: "OpenPGP",
    kind: found,
    algorithms: [...new Set(packets.flatMap(readDigest))],
    signers: found === "key" ? readKeys(packets) : signers,
    recipients,
    error: isBroken ? "Its OpenPGP data cannot be read" : null,
  });
}

function kindOfArmor(label: string): Seal["kind"] {
  if (label.includes("KEY")) return "key";
  return label === "SIGNATURE" || label === "SIGNED MESSAGE" ? "signed" : "encrypted";
}

/** Finds the last armored block: in a signed text, the signature follows the text. */
function findArmor(bytes: Buffer): { readonly label: string; readonly data: Buffer } | undefined {
  const at = bytes.lastIndexOf("-----BEGIN PGP ");
  if (at < 0) return undefined;
  const text = bytes.toString("latin1", at);
  const [, label = "", body = ""] =
    /^-----BEGIN PGP ([A-Z ]{3,30})-----[ \t]*\r?\n([^]*?)(?:-----END PGP |$)/.exec(text) ?? [];
  const lines = body.split(/\r?\n/);
  const blank = lines.findIndex((line) => line.trim() === "");
  // The last line that begins with “=” is a checksum.
  const encoded = lines.slice(blank + 1).filter((line) => !line.startsWith("="));
  return { label, data: Buffer.from(encoded.join(""), "base64") };
}

/** Lists the packets (RFC 9580 §4.2). Stops at the first with partial lengths, whose contents are ciphertext. */
function listPackets(data: Buffer): Packet[] {
  const packets: Packet[] = [];
  let at = 0;
  while (at < data.length && packets.length < MAX_PACKETS) {
    const first = data.readUInt8(at++);
    if ((first & 0x80) === 0) return packets;
    const isNew = (first & 0x40) !== 0;
    const tag = isNew ? first & 0x3f : (first >> 2) & 0x0f;
    const length = isNew ? readNewLength(data, at) : readOldLength(data, at, first & 3);
    const start = at + length.size;
    packets.push({ tag, body: data.subarray(start, start + length.bytes) });
    if (length.isPartial) return packets;
    at = start + length.bytes;
  }
  return packets;
}

interface PacketLength {
  /** Bytes of the length itself. */
  readonly size: number;
  /** Bytes of the body. */
  readonly bytes: number;
  readonly isPartial: boolean;
}

/** Reads the length of a packet in the new format (RFC 9580 §4.2.1). */
function readNewLength(data: Buffer, at: number): PacketLength {
  const first = data[at] ?? 0;
  if (first >= 224 && first < 255) return { size: 1, bytes: 2 ** (first & 0x1f), isPartial: true };
  return readSubpacketLength(data, at);
}

/** Reads the length of a subpacket, which is never partial (RFC 9580 §5.2.3.7). */
function readSubpacketLength(data: Buffer, at: number): PacketLength {
  const first = data[at] ?? 0;
  if (first < 192) return { size: 1, bytes: first, isPartial: false };
  if (first < 255) return { size: 2, bytes: ((first - 192) << 8) + (data[at + 1] ?? 0) + 192, isPartial: false };
  return { size: 5, bytes: readNumber(data, at + 1, 4), isPartial: false };
}

function readOldLength(data: Buffer, at: number, type: number): PacketLength {
  if (type === 3) return { size: 0, bytes: data.length - at, isPartial: true };
  const size = 2 ** type;
  return { size, bytes: readNumber(data, at, size), isPartial: false };
}

function readNumber(data: Buffer, at: number, size: number): number {
  return at + size <= data.length ? data.readUIntBE(at, size) : 0;
}

const TAGS = { recipient: 1, signature: 2, publicKey: 6, userId: 13 } as const;

const DIGESTS: Readonly<Record<number, string>> = {
  1: "MD5",
  2: "SHA-1",
  3: "RIPEMD-160",
  8: "SHA-256",
  9: "SHA-384",
  10: "SHA-512",
  11: "SHA-224",
  12: "SHA3-256",
  14: "SHA3-512",
};

function readDigest({ tag, body }: Packet): string[] {
  if (tag !== TAGS.signature) return [];
  const digest = DIGESTS[body[body[0] === 3 ? 16 : 3] ?? 0];
  return digest === undefined ? [] : [digest];
}

/** Reads who signed, from the subpackets of a signature (RFC 9580 §5.2.3). */
function readSignature({ tag, body }: Packet): SealKey[] {
  if (tag !== TAGS.signature) return [];
  const version = body[0] ?? 0;
  if (version === 3) return [createKey({ keyId: hex(body.subarray(7, 15)), signedAt: toTime(readNumber(body, 3, 4)) })];
  if (version < 4) return [];
  const countSize = version === 6 ? 4 : 2;
  const hashedBytes = readNumber(body, 4, countSize);
  const hashedEnd = 4 + countSize + hashedBytes;
  const unhashedBytes = readNumber(body, hashedEnd, countSize);
  const subpackets = [
    ...listSubpackets(body.subarray(4 + countSize, hashedEnd)),
    ...listSubpackets(body.subarray(hashedEnd + countSize, hashedEnd + countSize + unhashedBytes)),
  ];
  const find = (type: number) => subpackets.find((one) => one.type === type)?.data;
  const keyId = find(16) ?? shortenFingerprint(find(33)?.subarray(1) ?? Buffer.alloc(0));
  const created = find(2);
  const user = find(28)?.toString("utf8") ?? "";
  return [
    createKey({
      name: user,
      keyId: hex(keyId),
      signedAt: created === undefined ? null : toTime(readNumber(created, 0, 4)),
    }),
  ];
}

function listSubpackets(area: Buffer): { readonly type: number; readonly data: Buffer }[] {
  const found: { type: number; data: Buffer }[] = [];
  for (let at = 0; at < area.length && found.length < MAX_PACKETS; ) {
    const { size, bytes } = readSubpacketLength(area, at);
    const start = at + size;
    if (bytes === 0) break;
    found.push({ type: (area[start] ?? 0) & 0x7f, data: area.subarray(start + 1, start + bytes) });
    at = start + bytes;
  }
  return found;
}

/** Reads which key can decrypt (RFC 9580 §5.1). A key id of zeros hides the recipient. */
function readRecipient({ tag, body }: Packet): SealKey[] {
  if (tag !== TAGS.recipient) return [];
  if (body[0] === 3) return [createKey({ keyId: hex(body.subarray(1, 9)) })];
  const length = body[1] ?? 0;
  return [createKey({ keyId: hex(shortenFingerprint(body.subarray(3, 2 + length))) })];
}

/** Returns the key id in a fingerprint: the first 8 bytes of one of version 6, the last 8 of one of version 4 (RFC 9580 §5.5.4). */
function shortenFingerprint(fingerprint: Buffer): Buffer {
  return fingerprint.length === 32 ? fingerprint.subarray(0, 8) : fingerprint.subarray(-8);
}

/** Reads public keys with their user ids. */
function readKeys(packets: readonly Packet[]): SealKey[] {
  const keys: { keyId: string; users: string[]; created: string | null }[] = [];
  for (const { tag, body } of packets) {
    if (tag === TAGS.publicKey)
      keys.push({ keyId: computeKeyId(body), users: [], created: toTime(readNumber(body, 1, 4)) });
    if (tag === TAGS.userId) keys.at(-1)?.users.push(body.toString("utf8", 0, 1_000));
  }
  return keys
    .slice(0, MAX_KEYS)
    .map(({ keyId, users, created }) => createKey({ name: users[0] ?? "", keyId, validFrom: created }));
}

/** Computes the key id of a key of version 4: the end of its fingerprint (RFC 9580 §5.5.4.2). */
function computeKeyId(body: Buffer): string {
  if (body[0] !== 4) return "";
  const length = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
  return createHash("sha1").update(length).update(body).digest("hex").slice(-16).toUpperCase();
}

function createKey(key: Pick<SealKey, "keyId"> & Partial<SealKey>): SealKey {
  const name = truncateText(key.name ?? "");
  const [, address] = /<([^<>\s]+@[^<>\s]+)>/.exec(name) ?? [];
  return {
    addresses: address === undefined ? [] : [address],
    issuer: "",
    validFrom: null,
    validTo: null,
    signedAt: null,
    ...key,
    name,
  };
}

function hex(bytes: Buffer): string {
  return bytes.toString("hex").toUpperCase();
}

/** @param seconds since the epoch */
function toTime(seconds: number): string | null {
  return seconds === 0 ? null : new Date(seconds * 1000).toISOString();
}
