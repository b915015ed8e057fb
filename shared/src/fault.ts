import * as Type from "typebox";

export const FaultStage = Type.Union(
  [
    Type.Literal("connect"),
    Type.Literal("helo"),
    Type.Literal("auth"),
    Type.Literal("mail"),
    Type.Literal("rcpt"),
    Type.Literal("data"),
    Type.Literal("message"),
    Type.Literal("http"),
  ],
  {
    $id: "FaultStage",
    description:
      "data: when DATA or BDAT begins; message: after the last byte, instead of the 250; http: a request to the API of a provider",
  },
);
export type FaultStage = Type.Static<typeof FaultStage>;

/** One refusal line. Control characters other than tab would break the line. */
const REFUSAL_PATTERN = "^[45][0-9][0-9]( [^\\u0000-\\u0008\\u000a-\\u001f\\u007f]*)?$";

const pattern = (description: string) => Type.Optional(Type.String({ maxLength: 1_000, description }));

/** A fault rule. Rules are tried in the order in which they were added; the first one that matches is used. */
export const FaultRule = Type.Object(
  {
    on: FaultStage,
    match: Type.Optional(
      Type.Object(
        {
          to: pattern("A recipient; * stands for any run of characters"),
          from: pattern("Reverse-path; * as above"),
          user: pattern("Authenticated user; * as above"),
          peer: pattern("IP address; * as above"),
          provider: pattern("On http: name of the provider, e.g. sendgrid; * as above"),
        },
        { additionalProperties: false },
      ),
    ),
    reply: Type.Optional(
      Type.String({
        maxLength: 1_000,
        pattern: REFUSAL_PATTERN,
        description: "a code that begins with 4 or 5, and a text: 451 4.7.1 Greylisted",
      }),
    ),
    status: Type.Optional(
      Type.Integer({
        minimum: 400,
        maximum: 599,
        description: "On http: status of the error, in the provider's own form",
      }),
    ),
    retryAfter: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 86_400, description: "On http: seconds of the Retry-After header field" }),
    ),
    reject: Type.Optional(
      Type.Boolean({
        description:
          "On http: reject the recipients that match, and send the rest of the request; each message is an attempt of its own",
      }),
    ),
    delay: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 3_600_000, description: "Milliseconds before the reply" }),
    ),
    drop: Type.Optional(
      Type.Boolean({ description: "Close the connection without a reply; on data: during the data" }),
    ),
    tarpit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3_600_000,
        description: "Milliseconds between the bytes of this and all later replies",
      }),
    ),
    after: Type.Optional(Type.Integer({ minimum: 0, description: "Let this many matching attempts pass first" })),
    times: Type.Optional(Type.Integer({ minimum: 1, description: "Then fail this many; unlimited if omitted" })),
    chance: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: "Fail only this share of them, at random: 0.25 is one in four",
      }),
    ),
    seed: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 4_294_967_295,
        description: "Random seed, for reproducible runs; generated and returned if chance is given without it",
      }),
    ),
  },
  { $id: "FaultRule", additionalProperties: false },
);
export type FaultRule = Type.Static<typeof FaultRule>;

/** An active fault rule. */
export const Fault = Type.Object(
  {
    id: Type.String(),
    rule: FaultRule,
    seen: Type.Integer({ description: "Attempts that matched" }),
    hits: Type.Integer({ description: "Attempts that were failed" }),
  },
  { $id: "Fault" },
);
export type Fault = Type.Static<typeof Fault>;
