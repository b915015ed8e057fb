import { FINDING_GROUPS, type FindingGroup, type Severity } from "@mailglass/shared";
import { FINDINGS } from "../../src/mail/findings/finding-table.ts";
import { WIRE_FINDINGS } from "../../src/smtp/protocol/record/wire-findings.ts";
import { MISTAKES } from "../mistakes/all-mistakes.ts";
import type { Mistake, Step } from "../mistakes/mistake.ts";

interface Kind {
  readonly group: string;
  readonly severity: Severity;
  readonly rfc: string;
  readonly text: string;
  readonly fix: string;
}

/** All kinds of findings by code. A kind that both the engine and the message's checks find is listed once. */
export const KINDS: ReadonlyMap<string, Kind> = new Map(Object.entries<Kind>({ ...WIRE_FINDINGS, ...FINDINGS }));

const GROUP_TITLES: Readonly<Record<FindingGroup, string>> = {
  wire: "The SMTP dialogue and the line ends",
  grammar: "The header",
  mime: "Structure and encodings",
  envelope: "The envelope",
  login: "Authentication",
  tls: "TLS",
  provider: "Large mailbox providers",
  "provider-api": "HTTP APIs of mail providers",
  html: "HTML",
  calendar: "Invitations",
  signature: "Signatures",
};

/** Maximum lines, and characters of a line, of an example. */
const MAX_LINES = 24;
const MAX_LINE_LENGTH = 110;

/** Returns docs/findings.md, generated from the tables of findings and of mistakes by `npm run docs`. */
export function renderFindingsPage(): string {
  const groups = FINDING_GROUPS.map((group) => [group, [...KINDS].filter(([, kind]) => kind.group === group)] as const);
  const sections = groups
    .filter(([, kinds]) => kinds.length > 0)
    .map(([group, kinds]) => `## ${GROUP_TITLES[group]} (\`${group}\`)\n\n${kinds.map(renderKind).join("\n")}`);
  return `${PAGE_HEAD}\n${sections.join("\n")}`;
}

const PAGE_HEAD = `# Findings

A finding says what a stricter server or a mail client would object to, where it is, and how to fix it. Its code is stable: tests can
rely on it. \`error\` means that strict servers or clients reject it, \`warning\` that some do or show it wrongly, \`info\` that it is worth
knowing. Findings are listed with each message and session, in the **Checks** tab, by \`GET /api/messages/:id/findings\`, and in the client library.
Rows and \`has:findings\` count the errors and warnings of all groups but \`provider\` and \`html\`.

Every example on this page is sent to a running server by the tests, and must produce its finding. \`\\xNN\` is a byte that is not ASCII.
`;

function renderKind([code, { severity, rfc, text, fix }]: [string, Kind]): string {
  const example = MISTAKES.find((mistake) => mistake.code === code);
  return [
    `### ${code}`,
    "",
    `**${severity}** · ${rfc === "" ? "no standard" : rfc}`,
    "",
    `${escapeMarkdown(text)}. ${escapeMarkdown(fix)}.`,
    "",
    ...(example === undefined ? [] : renderExample(example)),
  ].join("\n");
}

function renderExample(mistake: Mistake): string[] {
  const lines = mistake.dialogue?.flatMap(renderStep) ?? renderRequest(mistake) ?? renderMessage(mistake);
  const shown = lines.slice(0, MAX_LINES).map(shorten);
  if (lines.length > MAX_LINES) shown.push(`… ${lines.length - MAX_LINES} more lines`);
  return [`Example: ${escapeMarkdown(mistake.title)}`, "", "```", ...shown, "```", ""];
}

function renderRequest({ request }: Mistake): string[] | undefined {
  if (request === undefined) return undefined;
  const body =
    JSON.stringify(request.body, null, 1)
      .replace(/\n\s*/g, " ")
      .match(/.{1,100}(?:\s|$)|\S+/g) ?? [];
  return [`POST ${request.path}`, "", ...body.map((line) => line.trimEnd())];
}

function renderMessage({ message, from, to }: Mistake): string[] {
  const source = message?.("Fri, 27 Nov 2026 12:00:00 +0000") ?? "";
  const envelope = [
    ...(from === undefined ? [] : [`MAIL FROM:<${from}>`]),
    ...(to ?? []).map((address) => `RCPT TO:<${address}>`),
  ];
  return [...envelope, ...splitLines(source)];
}

function renderStep(step: Step): string[] {
  if (step === "close") return ["(the client closes the connection)"];
  if (typeof step === "string") return [step];
  if ("pauseMs" in step) return step.pauseMs < 1000 ? [] : [`(the client waits ${step.pauseMs / 1000} s)`];
  const sent = "push" in step ? step.push : step.raw;
  return sent === "" ? [] : splitLines(sent);
}

/** Splits at CRLF and at LF, which is shown. */
function splitLines(source: string): string[] {
  return source
    .replace(/\r\n$/, "")
    .replaceAll(/(?<!\r)\n/g, "\\n\r\n")
    .split("\r\n")
    .map(escapeBytes);
}

/** Escapes bytes that a page cannot show: control characters, and those above 127. */
function escapeBytes(text: string): string {
  return text.replace(
    // oxlint-disable-next-line no-control-regex
    /[\x00-\x08\x0b-\x1f\x7f-\xff]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

function shorten(line: string): string {
  return line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[<>*_`[\]]/g, "\\$&");
}

if (import.meta.main) process.stdout.write(renderFindingsPage());
