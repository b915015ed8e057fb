import type { Config } from "../config/options.ts";

/*
 * How much the server may hold, derived from the memory that there is. All sizes are bytes.
 *
 * The process itself takes BASE_BYTES, of which HEAP_BASE_BYTES lie in V8's heap. What is left is divided in fixed shares:
 *
 *     messages that are kept       1/2   `bytes`
 *     data in flight               1/4   `inFlightBytes`: messages while they come, uploads, unread input, unsent replies
 *     recipients in flight         1/16  `inFlightHeapBytes`: lies in V8's heap, as do uploads of JSON while they are read
 *     sessions and transcripts     1/16  `sessionBytes`: in V8's heap
 *     envelopes of kept messages   1/16  `envelopeBytes`: in V8's heap
 *     connections                  1/16  `connections`
 *
 * A message may take 1/6 of it: a message that is looked at is in memory several times. What lies in V8's heap is also
 * bounded by shares of what the heap has left. Where memory is plentiful, MAXIMA are the limits.
 */

const MiB = 1024 ** 2;

const BASE_BYTES = 80 * MiB;
const HEAP_BASE_BYTES = 40 * MiB;

/** Estimated bytes that an idle connection takes, of Node and of the kernel. */
const CONNECTION_BYTES = 8 * 1024;
/** The same of one that uses TLS. */
const TLS_CONNECTION_BYTES = 64 * 1024;

const MAXIMA: MemoryLimits = {
  bytes: 256 * MiB,
  messageBytes: 64 * MiB,
  inFlightBytes: 1024 * MiB,
  inFlightHeapBytes: 512 * MiB,
  sessionBytes: 64 * MiB,
  envelopeBytes: 64 * MiB,
  connections: 20_000,
};

/** What the process can have. */
export interface AvailableMemory {
  /** Bytes of memory: of the machine, or of the cgroup that the process is in. */
  readonly totalBytes: number;
  /** Bytes that V8's old generation may grow to. */
  readonly heapBytes: number;
}

export interface MemoryLimits {
  /** Bytes of raw messages that are kept. */
  readonly bytes: number;
  /** Bytes of one message. */
  readonly messageBytes: number;
  /** Bytes that all connections and uploads together may have in flight. */
  readonly inFlightBytes: number;
  /** The same of what lies in V8's heap. */
  readonly inFlightHeapBytes: number;
  /** Estimated bytes of all sessions and their transcripts. */
  readonly sessionBytes: number;
  /** Estimated bytes of the envelopes of kept messages. */
  readonly envelopeBytes: number;
  /** SMTP connections at once. */
  readonly connections: number;
}

/** The limits that fit into `memory`. `tls`: connections may use TLS, and so take more. */
export function computeLimits({ totalBytes: total, heapBytes: heap }: AvailableMemory, usesTls = false): MemoryLimits {
  const freeBytes = Math.max(total - BASE_BYTES, total / 4);
  const freeHeapBytes = Math.max(heap - HEAP_BASE_BYTES, heap / 4);
  const heapShareBytes = roundDownToMiB(Math.min(freeBytes / 16, freeHeapBytes / 8));
  const bytesPerConnection = usesTls ? TLS_CONNECTION_BYTES : CONNECTION_BYTES;
  return capLimits(MAXIMA, {
    bytes: roundDownToMiB(freeBytes / 2),
    messageBytes: roundDownToMiB(Math.min(freeBytes / 6, freeHeapBytes / 3)),
    inFlightBytes: roundDownToMiB(freeBytes / 4),
    inFlightHeapBytes: heapShareBytes,
    sessionBytes: heapShareBytes,
    envelopeBytes: heapShareBytes,
    connections: Math.max(1, Math.trunc(freeBytes / 16 / bytesPerConnection)),
  });
}

const roundDownToMiB = (bytes: number): number => Math.max(1, Math.trunc(bytes / MiB)) * MiB;

function capLimits(maxima: MemoryLimits, limits: MemoryLimits): MemoryLimits {
  return {
    bytes: Math.min(maxima.bytes, limits.bytes),
    messageBytes: Math.min(maxima.messageBytes, limits.messageBytes),
    inFlightBytes: Math.min(maxima.inFlightBytes, limits.inFlightBytes),
    inFlightHeapBytes: Math.min(maxima.inFlightHeapBytes, limits.inFlightHeapBytes),
    sessionBytes: Math.min(maxima.sessionBytes, limits.sessionBytes),
    envelopeBytes: Math.min(maxima.envelopeBytes, limits.envelopeBytes),
    connections: Math.min(maxima.connections, limits.connections),
  };
}

export interface ChosenLimits extends MemoryLimits {
  /** A sentence for the log, where memory makes the limits smaller than they are elsewhere. */
  readonly notice: string | undefined;
  /** A sentence for the log, where options ask for more than fits. */
  readonly warning: string | undefined;
}

type RequestedLimits = Pick<Config, "maxBytes" | "maxMessageBytes" | "maxConnections">;

/** The limits of `memory`, in which options that were given replace ours. */
export function chooseLimits(memory: AvailableMemory, requested: RequestedLimits, usesTls = false): ChosenLimits {
  const computed = computeLimits(memory, usesTls);
  const bytes = requested.maxBytes ?? Math.max(computed.bytes, requested.maxMessageBytes ?? 0);
  const messageBytes = requested.maxMessageBytes ?? Math.min(computed.messageBytes, bytes);
  const connections = requested.maxConnections ?? computed.connections;
  const inFlightBytes = Math.max(computed.inFlightBytes, messageBytes);
  const isReduced = computed.bytes < MAXIMA.bytes || computed.messageBytes < MAXIMA.messageBytes;
  const neededBytes = BASE_BYTES + bytes + inFlightBytes;
  const notice = `${formatBytes(memory.totalBytes)} of memory${memory.heapBytes < memory.totalBytes ? `, ${formatBytes(memory.heapBytes)} of JavaScript heap` : ""}: keeping up to ${formatBytes(bytes)} of mail, messages up to ${formatBytes(messageBytes)}.`;
  const warning = `--max-bytes ${formatBytes(bytes)} and --max-message-bytes ${formatBytes(messageBytes)} may need ${formatBytes(neededBytes)}, and there are ${formatBytes(memory.totalBytes)} of memory: the process may be ended. ${formatBytes(computed.bytes)} and ${formatBytes(computed.messageBytes)} fit.`;
  return {
    ...computed,
    bytes,
    messageBytes,
    connections,
    inFlightBytes,
    notice: isReduced ? notice : undefined,
    warning:
      neededBytes > memory.totalBytes && (requested.maxBytes ?? requested.maxMessageBytes) !== null
        ? warning
        : undefined,
  };
}

const formatBytes = (bytes: number): string => (bytes >= MiB ? `${Math.round(bytes / MiB)} MiB` : `${bytes} bytes`);
