import { expect, test } from "vitest";
import { chooseLimits, computeLimits } from "./memory-limits.ts";

const MiB = 1024 ** 2;
const GiB = 1024 * MiB;
const NONE = {
  store: null,
  maxMessages: 10_000,
  maxBytes: null,
  memoryCache: null,
  maxMessageBytes: null,
  maxConnections: null,
};

test.each([
  {
    totalBytes: 64 * MiB,
    heapBytes: 32 * MiB,
    bytes: 8,
    messageBytes: 2,
    inFlightBytes: 4,
    sessionBytes: 1,
    connections: 128,
    workerHeapBytes: 24,
  },
  {
    totalBytes: 128 * MiB,
    heapBytes: 67 * MiB,
    bytes: 16,
    messageBytes: 5,
    inFlightBytes: 8,
    sessionBytes: 2,
    connections: 256,
    workerHeapBytes: 24,
  },
  {
    totalBytes: 24 * GiB,
    heapBytes: 64 * MiB,
    bytes: 256,
    messageBytes: 8,
    inFlightBytes: 1024,
    sessionBytes: 3,
    connections: 20_000,
    workerHeapBytes: 128,
  },
  {
    totalBytes: 512 * MiB,
    heapBytes: 256 * MiB,
    bytes: 208,
    messageBytes: 64,
    inFlightBytes: 104,
    sessionBytes: 26,
    connections: 3328,
    workerHeapBytes: 208,
  },
  {
    totalBytes: 768 * MiB,
    heapBytes: 384 * MiB,
    bytes: 256,
    messageBytes: 64,
    inFlightBytes: 168,
    sessionBytes: 42,
    connections: 5376,
    workerHeapBytes: 336,
  },
  {
    totalBytes: 24 * GiB,
    heapBytes: 4 * GiB,
    bytes: 256,
    messageBytes: 64,
    inFlightBytes: 1024,
    sessionBytes: 64,
    connections: 20_000,
    workerHeapBytes: 512,
  },
])(
  "$totalBytes bytes of memory and $heapBytes of heap: $bytes MiB are kept, of messages up to $messageBytes MiB",
  (row) => {
    const limits = computeLimits(row);
    expect({
      bytes: limits.bytes / MiB,
      messageBytes: limits.messageBytes / MiB,
      inFlightBytes: limits.inFlightBytes / MiB,
      sessionBytes: limits.sessionBytes / MiB,
      connections: limits.connections,
      workerHeapBytes: limits.workerHeapBytes / MiB,
    }).toEqual({
      bytes: row.bytes,
      messageBytes: row.messageBytes,
      inFlightBytes: row.inFlightBytes,
      sessionBytes: row.sessionBytes,
      connections: row.connections,
      workerHeapBytes: row.workerHeapBytes,
    });
  },
);

const SMALL = { totalBytes: 128 * MiB, heapBytes: 67 * MiB };

test("the log says what a small memory means; a large one is not worth a line", () => {
  expect(chooseLimits(SMALL, NONE).notice).toBe(
    "128 MiB of memory, 67 MiB of JavaScript heap: keeping up to 16 MiB of mail, messages up to 5 MiB.",
  );
  expect(chooseLimits({ totalBytes: 24 * GiB, heapBytes: 4 * GiB }, NONE).notice).toBeUndefined();
});

test("given options are followed, with a warning if they exceed the memory", () => {
  const chosen = chooseLimits(SMALL, { ...NONE, maxBytes: 256 * MiB, maxMessageBytes: 64 * MiB, maxConnections: 9 });
  expect([chosen.bytes, chosen.messageBytes, chosen.connections]).toEqual([256 * MiB, 64 * MiB, 9]);
  expect(chosen.inFlightBytes).toBeGreaterThanOrEqual(chosen.messageBytes);
  expect(chosen.warning).toMatch(/may need 416 MiB, and there are 128 MiB of memory/);
  expect(chooseLimits(SMALL, { ...NONE, maxBytes: 8 * MiB }).warning).toBeUndefined();
});

test("with a file, its messages need not fit into memory", () => {
  const stored = { ...NONE, store: "/data/mail.db" };
  expect(chooseLimits(SMALL, stored)).toMatchObject({
    bytes: 256 * MiB,
    cacheBytes: 16 * MiB,
    notice:
      "128 MiB of memory, 67 MiB of JavaScript heap: keeping up to 256 MiB of mail, 16 MiB of it in memory, messages up to 5 MiB.",
  });
  const large = { totalBytes: 24 * GiB, heapBytes: 4 * GiB };
  expect(chooseLimits(large, { ...stored, maxBytes: 20 * GiB })).toMatchObject({
    bytes: 20 * GiB,
    cacheBytes: 32 * MiB,
    warning: undefined,
  });
  expect(chooseLimits(large, { ...stored, memoryCache: 100 * MiB }).cacheBytes).toBe(100 * MiB);
  expect(chooseLimits(SMALL, { ...stored, memoryCache: 200 * MiB }).warning).toMatch(
    /^--memory-cache 200 MiB and --max-message-bytes 5 MiB may need 304 MiB/,
  );
  const shared = { ...NONE, store: "redis://cache" };
  expect(chooseLimits(SMALL, shared)).toMatchObject({ bytes: 16 * MiB, cacheBytes: 16 * MiB });
});

test("a message is never larger than what is kept", () => {
  expect(chooseLimits(SMALL, { ...NONE, maxBytes: 1000 }).messageBytes).toBe(1000);
  expect(chooseLimits(SMALL, { ...NONE, maxMessageBytes: 30 * MiB }).bytes).toBe(30 * MiB);
});

test("the envelopes of as many messages as were requested fit, if there is memory for them", () => {
  const large = { totalBytes: 24 * GiB, heapBytes: 4 * GiB };
  expect(chooseLimits(large, NONE).envelopeBytes).toBe(64 * MiB);
  expect(chooseLimits(large, { ...NONE, maxMessages: 100_000 }).envelopeBytes).toBe(200_000_000);
  expect(chooseLimits(large, { ...NONE, maxMessages: 10_000_000 }).envelopeBytes).toBeLessThan(512 * MiB);
  expect(chooseLimits(SMALL, { ...NONE, maxMessages: 10_000_000 }).envelopeBytes).toBe(
    chooseLimits(SMALL, NONE).envelopeBytes,
  );
});
