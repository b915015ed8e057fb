import type { MessageField } from "../message-fields.ts";
import type { MessageMethod, ReceivedMessage } from "./received-message.ts";

/** The methods of a message that need one of its members. */
interface MethodsByField {
  readonly codes: "code";
  readonly links: "link";
  readonly headers: "header";
  readonly findings: "expectNoFindings" | "expectDeliverable";
}

type MethodsOf<Field> = MethodsByField[Field & keyof MethodsByField];

/** What any message has: what fetches more of it. */
type FetchedMember = Exclude<MessageMethod, MethodsOf<keyof MethodsByField>>;

/**
 * A message of which only some members were requested. It has the methods that need these members, and those that fetch
 * something.
 */
export type SelectedMessage<Field extends MessageField> = Pick<
  ReceivedMessage,
  "id" | "subject" | Field | MethodsOf<Field> | FetchedMember
>;

/** Which members of a message a wait returns. */
export interface FieldOptions<Field extends MessageField> {
  /** Only these, with `id` and `subject`; the server computes no others: `["codes"]` is answered sooner than the whole message. */
  readonly fields?: readonly Field[];
}
