import type { Range } from "../../mail/remove-fields.ts";
import { encodeUtf8 } from "../../mail/worker/encode-utf8.ts";
import { type AnyJob, type Job, NEVER_DIRECT, SMALL_SOURCE_BYTES } from "../../mail/worker/job.ts";

/** What of a message is read from its bytes: members of Mailpit's JSON, in pieces. */
export const messageJob: Job<{ readonly receivedAt: number }, Uint8Array[]> = {
  name: "mailpit/message",
  maxDirectBytes: SMALL_SOURCE_BYTES,
  load: async () => {
    const { encodeParsedMembers: readMembers } = await import("./message-json.ts");
    return (mail, { receivedAt }) => readMembers(mail, receivedAt);
  },
};

/** The header fields by name: members of an object, as JSON in pieces. */
export const headersJob: Job<{ readonly id: string }, Uint8Array[]> = {
  name: "mailpit/headers",
  maxDirectBytes: -1,
  load: async () => {
    const [{ buildHeaders: headersOf }, { encodeJsonChunks: jsonPieces }] = await Promise.all([
      import("./build-headers.ts"),
      import("../../mail/worker/json-chunks.ts"),
    ]);
    return (mail, { id }) => jsonPieces(headersOf(mail, id));
  },
};

/** Of each attachment, whether it is inline. */
export const attachmentsJob: Job<null, boolean[]> = {
  name: "mailpit/attachments",
  maxDirectBytes: -1,
  load: async () => {
    const [{ areInline }, { parseMail: reading }] = await Promise.all([
      import("../../mail/parts.ts"),
      import("../../mail/parsed-mail.ts"),
    ]);
    return (mail) => areInline(reading(mail)) ?? [];
  },
};

/** Where the source without its Bcc fields is: they would tell those who see the message who else did. */
export const withoutBccJob: Job<null, Range[]> = {
  name: "mailpit/without-bcc",
  maxDirectBytes: -1,
  load: async () => {
    const [{ rangesWithout }, { scanHeaderBlock }] = await Promise.all([
      import("../../mail/remove-fields.ts"),
      import("../../mail/header-block.ts"),
    ]);
    return (mail) => {
      const raw = mail.raw();
      const block = scanHeaderBlock(raw, 0);
      return [...rangesWithout(block, ["bcc"]), { start: block.end, end: raw.length }];
    };
  },
};

/** The HTML of a message as a page of its own, in UTF-8; null where it has none. */
export const viewJob: Job<{ readonly id: string; readonly linkTarget: boolean }, Uint8Array | null> = {
  name: "mailpit/view",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { renderView: viewedHtml } = await import("./render-view.ts");
    return (mail, params) => {
      const html = viewedHtml(mail, params);
      return html === null ? null : encodeUtf8(html);
    };
  },
};

/** The HTML check, as JSON in UTF-8; null where the message has no HTML. */
export const htmlCheckJob: Job<null, Uint8Array | null> = {
  name: "mailpit/html-check",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ checkHtml: htmlCheck }, { readBodyHtml: bodyHtml }] = await Promise.all([
      import("./check-html.ts"),
      import("../../mail/body-text.ts"),
    ]);
    return (mail) => {
      const html = bodyHtml(mail);
      return html === null ? null : encodeUtf8(JSON.stringify(htmlCheck(html)));
    };
  },
};

/** The links that are checked. */
export const linksJob: Job<null, string[]> = {
  name: "mailpit/links",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { findCheckedLinks: checkedLinks } = await import("./find-checked-links.ts");
    return checkedLinks;
  },
};

/** A JPEG of a part; null where there is no such part. Decoding a small file can take a second. */
export const thumbnailJob: Job<{ readonly part: string }, Uint8Array | null> = {
  name: "mailpit/thumbnail",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ createThumbnail: thumbnail }, { readPart: partBytes }] = await Promise.all([
      import("./create-thumbnail.ts"),
      import("../../mail/parts.ts"),
    ]);
    return async (mail, { part }, { isOnMainThread }) => {
      const found = partBytes(mail, part);
      if (found === undefined) return null;
      return thumbnail(found.part.type, found.bytes, isOnMainThread ? SMALL_IMAGE : LARGE_IMAGE);
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
