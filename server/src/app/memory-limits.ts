import { isFileStore } from "../config/option-types.ts";
import type { Config } from "../config/options.ts";
import { DEFAULT_MEMORY_CACHE_BYTES } from "../mailbox/mailbox-options.ts";

/*
 * How much the server may hold, derived from the available memory. All sizes are in bytes.
 *
 * The process itself takes BASE_BYTES, of which HEAP_BASE_BYTES are on V8's heap. The rest is divided in fixed shares:
 *
 *     stored messages              1/2   `bytes`; with a store in a file `cacheBytes`, because the others are read from there
 *     data in flight               1/4   `inFlightBytes`: incoming messages, uploads, unread input, unsent replies
 *     recipients in flight         1/16  `inFlightHeapBytes`: on V8's heap, like JSON uploads while they are parsed
 *     sessions and transcripts     1/16  `sessionBytes`: on V8's heap
 *     envelopes of stored messages 1/16  `envelopeBytes`: on V8's heap
 *     connections                  1/16  `connections`
 *
 * Some is rarely in use and comes on top: half of it for the heap of the worker thread, which reads messages (`workerHeapBytes`), and
 * 1/16 for the events that wait for slow listeners of each of three kinds (`backlogBytes`), and half a share of the heap for the
 * templates of providers (`templateBytes`). Where memory is scarce, the process watches
 * what is in use (see memory-guard.ts), and answers few requests for messages at once (`concurrentReads`).
 *
 * One message may take 1/6, because a message that is being viewed is in memory several times. Shares on V8's heap are also
 * bounded by shares of the remaining heap. If memory is plentiful, MAXIMA are the limits; that of envelopes grows with the number of
 * messages that are to be kept.
 */

const MiB = 1024 ** 2;

const BASE_BYTES = 96 * MiB;
const HEAP_BASE_BYTES = 40 * MiB;

/** Estimated bytes of an idle connection, in Node and in the kernel. */
const CONNECTION_BYTES = 8 * 1024;
/** Estimated bytes of an idle connection that uses TLS. */
const TLS_CONNECTION_BYTES = 64 * 1024;

const MAXIMA: MemoryLimits = {
  bytes: 256 * MiB,
  messageBytes: 64 * MiB,
  inFlightBytes: 1024 * MiB,
  inFlightHeapBytes: 512 * MiB,
  sessionBytes: 64 * MiB,
  envelopeBytes: 64 * MiB,
  connections: 20_000,
  workerHeapBytes: 512 * MiB,
  backlogBytes: 64 * MiB,
  templateBytes: 64 * MiB,
  concurrentReads: Number.POSITIVE_INFINITY,
};

/** What the envelope and the findings of a plain message take, in bytes; with several recipients or an import, rather more. */
const ENVELOPE_BYTES = 2_000;

/** What a request for a message may need, in bytes. */
const READ_BYTES = 32 * MiB;

/** With more than this, V8 and malloc release memory early enough. */
const PLENTIFUL_BYTES = 1024 * MiB;

export const isMemoryScarce = (totalBytes: number): boolean => totalBytes < PLENTIFUL_BYTES;

/** Less is not enough to read ordinary mail: the code of the thread takes 10 MiB. */
const MIN_WORKER_HEAP_BYTES = 24 * MiB;

/** The memory available to the process. */
export interface AvailableMemory {
  /** Bytes of memory of the machine, or of the process's cgroup. */
  readonly totalBytes: number;
  /** Bytes that V8's old generation may grow to. */
  readonly heapBytes: number;
}

export interface MemoryLimits {
  /** Total bytes of stored raw messages. */
  readonly bytes: number;
  /** Maximum bytes of one message. */
  readonly messageBytes: number;
  /** Maximum bytes in flight of all connections and uploads together. */
  readonly inFlightBytes: number;
  /** The part of them on V8's heap. */
  readonly inFlightHeapBytes: number;
  /** Estimated bytes of all sessions and their transcripts. */
  readonly sessionBytes: number;
  /** Estimated bytes of the envelopes of stored messages. */
  readonly envelopeBytes: number;
  /** Maximum simultaneous SMTP connections. */
  readonly connections: number;
  /** Heap of the worker thread, which reads messages. */
  readonly workerHeapBytes: number;
  /** Events that wait for all listeners of one kind together. */
  readonly backlogBytes: number;
  /** Estimated bytes of the templates of providers, on V8's heap. */
  readonly templateBytes: number;
  /** Maximum number of requests for a message that are answered at once. */
  readonly concurrentReads: number;
}

/**
 * Computes the limits that fit into `memory`.
 *
 * @param usesTls connections may use TLS and then take more memory
 * @param maxima the limits if memory is plentiful
 */
