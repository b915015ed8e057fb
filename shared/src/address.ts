import * as Type from "typebox";

/** A mailbox from a header field (RFC 5322 §3.4), decoded. `name` is `""` if there is no display name. */
export const Address = Type.Object(
  {
    name: Type.String({ description: "Display name, decoded; empty if there is none" }),
    address: Type.String({ description: "addr-spec as written in the field, e.g. jo@example.com" }),
  },
  { $id: "Address" },
);
export type Address = Type.Static<typeof Address>;
