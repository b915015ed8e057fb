import * as Type from "typebox";

/** A field of a report. */
export const ReportField = Type.Object(
  { name: Type.String(), value: Type.String({ description: "Decoded, at most 1,000 characters" }) },
  { $id: "ReportField" },
);
export type ReportField = Type.Static<typeof ReportField>;

/** What happened to one recipient (RFC 3464 §2.3). */
export const ReportRecipient = Type.Object(
  {
    address: Type.String({ description: "Final-Recipient, or else Original-Recipient" }),
    action: Type.String({ description: "Lower case: failed, delayed, delivered, relayed, expanded" }),
    status: Type.Union([Type.String(), Type.Null()], { description: "Status code (RFC 3463), e.g. 5.1.1" }),
    meaning: Type.Union([Type.String(), Type.Null()], { description: "The status code in words" }),
    diagnostic: Type.Union([Type.String(), Type.Null()], { description: "What the remote server said" }),
    remoteServer: Type.Union([Type.String(), Type.Null()]),
  },
  { $id: "ReportRecipient" },
);
export type ReportRecipient = Type.Static<typeof ReportRecipient>;

/** A multipart/report (RFC 6522), or a report that stands on its own. */
export const Report = Type.Object(
  {
    part: Type.String({ description: "`number` of the part with the report's fields" }),
    kind: Type.Union([Type.Literal("delivery-status"), Type.Literal("disposition"), Type.Literal("feedback")], {
      description: "DSN (RFC 3464), MDN (RFC 8098) or ARF (RFC 5965)",
    }),
    summary: Type.String({ description: "What it reports, in one sentence" }),
    reporter: Type.Union([Type.String(), Type.Null()], {
      description: "The server or program that wrote it",
    }),
    recipients: Type.Array(ReportRecipient, { description: "Of a delivery status; the first 100" }),
    recipientCount: Type.Integer(),
    fields: Type.Array(ReportField, {
      description: "The fields that concern the whole report; the first 100",
    }),
    original: Type.Union(
      [
        Type.Object({
          part: Type.String({ description: "`number` of the part that contains it" }),
          headers: Type.Array(ReportField, { description: "The first 100 header fields" }),
        }),
        Type.Null(),
      ],
      { description: "The message that it is about, if it is enclosed" },
    ),
  },
  { $id: "Report" },
);
export type Report = Type.Static<typeof Report>;
