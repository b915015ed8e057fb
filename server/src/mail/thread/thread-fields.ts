import { copyStart } from "../../base/truncate-text.ts";
import { scanMessageHeader } from "../entity-header.ts";
import { readDecodedStart, readFieldText } from "../header-fields.ts";

/** The fields of a header by which messages are put into threads. Their size is bounded, and they keep no other bytes alive. */
export interface ThreadFields {
  /** Without angle brackets; empty if there is none. */
  readonly messageId: string;
  /** The ids of In-Reply-To. */
  readonly inReplyTo: readonly string[];
  /** The ids of References: the oldest first, the parent last. */
  readonly references: readonly string[];
  /** The subject without “Re:” and its like, folded. */
  readonly baseSubject: string;
  /** Whether the subject begins with “Re:” or its like. */
  readonly isReply: boolean;
}

/** Maximum length of an id and of a subject, in UTF-16 code units. */
const MAX_ID_LENGTH = 250;
const MAX_SUBJECT_LENGTH = 250;
/** Number of references kept from the beginning, and from the end. */
const FIRST_REFERENCES = 10;
const LAST_REFERENCES = 20;

/** Reads the fields from a source or its beginning. It costs a scan of the header only. */
export function readThreadFields(raw: Buffer): ThreadFields {
  const block = scanMessageHeader(raw);
  const ids = (key: string) => parseMessageIds(readFieldText(raw, block, key) ?? "");
  const references = ids("references");
  const subject = readDecodedStart(raw, block, "subject", MAX_SUBJECT_LENGTH);
  const base = stripReplyPrefix(subject);
  return {
    messageId: parseMessageIds(readFieldText(raw, block, "message-id") ?? "")[0] ?? "",
    inReplyTo: ids("in-reply-to").slice(0, FIRST_REFERENCES),
    references:
      references.length > FIRST_REFERENCES + LAST_REFERENCES
        ? [...references.slice(0, FIRST_REFERENCES), ...references.slice(-LAST_REFERENCES)]
        : references,
    baseSubject: base.toLowerCase(),
    isReply: REPLY_PREFIX.test(subject),
  };
}

/** Finds the ids in angle brackets; without any, words with an at sign count. */
function parseMessageIds(text: string): string[] {
  const bracketed = text.match(/<[^<>\s]+>/g) ?? [];
  const ids =
    bracketed.length > 0
      ? bracketed.map((id) => id.slice(1, -1))
      : text.split(/[\s<>,;]+/).filter((word) => /.@./.test(word));
  return ids.map((id) => copyStart(id, MAX_ID_LENGTH));
}

/** “Re:” in English and other languages, also counted (“Re[2]:”). A forwarded message begins a thread. */
const REPLY_PREFIX = /^\s*(?:re|aw|sv|antw|vs|odp|rif|res|回复|答复)\s*(?:\[\d+\])?\s*[:：]/iu;
const ANY_PREFIX = /^\s*(?:(?:re|aw|sv|antw|vs|odp|rif|res|fwd?|wg|tr|回复|答复|转发)\s*(?:\[\d+\])?\s*[:：])\s*/iu;
const MAX_PREFIXES = 10;

function stripReplyPrefix(subject: string): string {
  let base = subject;
  for (let count = 0; count < MAX_PREFIXES && ANY_PREFIX.test(base); count++) base = base.replace(ANY_PREFIX, "");
  return base.replace(/\s+/g, " ").trim();
}
