import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { TimeSlice } from "../base/time-slice.ts";
import { messageFileName } from "../mail/archive/archive-names.ts";
import { formatMboxEntry } from "../mail/archive/mbox-writer.ts";
import type { Chunks } from "../mail/chunks.ts";
import { formatFilenameParameters } from "../mail/file-name.ts";
import { runCheaply } from "../mail/worker/run-cheaply.ts";
import { attachmentsJob } from "../mail/worker/view-jobs.ts";
import type { MessageHandle } from "../mailbox/mailbox.ts";
import { addRoute } from "./add-route.ts";
import { listAttachmentFiles } from "./attachment-files.ts";
import { createZip, type ZipFile } from "./create-zip.ts";
import type { HttpDeps } from "./deps.ts";
import { getMessageOrThrow } from "./message-routes.ts";
import { parseSearch } from "./search-parameter.ts";

/** Larger messages are not copied, because that would take too long. */
const MAX_COPIED_BYTES = 4 * 1024 * 1024;

/** Routes that download several messages, or the attachments of one, as one file. */
export function addExportRoutes(app: FastifyInstance, deps: HttpDeps): void {
  const { mailbox, worker } = deps;

  addRoute(app, "exportMessages", async ({ query: { q, format }, request, reply }) => {
    const query = parseSearch(q);
    const messages = query === undefined ? mailbox.handles() : await mailbox.find(query);
    const isMbox = format === "mbox";
    const file = `mailglass-${new Date().toISOString().slice(0, 10)}.${format}`;
    const chunks = isMbox ? formatMbox(messages) : createZip(listSources(messages));
    return sendFile(request, reply, { type: isMbox ? "application/mbox" : "application/zip", file, chunks });
  });

  addRoute(app, "getAttachmentsZip", async ({ params, request, reply }) => {
    const message = await getMessageOrThrow(mailbox, params.id);
    const attachments = await runCheaply(worker, attachmentsJob, message, null, request.signal);
    const files = listAttachmentFiles(worker, message, attachments, request.signal);
    const file = `attachments-${message.id}.zip`;
    return sendFile(request, reply, { type: "application/zip", file, chunks: createZip(files) });
  });
}

interface Download {
  readonly type: string;
  readonly file: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Sends a file while it is created. Its size is not known before. */
function sendFile({ method }: FastifyRequest, reply: FastifyReply, { type, file, chunks }: Download): FastifyReply {
  reply.type(type).headers({
    "content-disposition": `attachment; ${formatFilenameParameters(file)}`,
    "content-security-policy": "default-src 'none'; sandbox",
  });
  // Fastify would create the whole file for a HEAD request.
  return reply.send(Readable.from(method === "HEAD" ? [] : chunks, { objectMode: false }));
}

/** Returns the bytes of a message, as a copy where that is cheap: pinning all messages would double their memory. */
function readSource(message: MessageHandle): Chunks | undefined {
  if (!message.isReadable) return undefined;
  return message.size > MAX_COPIED_BYTES ? message.open()?.chunks() : [message.firstBytes(message.size)];
}

interface Source {
  readonly message: MessageHandle;
  readonly chunks: Chunks;
}

/** Yields the sources of messages, oldest first, in time slices. Those that are gone meanwhile are left out. */
async function* readSources(newestFirst: readonly MessageHandle[]): AsyncGenerator<Source> {
  // A stream reads hundreds of short messages at once to fill its buffer.
  const slice = new TimeSlice();
  for (const message of newestFirst.toReversed()) {
    if (slice.isOver) await slice.pause();
    const chunks = readSource(message);
    if (chunks !== undefined) yield { message, chunks };
  }
}

/** Yields an mbox with the messages. */
async function* formatMbox(newestFirst: readonly MessageHandle[]): AsyncGenerator<Uint8Array> {
  for await (const { message, chunks } of readSources(newestFirst))
    yield* formatMboxEntry(chunks, message.envelope.from.address, new Date(message.receivedAt));
}

/** Yields each message as a file. */
async function* listSources(newestFirst: readonly MessageHandle[]): AsyncGenerator<ZipFile> {
  for await (const { message, chunks } of readSources(newestFirst)) {
    const date = new Date(message.receivedAt);
    yield { name: messageFileName(date.toISOString(), message.id), date, chunks };
  }
}
