import { domainToUnicode } from "node:url";
import type { Address, ReaderField } from "@mailglass/shared";
import { collapseSpaces } from "../encoded-words.ts";
import { htmlToText } from "../html-to-text.ts";
import { limitHtml } from "../limit-html.ts";
import type { ReadAttachment, Reading } from "./reading.ts";

/** Normalises the text of a field: line ends, and blanks at the end of lines. Null if it is empty. */
export function toComparableText(reading: Reading, field: ReaderField): string | null {
  switch (field) {
    case "subject":
      return collapseSpaces(reading.subject) || null;
    case "date":
      return reading.date?.toISOString() ?? null;
    case "text":
    case "html":
      return trimLines(reading[field]);
    case "attachments":
      return reading.attachments.map(describeAttachment).join("\n") || null;
    default:
      return reading[field].map(formatAddress).join("\n") || null;
  }
}

/** Reduces such a text to what a person sees: all blanks are equal, and tags are removed. */
export function toVisibleText(text: string | null, field: ReaderField): string {
  const shown = text ?? "";
  return (field === "html" ? htmlToText(limitHtml(shown).html) : shown).replace(/\s+/g, " ").trim();
}

function trimLines(text: string | null): string | null {
  if (text === null) return null;
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trimEnd());
  return lines.join("\n").replace(/^\n+/, "").trimEnd() || null;
}

function formatAddress({ name, address }: Address): string {
  const shownName = collapseSpaces(name);
  const shown = toUnicodeDomain(address);
  if (shownName === "") return shown;
  return shown === "" ? shownName : `${shownName} <${shown}>`;
}

/** Converts domains to one spelling: some readers decode `xn--` labels (RFC 3492), others do not. */
function toUnicodeDomain(address: string): string {
  const at = address.lastIndexOf("@");
  if (at < 0) return address;
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToUnicode(domain) || domain}`;
}

function describeAttachment({ filename, type, size }: ReadAttachment): string {
  return `${filename ?? "(no name)"}, ${type}, ${size} bytes`;
}
