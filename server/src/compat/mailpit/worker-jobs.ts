import type { Range } from "../../mail/remove-fields.ts";
import { encodeUtf8 } from "../../mail/worker/encode-utf8.ts";
import { type AnyJob, type Job, NEVER_DIRECT, SMALL_SOURCE_BYTES } from "../../mail/worker/job.ts";

/** What of a message is read from its bytes: members of Mailpit's JSON, in pieces. */
export const messageJob: Job<{ readonly receivedAt: number }, Uint8Array[]> = {
  name: "mailpit/message",
  maxDirectBytes: SMALL_SOURCE_BYTES,
  load: async () => {
    const { encodeParsedMembers } = await import("./message-json.ts");
    return (mail, { receivedAt }) => encodeParsedMembers(mail, receivedAt);
  },
};

/** The header fields by name: members of an object, as JSON in pieces. */
export const headersJob: Job<{ readonly id: string }, Uint8Array[]> = {
  name: "mailpit/headers",
  maxDirectBytes: -1,
  load: async () => {
    const [{ buildHeaders }, { encodeJsonChunks }] = await Promise.all([
      import("./build-headers.ts"),
      import("../../mail/worker/json-chunks.ts"),
    ]);
    return (mail, { id }) => encodeJsonChunks(buildHeaders(mail, id));
  },
};

/** Of each attachment, whether it is inline. */
export const attachmentsJob: Job<null, boolean[]> = {
  name: "mailpit/attachments",
  maxDirectBytes: -1,
  load: async () => {
    const [{ areInline }, { parseMail }] = await Promise.all([
      import("../../mail/parts.ts"),
      import("../../mail/parsed-mail.ts"),
    ]);
    return (mail) => areInline(parseMail(mail)) ?? [];
  },
};

/** Where the source without its Bcc fields is: they would tell those who see the message who else did. */
export const withoutBccJob: Job<null, Range[]> = {
  name: "mailpit/without-bcc",
  maxDirectBytes: -1,
  load: async () => {
    const [{ rangesWithout }, { scanMessageHeader }] = await Promise.all([
      import("../../mail/remove-fields.ts"),
      import("../../mail/entity-header.ts"),
    ]);
    return (mail) => {
      const raw = mail.raw();
      const block = scanMessageHeader(raw);
      return [...rangesWithout(block, ["bcc"]), { start: block.end, end: raw.length }];
    };
  },
};

/** The HTML of a message as a page of its own, in UTF-8; null where it has none. */
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

/** The HTML check, as JSON in UTF-8; null where the message has no HTML. */
export const htmlCheckJob: Job<null, Uint8Array | null> = {
  name: "mailpit/html-check",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ checkHtml }, { readBodyHtml }] = await Promise.all([
      import("./check-html.ts"),
      import("../../mail/body-text.ts"),
    ]);
    return (mail) => {
      const html = readBodyHtml(mail);
      return html === null ? null : encodeUtf8(JSON.stringify(checkHtml(html)));
    };
  },
};

/** The links that are checked. */
export const linksJob: Job<null, string[]> = {
  name: "mailpit/links",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { findCheckedLinks } = await import("./find-checked-links.ts");
    return findCheckedLinks;
  },
};

/** A JPEG of a part; null where there is no such part. Decoding a small file can take a second. */
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
      return createThumbnail(found.part.type, found.bytes, isOnMainThread ? SMALL_IMAGE : LARGE_IMAGE);
    };
  },
};

/** About 20 ms. */
const SMALL_IMAGE = { pixels: 65_536, bytes: 64 * 1024 };
const LARGE_IMAGE = { pixels: 4_000_000, bytes: 32 * 1024 * 1024 };

/** The jobs of Mailpit's API. */
export const jobs: readonly AnyJob[] = [
  messageJob,
  headersJob,
  attachmentsJob,
  withoutBccJob,
  viewJob,
  htmlCheckJob,
  linksJob,
  thumbnailJob,
];
