import * as Type from "typebox";

const SpamRule = Type.Object({
  name: Type.String({ description: "e.g. MISSING_HEADERS" }),
  score: Type.Number(),
  description: Type.String(),
});

/** What a spam filter says about a message. */
export const SpamResult = Type.Object(
  {
    error: Type.Union([Type.String(), Type.Null()], { description: "Why there is no score" }),
    isSpam: Type.Boolean(),
    score: Type.Number(),
    threshold: Type.Number({ description: "Score from which a message is spam" }),
    action: Type.Union([Type.String(), Type.Null()], { description: "What Rspamd recommends, e.g. add header" }),
    rules: Type.Array(SpamRule, { description: "Rules that matched, highest score first" }),
  },
  { $id: "SpamResult" },
);
export type SpamResult = Type.Static<typeof SpamResult>;

/** Results of the spam filters that the operator has named. The message is sent to them. */
export const SpamCheck = Type.Object(
  {
    spamassassin: Type.Union([SpamResult, Type.Null()], { description: "null without --spamassassin" }),
    rspamd: Type.Union([SpamResult, Type.Null()], { description: "null without --rspamd" }),
  },
  { $id: "SpamCheck" },
);
export type SpamCheck = Type.Static<typeof SpamCheck>;
