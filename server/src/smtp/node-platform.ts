import { isAscii } from "node:buffer";
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";
import type { Allocator } from "../base/allocator.ts";
import type { ByteOps } from "./protocol/bytes/octets.ts";
import type { SaslCrypto } from "./protocol/sasl/sasl.ts";

/** Byte operations with Node's Buffer. Chunks from a socket already are Buffers. */
export const nodeByteOps: ByteOps = {
  indexOf: (bytes, pattern, from) => viewAsBuffer(bytes).indexOf(pattern, from),
  indexOfOctet: (bytes, byte, from) => viewAsBuffer(bytes).indexOf(byte, from),
  latin1: (bytes, start, end) => viewAsBuffer(bytes).toString("latin1", start, end),
  isAscii: (bytes) => isAscii(bytes),
};

/** Allocates one buffer per chunk. Not from Node's pool: a small message would keep the whole pool in memory. */
export const nodeAllocator: Allocator = { allocate: (size) => Buffer.allocUnsafeSlow(size), release: () => undefined };

function viewAsBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Node's cryptographic functions for SASL, on binary strings. */
export const nodeSaslCrypto: SaslCrypto = {
  hmac: (algorithm, key, data) =>
    createHmac(algorithm, Buffer.from(key, "latin1")).update(data, "latin1").digest().toString("latin1"),
  sha256: (data) => createHash("sha256").update(data, "latin1").digest().toString("latin1"),
  pbkdf2: (password, salt, iterations) =>
    pbkdf2Sync(Buffer.from(password, "latin1"), Buffer.from(salt, "latin1"), iterations, 32, "sha256").toString(
      "latin1",
    ),
  equal: equalsInConstantTime,
  nonce: () => randomBytes(15).toString("base64url"),
};

/** Compares two strings in constant time. */
export function equalsInConstantTime(a: string, b: string): boolean {
  const digests = [a, b].map((text) => createHash("sha256").update(text).digest());
  const [first = Buffer.alloc(0), second = Buffer.alloc(1)] = digests;
  return timingSafeEqual(first, second);
}
