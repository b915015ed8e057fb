import { scanHeaderBlock } from "../../mail/header-block.ts";
import { readDecodedValues, readFieldAddresses } from "../../mail/header-fields.ts";
import type { MessageHandle } from "../../mailbox/mailbox.ts";

/**
 * The tags that Mailpit shows: those that were set, or, until any are set through its API, those of the message's
 * X-Tags field and plus-addresses. The latter are read when first needed and not stored in the mailbox: tests that
 * use a separate plus-address each should not fill its list of tags.
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

  /** From now on, the message's own tags no longer count. */
  claim(message: MessageHandle): void {
    this.#claimed.add(message);
  }
}

/** Normalizes a tag as Mailpit does: at most 100 letters, digits, spaces and `-_.@`; empty if nothing is left. */
export function cleanTag(text: string): string {
  return text
    .slice(0, 1_000)
    .replace(/[^\w\-.@ ]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 100);
}

/** Normalizes tags and removes duplicates, ignoring case. Keeps the order. */
export function normalizeTags(tags: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const tag of tags.map(cleanTag))
    if (tag !== "" && !byName.has(tag.toLowerCase())) byName.set(tag.toLowerCase(), tag);
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tag]) => tag);
}

/** Bytes of a source that are searched for tags. */
const MAX_HEADER_BYTES = 32 * 1024;
/** Maximum number of tags from one message's header. */
const MAX_OWN_TAGS = 100;

function readOwnTags(message: MessageHandle): readonly string[] {
  const raw = message.firstBytes(MAX_HEADER_BYTES);
  const block = scanHeaderBlock(raw, 0);
  const named = readDecodedValues(raw, "x-tags").flatMap((value) => value.split(","));
  const headed = ["from", "to", "cc", "bcc"].flatMap((key) => readFieldAddresses(raw, block, key, 1_000));
  const addresses = [...headed.map(({ address }) => address), ...message.envelope.to.map((path) => path.address)];
  return normalizeTags([...named, ...addresses.flatMap(readPlusTags)].slice(0, MAX_OWN_TAGS));
}

/** `jo+signup+mobile@example.com` has the tags signup and mobile. */
function readPlusTags(address: string): string[] {
  const local = address.slice(0, Math.max(0, address.lastIndexOf("@")));
  return local.split("+").slice(1);
}
