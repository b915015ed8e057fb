import type { Attachment, Finding, Part } from "@mailglass/shared";
import type { EnvelopeLines } from "../findings/place-envelope-findings.ts";
import type { DetailField, DetailParams } from "../message-detail.ts";
import { hasLittleHtml } from "../parse-for-row.ts";
import type { ReleaseEdits } from "../release-edits.ts";
import type { Range } from "../remove-fields.ts";
import { type AnyJob, type Job, NEVER_DIRECT } from "./job.ts";

/*
 * Jobs for the views of one message. `runCheaply` decides where each one runs.
 */

interface DetailJobParams extends DetailParams {
  /** The only members that are read; all if omitted. */
  readonly fields?: readonly DetailField[] | undefined;
}

/** The details of a message: members of its JSON, in chunks. */
export const detailJob: Job<DetailJobParams, Uint8Array[]> = {
  name: "mail/detail",
  maxDirectBytes: NEVER_DIRECT,
  isCheap: (mail, { fields }) => fields?.includes("findings") === false || hasLittleHtml(mail),
  load: async () => {
    const [{ buildMessageDetail, selectMessageDetail }, { encodeJsonChunks }] = await Promise.all([
      import("../message-detail.ts"),
      import("./json-chunks.ts"),
    ]);
    return (mail, { fields, ...params }) =>
      encodeJsonChunks({
        ...(fields === undefined ? buildMessageDetail(mail, params) : selectMessageDetail(mail, params, fields)),
      });
  },
};

export type ListView = "headers" | "parts" | "links" | "codes" | "findings";

interface SerializedList {
  /** A JSON array in UTF-8. */
  readonly json: Uint8Array;
  /** True if the list has more items. */
  readonly isTruncated: boolean;
}

export interface ListParams {
  readonly view: ListView;
  /** Findings of the session, and of the mailbox: findings begin with these. */
  readonly sessionFindings?: readonly Finding[];
  readonly lines?: EnvelopeLines | undefined;
}

/** A view of a message that is a list. */
export const listJob: Job<ListParams, SerializedList> = {
  name: "mail/list",
  maxDirectBytes: NEVER_DIRECT,
  isCheap: (mail, { view }) => view !== "findings" || hasLittleHtml(mail),
  load: async () => (await import("../serialize-list.ts")).serializeList,
};

/** All text of one type in UTF-8, in chunks; null if there is none. */
export const textJob: Job<{ readonly type: "text/plain" | "text/html" }, Uint8Array[] | null> = {
  name: "mail/text",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { encodeFullText } = await import("../full-text.ts");
    return (mail, { type }) => encodeFullText(mail, type);
  },
};

/** A part's decoded bytes and its description; null if there is no part with that number. */
export const partJob: Job<{ readonly number: string }, { readonly part: Part; readonly bytes: Uint8Array } | null> = {
  name: "mail/part",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { readPart } = await import("../parts.ts");
    return (mail, { number }, { isOnMainThread }) => {
      const found = readPart(mail, number);
      if (found === undefined) return null;
      return { part: found.part, bytes: isOnMainThread ? found.bytes : new Uint8Array(found.bytes) };
    };
  },
};

/** The attachments, with the sizes of their decoded bytes. */
export const attachmentsJob: Job<null, readonly Attachment[]> = {
  name: "mail/attachments",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => (await import("../parts.ts")).listAttachments,
};

/** The links that a link check requests. */
export const checkedLinksJob: Job<null, string[]> = {
  name: "mail/checked-links",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => (await import("../find-checked-links.ts")).findCheckedLinks,
};

/** Returns the pieces of the source as it is released. */
export const releasedSourceJob: Job<ReleaseEdits, (Range | string)[]> = {
  name: "mail/released-source",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { editForRelease } = await import("../release-edits.ts");
    return (mail, edits) => editForRelease(mail.raw(), edits);
  },
};

export const VIEW_JOBS: readonly AnyJob[] = [
  detailJob,
  listJob,
  textJob,
  partJob,
  attachmentsJob,
  checkedLinksJob,
  releasedSourceJob,
];
