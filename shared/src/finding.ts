import * as Type from "typebox";

export const Severity = Type.Union([Type.Literal("error"), Type.Literal("warning"), Type.Literal("info")], {
  $id: "Severity",
  description:
    "error: a strict server refuses this; warning: some do, or some clients show it wrongly; info: worth knowing",
});
export type Severity = Type.Static<typeof Severity>;

/** Place of a finding: bytes of the raw source, a line of the transcript, or neither. */
export const FindingPlace = Type.Union(
  [
    Type.Object({
      in: Type.Literal("source"),
      start: Type.Integer({ description: "Offset of the first byte" }),
      end: Type.Integer({ description: "Offset after the last byte" }),
    }),
    Type.Object({
      in: Type.Literal("transcript"),
      line: Type.Integer({ description: "`number` of the transcript line" }),
    }),
    Type.Object({ in: Type.Literal("message") }),
    Type.Object({ in: Type.Literal("session") }),
  ],
  { $id: "FindingPlace" },
);
export type FindingPlace = Type.Static<typeof FindingPlace>;

/** Something that was accepted here, but that a stricter server or a mail client would object to. */
export const Finding = Type.Object(
  {
    code: Type.String({ description: "Stable kebab-case name, e.g. bare-lf" }),
    severity: Severity,
    rfc: Type.String({ description: "e.g. RFC 5321 §2.3.8" }),
    where: FindingPlace,
    text: Type.String({ description: "What is wrong, with the observed value" }),
    fix: Type.String({ description: "How to fix it" }),
    count: Type.Integer({ description: "How often it occurs; `where` is the first" }),
  },
  { $id: "Finding" },
);
export type Finding = Type.Static<typeof Finding>;

/** Number of findings of each severity. A finding that occurs fifty times counts once. */
export const FindingCounts = Type.Object(
  { error: Type.Integer(), warning: Type.Integer(), info: Type.Integer() },
  { $id: "FindingCounts", description: "Number of findings of each severity; one that occurs fifty times counts once" },
);
export type FindingCounts = Type.Static<typeof FindingCounts>;
