import * as Type from "typebox";

/** The answer to a request for a link. */
export const LinkStatus = Type.Object(
  {
    url: Type.String({ description: "The link, as the message has it" }),
    outcome: Type.Union(
      [
        Type.Literal("ok"),
        Type.Literal("broken"),
        Type.Literal("unclear"),
        Type.Literal("blocked"),
        Type.Literal("skipped"),
      ],
      {
        description:
          "broken: the server answered with an error, or none did; unclear: it does not answer HEAD; blocked: the address is private or reserved; skipped: the time was used up",
      },
    ),
    status: Type.Union([Type.Integer(), Type.Null()], { description: "HTTP status of the last answer" }),
    detail: Type.String({ description: "The status in words, or what failed" }),
    redirects: Type.Array(Type.String(), { description: "URLs of the redirects that were followed, in order" }),
  },
  { $id: "LinkStatus" },
);
export type LinkStatus = Type.Static<typeof LinkStatus>;

export const LinkCheckQuery = Type.Object(
  { follow: Type.Optional(Type.Boolean({ default: true, description: "Follow redirects, at most 5" })) },
  { additionalProperties: false },
);
export type LinkCheckQuery = Type.Static<typeof LinkCheckQuery>;

/** The links of a message, each requested once. */
export const LinkCheck = Type.Object(
  { links: Type.Array(LinkStatus, { description: "At most 100" }) },
  { $id: "LinkCheck" },
);
export type LinkCheck = Type.Static<typeof LinkCheck>;

/** The links that a check would request. */
export const CheckableLinks = Type.Object(
  {
    enabled: Type.Boolean({ description: "Whether the server was started with --check-links" }),
    urls: Type.Array(Type.String(), { description: "At most 100; requested only by POST …/checks/links" }),
  },
  { $id: "CheckableLinks" },
);
export type CheckableLinks = Type.Static<typeof CheckableLinks>;
