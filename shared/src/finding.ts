import * as Type from "typebox";

export const Severity = Type.Union([Type.Literal("error"), Type.Literal("warning"), Type.Literal("info")], {
  $id: "Severity",
  description:
    "error: a strict server refuses this; warning: some do, or some clients show it wrongly; info: worth knowing",
});
export type Severity = Type.Static<typeof Severity>;

/** What a finding is about. Filters, strict mode and assertions select findings by group. */
export const FINDING_GROUPS = [
  "wire",
  "grammar",
  "mime",
  "envelope",
  "login",
  "tls",
  "provider",
  "provider-api",
  "html",
  "calendar",
  "signature",
] as const;

export const FindingGroup = Type.Enum([...FINDING_GROUPS], {
  $id: "FindingGroup",
  description: "What the finding is about",
});
export type FindingGroup = (typeof FINDING_GROUPS)[number];

/** Groups whose findings are not counted in rows, badges and `has:findings`: most newsletters have some. */
const UNCOUNTED_GROUPS: ReadonlySet<FindingGroup> = new Set(["provider", "html"]);

/** Whether findings of this group are counted in rows, badges and `has:findings`. */
export function isCountedGroup(group: FindingGroup): boolean {
  return !UNCOUNTED_GROUPS.has(group);
}

/** Codes of earlier versions, and their successors. Queries and assertions accept both. */
const RENAMED_FINDINGS: Readonly<Record<string, string>> = {
  "bad-helo-name": "ehlo-not-a-host",
  "date-unreadable": "date-invalid",
};

/** Returns the current code of a finding that was renamed; any other code unchanged. */
export function toCurrentFindingCode(code: string): string {
  return RENAMED_FINDINGS[code] ?? code;
}

/** Maximum number of places that a finding lists. */
export const MAX_FINDING_PLACES = 100;

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
    group: FindingGroup,
    severity: Severity,
    rfc: Type.String({ description: "The authority: e.g. RFC 5321 §2.3.8" }),
    where: FindingPlace,
    places: Type.Array(FindingPlace, {
      maxItems: MAX_FINDING_PLACES,
      description: "Its first 100 places; `where` is the first",
    }),
    text: Type.String({ description: "What is wrong, with the observed value" }),
    fix: Type.String({ description: "How to fix it" }),
    count: Type.Integer({ description: "How often it occurs" }),
    because: Type.Union([Type.String(), Type.Null()], {
      description: "Code of the finding of this message that causes it; null if none does",
    }),
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
