import { getHeapStatistics } from "node:v8";
import { encodeUtf8 } from "../../mail/worker/encode-utf8.ts";
import { type AnyJob, type Job, NEVER_DIRECT, SMALL_SOURCE_BYTES } from "../../mail/worker/job.ts";
import { catchUnreadable, type UnreadableRequest } from "../../request/unreadable-request.ts";
import type { ComposedSend } from "./compose.ts";
import type { ImageLimit } from "./create-thumbnail.ts";
import type { FileCounts } from "./file-lists.ts";

/** Encodes the members of a message that are read from its bytes, as JSON in chunks. */
export const messageJob: Job<{ readonly receivedAt: number }, Uint8Array[]> = {
  name: "mailpit/message",
  maxDirectBytes: SMALL_SOURCE_BYTES,
  load: async () => {
    const { encodeParsedMembers } = await import("./message-json.ts");
    return (mail, { receivedAt }) => encodeParsedMembers(mail, receivedAt);
  },
};

/** Encodes the header fields by name, as the members of a JSON object in chunks. */
export const headersJob: Job<{ readonly id: string }, Uint8Array[]> = {
  name: "mailpit/headers",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ buildHeaders }, { encodeJsonChunks }] = await Promise.all([
      import("./build-headers.ts"),
      import("../../mail/worker/json-chunks.ts"),
    ]);
    return (mail, { id }) => encodeJsonChunks(buildHeaders(mail, id));
  },
};

/** Counts a message's attachments and inline parts. */
export const fileCountsJob: Job<null, FileCounts> = {
  name: "mailpit/file-counts",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ countFiles }, { parseMail }] = await Promise.all([
      import("./file-lists.ts"),
      import("../../mail/parsed-mail.ts"),
    ]);
    return (mail) => countFiles(parseMail(mail));
  },
};

/** Renders the HTML of a message as a standalone page in UTF-8; null if it has no HTML. */
export const viewJob: Job<{ readonly id: string; readonly linkTarget: boolean }, Uint8Array | null> = {
  name: "mailpit/view",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { renderView } = await import("./render-view.ts");
    return (mail, params) => {
      const html = renderView(mail, params);
      return html === null ? null : encodeUtf8(html);
    };
  },
};

/** Returns the HTML check as JSON in UTF-8; null if the message has no HTML. */
export const htmlCheckJob: Job<null, Uint8Array | null> = {
  name: "mailpit/html-check",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ checkHtml }, { parseMail }] = await Promise.all([
      import("./check-html.ts"),
      import("../../mail/parsed-mail.ts"),
    ]);
    return (mail) => {
      const check = checkHtml(parseMail(mail));
      return check === null ? null : encodeUtf8(JSON.stringify(check));
    };
  },
};

/** Creates a JPEG thumbnail of a part; null if there is no such part. Decoding a small file can take a second. */
export const thumbnailJob: Job<{ readonly part: string }, Uint8Array | null> = {
  name: "mailpit/thumbnail",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ createThumbnail }, { readPart }] = await Promise.all([
      import("./create-thumbnail.ts"),
      import("../../mail/parts.ts"),
    ]);
    return async (mail, { part }, { isOnMainThread }) => {
      const found = readPart(mail, part);
      if (found === undefined) return null;
      return createThumbnail(found.part.type, found.bytes, isOnMainThread ? SMALL_IMAGE : limitToMemory(LARGE_IMAGE));
    };
  },
};

/** Composes a message. Its source is the JSON of `POST /api/v1/send`. */
export const sendJob: Job<null, ComposedSend | { readonly problem: string } | UnreadableRequest> = {
  name: "mailpit/send",
  maxDirectBytes: SMALL_SOURCE_BYTES,
  load: async () => {
    const { composeSend } = await import("./compose.ts");
    return (json, _, { isOnMainThread }) =>
      catchUnreadable(async () => {
        const composed = await composeSend(json.raw());
        if (isOnMainThread || "problem" in composed) return composed;
        return { ...composed, raw: new Uint8Array(composed.raw) };
      });
  },
};

/** About 20 ms. */
const SMALL_IMAGE = { pixels: 65_536, bytes: 64 * 1024 };
const LARGE_IMAGE = { pixels: 4_000_000, bytes: 32 * 1024 * 1024 };

/** Decoding takes about 20 bytes per pixel, outside of the heap: at most half of what the heap may take. */
const limitToMemory = ({ pixels, bytes }: ImageLimit): ImageLimit => ({
  pixels: Math.min(pixels, getHeapStatistics().heap_size_limit / 40),
  bytes,
});

/** The jobs of Mailpit's API. */
export const jobs: readonly AnyJob[] = [
  messageJob,
  headersJob,
  fileCountsJob,
  viewJob,
  htmlCheckJob,
  thumbnailJob,
  sendJob,
];