export function computeLimits(
  { totalBytes: total, heapBytes: heap }: AvailableMemory,
  usesTls = false,
  maxima = MAXIMA,
): MemoryLimits {
  const freeBytes = Math.max(total - BASE_BYTES, total / 4);
  const freeHeapBytes = Math.max(heap - HEAP_BASE_BYTES, heap / 4);
  const heapShareBytes = roundDownToMiB(Math.min(freeBytes / 16, freeHeapBytes / 8));
  const bytesPerConnection = usesTls ? TLS_CONNECTION_BYTES : CONNECTION_BYTES;
  const fitting = {
    bytes: roundDownToMiB(freeBytes / 2),
    messageBytes: roundDownToMiB(Math.min(freeBytes / 6, freeHeapBytes / 3)),
    inFlightBytes: roundDownToMiB(freeBytes / 4),
    inFlightHeapBytes: heapShareBytes,
    sessionBytes: heapShareBytes,
    envelopeBytes: heapShareBytes,
    connections: Math.max(1, Math.trunc(freeBytes / 16 / bytesPerConnection)),
    workerHeapBytes: Math.max(MIN_WORKER_HEAP_BYTES, roundDownToMiB(Math.min(freeBytes / 2, heap * 2))),
    backlogBytes: roundDownToMiB(freeBytes / 16),
    templateBytes: roundDownToMiB(heapShareBytes / 2),
    concurrentReads: isMemoryScarce(total) ? Math.max(1, Math.trunc(freeBytes / READ_BYTES)) : Number.POSITIVE_INFINITY,
  };
  return capLimits(fitting, maxima);
}

const roundDownToMiB = (bytes: number): number => Math.max(1, Math.trunc(bytes / MiB)) * MiB;

function capLimits(limits: MemoryLimits, maxima: MemoryLimits): MemoryLimits {
  const capped: { -readonly [Name in keyof MemoryLimits]: number } = { ...limits };
  for (const name of Object.keys(maxima) as (keyof MemoryLimits)[]) capped[name] = Math.min(limits[name], maxima[name]);
  return capped;
}

export interface ChosenLimits extends MemoryLimits {
  /** Bytes of stored raw messages that are in memory: with a store in a file, fewer than `bytes`. */
  readonly cacheBytes: number;
  /** A sentence for the log, if memory makes the limits smaller than usual. */
  readonly notice: string | undefined;
  /** A sentence for the log, if the options request more memory than there is. */
  readonly warning: string | undefined;
}

type RequestedLimits = Pick<
  Config,
  "store" | "maxMessages" | "maxBytes" | "memoryCache" | "maxMessageBytes" | "maxConnections"
>;

/** Computes the limits for `memory`. Options that were given replace the computed values. */
export function chooseLimits(memory: AvailableMemory, requested: RequestedLimits, usesTls = false): ChosenLimits {
  // As many messages as were requested are kept if there is memory for their envelopes.
  const envelopeBytes = Math.max(MAXIMA.envelopeBytes, requested.maxMessages * ENVELOPE_BYTES);
  const computed = computeLimits(memory, usesTls, { ...MAXIMA, envelopeBytes });
  const hasFile = isFileStore(requested.store);
  const fittingBytes = hasFile ? MAXIMA.bytes : computed.bytes;
  const bytes = requested.maxBytes ?? Math.max(fittingBytes, requested.maxMessageBytes ?? 0);
  const defaultCacheBytes = Math.min(computed.bytes, DEFAULT_MEMORY_CACHE_BYTES);
  const cacheBytes = hasFile ? Math.min(bytes, requested.memoryCache ?? defaultCacheBytes) : bytes;
  const messageBytes = requested.maxMessageBytes ?? Math.min(computed.messageBytes, bytes);
  const connections = requested.maxConnections ?? computed.connections;
  const inFlightBytes = Math.max(computed.inFlightBytes, messageBytes);
  const isReduced = fittingBytes < MAXIMA.bytes || computed.messageBytes < MAXIMA.messageBytes;
  const neededBytes = BASE_BYTES + cacheBytes + inFlightBytes;
  const notice = `${formatBytes(memory.totalBytes)} of memory${memory.heapBytes < memory.totalBytes ? `, ${formatBytes(memory.heapBytes)} of JavaScript heap` : ""}: keeping up to ${formatBytes(bytes)} of mail${hasFile ? `, ${formatBytes(cacheBytes)} of it in memory` : ""}, messages up to ${formatBytes(messageBytes)}.`;
  const kept = hasFile ? `--memory-cache ${formatBytes(cacheBytes)}` : `--max-bytes ${formatBytes(bytes)}`;
  const warning = `${kept} and --max-message-bytes ${formatBytes(messageBytes)} may need ${formatBytes(neededBytes)}, and there are ${formatBytes(memory.totalBytes)} of memory: the process may be ended. ${formatBytes(computed.bytes)} and ${formatBytes(computed.messageBytes)} fit.`;
  return {
    ...computed,
    bytes,
    cacheBytes,
    messageBytes,
    connections,
    inFlightBytes,
    notice: isReduced ? notice : undefined,
    warning:
      neededBytes > memory.totalBytes &&
      (requested.maxBytes ?? requested.memoryCache ?? requested.maxMessageBytes) !== null
        ? warning
        : undefined,
  };
}

const formatBytes = (bytes: number): string => (bytes >= MiB ? `${Math.round(bytes / MiB)} MiB` : `${bytes} bytes`);
