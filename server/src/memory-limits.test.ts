import { expect, test } from "vitest";
import { chooseLimits, limitsFor } from "./memory-limits.ts";

const MiB = 1024 ** 2;
const GiB = 1024 * MiB;
const NONE = { maxBytes: null, maxMessageBytes: null, maxConnections: null };

test.each([
  { total: 64 * MiB, heap: 32 * MiB, bytes: 8, messageBytes: 2, inFlightBytes: 4, sessionBytes: 1, connections: 128 },
  {
    total: 128 * MiB,
    heap: 67 * MiB,
    bytes: 24,
    messageBytes: 8,
    inFlightBytes: 12,
    sessionBytes: 3,
    connections: 384,
  },
  {
    total: 24 * GiB,
    heap: 64 * MiB,
    bytes: 256,
    messageBytes: 8,
    inFlightBytes: 1024,
    sessionBytes: 3,
    connections: 20_000,
  },
  {
    total: 512 * MiB,
    heap: 256 * MiB,
    bytes: 216,
    messageBytes: 64,
    inFlightBytes: 108,
    sessionBytes: 27,
    connections: 3456,
  },
  {
    total: 768 * MiB,
    heap: 384 * MiB,
    bytes: 256,
    messageBytes: 64,
    inFlightBytes: 172,
    sessionBytes: 43,
    connections: 5504,
  },
  {
    total: 24 * GiB,
    heap: 4 * GiB,
    bytes: 256,
    messageBytes: 64,
    inFlightBytes: 1024,
    sessionBytes: 64,
    connections: 20_000,
  },
])("$total bytes of memory and $heap of heap: $bytes MiB are kept, of messages up to $messageBytes MiB", (row) => {
  const limits = limitsFor(row);
  expect({
    bytes: limits.bytes / MiB,
    messageBytes: limits.messageBytes / MiB,
    inFlightBytes: limits.inFlightBytes / MiB,
    sessionBytes: limits.sessionBytes / MiB,
    connections: limits.connections,
  }).toEqual({
    bytes: row.bytes,
    messageBytes: row.messageBytes,
    inFlightBytes: row.inFlightBytes,
    sessionBytes: row.sessionBytes,
    connections: row.connections,
  });
});

const SMALL = { total: 128 * MiB, heap: 67 * MiB };

test("the log says what a small memory means; a large one is not worth a line", () => {
  expect(chooseLimits(SMALL, NONE).notice).toBe(
    "128 MiB of memory, 67 MiB of JavaScript heap: keeping up to 24 MiB of mail, messages up to 8 MiB.",
  );
  expect(chooseLimits({ total: 24 * GiB, heap: 4 * GiB }, NONE).notice).toBeUndefined();
});

test("options that were given are kept to, and warned about where they do not fit", () => {
  const chosen = chooseLimits(SMALL, { maxBytes: 256 * MiB, maxMessageBytes: 64 * MiB, maxConnections: 9 });
  expect([chosen.bytes, chosen.messageBytes, chosen.connections]).toEqual([256 * MiB, 64 * MiB, 9]);
  expect(chosen.inFlightBytes).toBeGreaterThanOrEqual(chosen.messageBytes);
  expect(chosen.warning).toMatch(/may need 400 MiB, and there are 128 MiB of memory/);
  expect(chooseLimits(SMALL, { ...NONE, maxBytes: 8 * MiB }).warning).toBeUndefined();
});

test("a message is never larger than what is kept", () => {
  expect(chooseLimits(SMALL, { ...NONE, maxBytes: 1000 }).messageBytes).toBe(1000);
  expect(chooseLimits(SMALL, { ...NONE, maxMessageBytes: 30 * MiB }).bytes).toBe(30 * MiB);
});
