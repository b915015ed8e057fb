import * as Type from "typebox";
import { Message } from "./message.ts";

/** The name of a member of a message. */
export type MessageField = keyof Message;

const MESSAGE_FIELDS: ReadonlySet<string> = new Set(Message.allOf.flatMap(({ properties }) => Object.keys(properties)));

/** The members of a message, in the order of its schema. */
export const messageFields: readonly string[] = [...MESSAGE_FIELDS];

export const isMessageField = (name: string): name is MessageField => MESSAGE_FIELDS.has(name);

/** The parameter that selects members of a message. */
export const Fields = Type.Optional(
  Type.String({
    maxLength: 1_000,
    description:
      "Only these members of a message, separated by commas: codes,links. Others are not computed. `id` is always included, and `truncated` if it is not empty",
  }),
);
