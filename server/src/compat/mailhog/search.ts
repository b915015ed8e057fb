import { headerFields } from "../../mail/header.ts";
import { searchText } from "../../mail/search-index.ts";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { Utf8Text } from "../utf8-text.ts";

const KINDS = ["from", "to", "containing"] as const;
type Kind = (typeof KINDS)[number];

export function isKind(text: unknown): text is Kind {
  return KINDS.some((kind) => kind === text);
}

/** Tests a message. Yields every few hundred microseconds, so that the caller may pause. */
type SlowTest = (message: StoredMessage) => Generator<string, boolean>;

/**
 * What MailHog finds: a part of an address of the envelope or of the header field, or of the source as it was sent.
 * And what its users expect it to find: words that were sent as quoted-printable or base64.
 */
export function searchTest(kind: Kind, query: string): SlowTest {
  const wanted = query.toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  const hasField = (message: StoredMessage, name: string) =>
    headerFields(message).some((field) => field.name.toLowerCase() === name && (has(field.value) || has(field.raw)));
  const tests: Record<Kind, SlowTest> = {
    *from(message) {
      yield "";
      return has(message.envelope.from.address) || hasField(message, "from");
    },
    *to(message) {
      yield "";
      return message.envelope.to.some((path) => has(path.address)) || hasField(message, "to");
    },
    *containing(message) {
      return (
        (yield* holds(message.raw(), wanted)) ||
        headerFields(message).some((field) => has(field.value)) ||
        searchText(message).includes(wanted)
      );
    },
  };
  return tests[kind];
}

/** Whether a source holds a text that is in lower case. */
function* holds(source: Buffer, wanted: string): Generator<string, boolean> {
  let end = "";
  for (const slice of new Utf8Text(source).slices()) {
    const text = end + slice.toLowerCase();
    if (text.includes(wanted)) return true;
    end = text.slice(Math.max(0, text.length - wanted.length + 1));
    yield "";
  }
  return false;
}
