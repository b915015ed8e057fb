import * as Type from "typebox";

const addressSchema = Type.String({
  minLength: 1,
  maxLength: 1_000,
  description: "jo@example.com or Jo <jo@example.com>",
});
const addressesSchema = Type.Optional(Type.Array(addressSchema, { maxItems: 10_000 }));

/** A message as JSON for `POST /api/messages`: put into the mailbox without SMTP. */
export const NewMessage = Type.Object(
  {
    from: addressSchema,
    to: addressesSchema,
    cc: addressesSchema,
    bcc: Type.Optional(
      Type.Array(addressSchema, { maxItems: 10_000, description: "In the envelope only, as a sending program does" }),
    ),
    replyTo: addressesSchema,
    subject: Type.Optional(Type.String({ maxLength: 100_000 })),
    text: Type.Optional(Type.String()),
    html: Type.Optional(Type.String()),
    headers: Type.Optional(
      // What Type.Record makes, which would bring seven times the code of all the rest of typebox that a start needs.
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
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 100 })),
  },
  { $id: "NewMessage", additionalProperties: false },
);
export type NewMessage = Type.Static<typeof NewMessage>;

/** What stands between < and > of MAIL or RCPT: on one line. */
const pathSchema = (description?: string) =>
  Type.String({ maxLength: 1_000, pattern: "^[^\\x00-\\x1f\\x7f]*$", ...(description ? { description } : {}) });

/** The envelope of a message that is posted as message/rfc822; made from its header fields where it is not given. */
export const NewMessageQuery = Type.Object(
  {
    from: Type.Optional(pathSchema("Reverse-path")),
    to: Type.Optional(Type.Array(pathSchema(), { maxItems: 10_000, description: "Forward-paths" })),
    tag: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 100 })),
  },
  { additionalProperties: false },
);
export type NewMessageQuery = Type.Static<typeof NewMessageQuery>;
