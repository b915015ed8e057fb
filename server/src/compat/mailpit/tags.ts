import { scanMessageHeader } from "../../mail/entity-header.ts";
import { readDecodedValues, readFieldAddresses } from "../../mail/header-fields.ts";
import type { MessageHandle } from "../../mailbox/mailbox.ts";

/**
 * The tags that Mailpit shows: those that were set, and until any are set through its API, those that a message gives
 * itself by X-Tags and by plus-addresses. The latter are read when first asked for, and are not told to the mailbox:
 * whoever gives each test an address of its own wants no tag of each.
 */
export class Tags {
  readonly #claimed = new WeakSet<MessageHandle>();
  readonly #ownTags = new WeakMap<MessageHandle, readonly string[]>();

  tagsFor(message: MessageHandle): readonly string[] {
    if (this.#claimed.has(message)) return message.tags;
    let own = this.#ownTags.get(message);
    if (own === undefined) {
      own = readOwnTags(message);
      this.#ownTags.set(message, own);
    }
    return message.tags.length === 0 ? own : normalizeTags([...own, ...message.tags]);
  }

  /** From here on its own tags count no more. */
  claim(message: MessageHandle): void {
    this.#claimed.add(message);
  }
}

/** A tag as Mailpit keeps it: at most 100 letters, digits, blanks and `-_.@`; empty where nothing is left. */
export function cleanTag(text: string): string {
  return text
    .slice(0, 1_000)
    .replace(/[^\w\-.@ ]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 100);
}

/** Cleaned, each once whatever its case, in order. */
export function normalizeTags(tags: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const tag of tags.map(cleanTag))
    if (tag !== "" && !byName.has(tag.toLowerCase())) byName.set(tag.toLowerCase(), tag);
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tag]) => tag);
}

/** Bytes of a source in which its own tags are looked for. */
const MAX_HEADER_BYTES = 32 * 1024;
/** Tags that one message may give itself. */
const MAX_OWN_TAGS = 100;

function readOwnTags(message: MessageHandle): readonly string[] {
  const raw = message.firstBytes(MAX_HEADER_BYTES);
  const block = scanMessageHeader(raw);
  const named = readDecodedValues(raw, "x-tags").flatMap((value) => value.split(","));
  const headed = ["from", "to", "cc", "bcc"].flatMap((key) => readFieldAddresses(raw, block, key, 1_000));
  const addresses = [...headed.map(({ address }) => address), ...message.envelope.to.map((path) => path.address)];
  return normalizeTags([...named, ...addresses.flatMap(readPlusTags)].slice(0, MAX_OWN_TAGS));
}

/** `jo+signup+mobile@example.com` is tagged signup and mobile. */
function readPlusTags(address: string): string[] {
  const local = address.slice(0, Math.max(0, address.lastIndexOf("@")));
  return local.split("+").slice(1);
}
