import * as Type from "typebox";
import { Tag } from "./tag.ts";

/** Without control characters: a line break would begin another header field or SMTP command. */
const ONE_LINE = "^[^\\x00-\\x1f\\x7f]*$";

const addressSchema = Type.String({
  minLength: 1,
  maxLength: 1_000,
  pattern: ONE_LINE,
  description: "jo@example.com or Jo <jo@example.com>, on one line",
});
const addressesSchema = Type.Optional(Type.Array(addressSchema, { maxItems: 10_000 }));

/** A message as JSON for `POST /api/messages`: stored without SMTP. */
export const NewMessage = Type.Object(
  {
    from: addressSchema,
    to: addressesSchema,
    cc: addressesSchema,
    bcc: Type.Optional(
      Type.Array(addressSchema, { maxItems: 10_000, description: "Only in the envelope, as sending programs do" }),
    ),
    replyTo: addressesSchema,
    subject: Type.Optional(Type.String({ maxLength: 100_000 })),
    text: Type.Optional(Type.String()),
    html: Type.Optional(Type.String()),
    headers: Type.Optional(
      // What Type.Record returns, which would pull in seven times as much typebox code as the rest of startup needs.
      Type.Unsafe<Readonly<Record<string, string>>>({
        type: "object",
        patternProperties: { "^[!-9;-~]+$": Type.String() },
        additionalProperties: false,
        description: "Header fields to add (RFC 5322 §2.2)",
      }),
    ),
    attachments: Type.Optional(
      Type.Array(
        Type.Object(
          {
            filename: Type.Optional(Type.String({ maxLength: 1_000 })),
            contentType: Type.Optional(Type.String({ maxLength: 1_000 })),
            contentId: Type.Optional(
              Type.String({ maxLength: 1_000, description: "Makes it inline, for cid: in the HTML" }),
            ),
            content: Type.String({ description: "base64" }),
          },
          { additionalProperties: false },
        ),
        { maxItems: 1_000 },
      ),
    ),
    tags: Type.Optional(Type.Array(Tag, { maxItems: 100 })),
  },
  { $id: "NewMessage", additionalProperties: false },
);
export type NewMessage = Type.Static<typeof NewMessage>;

/** The text between < and > of MAIL or RCPT. */
const pathSchema = (options: Type.TStringOptions = {}) =>
  Type.String({ maxLength: 1_000, pattern: ONE_LINE, ...options });

/** The envelope of a message posted as message/rfc822. Missing values are taken from its header fields. */
export const NewMessageQuery = Type.Object(
  {
    from: Type.Optional(pathSchema({ description: "Reverse-path, on one line" })),
    to: Type.Optional(
      Type.Array(pathSchema({ minLength: 1, description: "Forward-path, on one line" }), { maxItems: 10_000 }),
    ),
    tag: Type.Optional(Type.Array(Tag, { maxItems: 100 })),
  },
  { additionalProperties: false },
);
export type NewMessageQuery = Type.Static<typeof NewMessageQuery>;
