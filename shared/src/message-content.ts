import * as Type from "typebox";
import { Calendar } from "./calendar.ts";
import { Report } from "./report.ts";
import { Seal, TnefContent } from "./sealed-content.ts";

/** Content that a mail program shows in another form than text: each list is empty where the message has none. */
export const MessageContent = Type.Object(
  {
    calendars: Type.Array(Calendar),
    reports: Type.Array(Report),
    seals: Type.Array(Seal),
    tnef: Type.Array(TnefContent),
  },
  { $id: "MessageContent" },
);
export type MessageContent = Type.Static<typeof MessageContent>;

/** The members of `MessageContent`. */
export const ContentKind = Type.Union(
  [Type.Literal("calendars"), Type.Literal("reports"), Type.Literal("seals"), Type.Literal("tnef")],
  { $id: "ContentKind" },
);
export type ContentKind = Type.Static<typeof ContentKind>;
