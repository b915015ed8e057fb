import { CR, LF } from "../ascii.ts";
import { decodeBase64 } from "../decode-base64.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { rangeOf } from "./entity-ranges.ts";
import type { FindingList } from "./finding-list.ts";

/** Checks a body in base64 (RFC 4648 §4): its characters, its length, and what follows its end. */
export function lintBase64(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  if (parsed.regularBase64(entity) !== undefined) return;
  const body = parsed.bodyBytes(entity);
  const text = body.toString("latin1");
  const rangeAt = (start: number, end: number) =>
    rangeOf(entity, { start: entity.bodyStart + start, end: entity.bodyStart + end });
  const end = findEnd(text, body, entity.contentType.value.startsWith("text/"));
  if (end < text.length) {
    const rest = text.slice(end);
    const fix = /^[A-Za-z0-9+/=\s]*$/.test(rest)
      ? "Encode all bytes at once, or in blocks of a multiple of 57 bytes, so that only the end has ="
      : undefined;
    found.add("base64-trailing-text", rangeAt(end, text.length), rest.slice(0, 100).trim(), fix);
  }
  const data = text.slice(0, end);
  const fix = findFix(data);
  let isBroken = false;
  for (const { index, 0: run } of data.matchAll(/[^A-Za-z0-9+/=\s]+/g)) {
    isBroken = true;
    found.add("base64-broken", rangeAt(index, index + run.length), `part ${entity.number}`, fix);
  }
  const words = isBroken ? null : WORDS.exec(data);
  if (words !== null) {
    isBroken = true;
    found.add("base64-broken", rangeAt(words.index, words.index + words[0].length), `part ${entity.number}`, fix);
  }
  if (isBroken || parsed.isBodyCut(entity)) return;
  const padding = /=[=\s]*$/.exec(data)?.index ?? data.length;
  const pads = data.slice(padding).match(/=/g)?.length ?? 0;
  const blanks = data.slice(0, padding).match(/[ \t]/g)?.length ?? 0;
  const characters = padding - blanks - countLineEndBytes(body, padding);
  if (isComplete(characters, pads)) return;
  const last = Math.max(0, data.trimEnd().length - 1);
  found.add(
    "base64-truncated",
    rangeAt(last, last + 1),
    `${characters} characters and ${pads} =, in part ${entity.number}`,
  );
}

/** Several words, as a text has them. */
const WORDS = /(?<=\w) \w{1,20} (?=\w)/;

/** Returns how to fix a body with other characters than base64; undefined where their reason is not known. */
function findFix(data: string): string | undefined {
  if (/^\s*data:[\w./+-]*;base64,/.test(data)) return "Remove what precedes the comma: it belongs to a data: URL";
  if (WORDS.test(data)) return "Encode the body as base64, or label it with the encoding that it has, such as 8bit";
  const isUrlSafe = /[-_]/.test(data) && !/[^\w=\s-]/.test(data);
  return isUrlSafe ? "Use + and /, as in MIME; the alphabet with - and _ is for URLs" : undefined;
}

/** Whether the last group of base64 has four characters with its padding (RFC 4648 §4). */
function isComplete(characters: number, pads: number): boolean {
  const rest = characters % 4;
  return rest === 0 ? pads === 0 : rest > 1 && rest + pads === 4;
}

/** Returns the offset at which base64 ends and other data begins: after its padding, or before lines of text. */
function findEnd(text: string, body: Buffer, isText: boolean): number {
  const odd = text.search(/[^A-Za-z0-9+/\r\n]/);
  if (odd < 0 || !/[^=\s]/.test(text.slice(odd))) return text.length;
  const { footer } = decodeBase64(body, { isText });
  if (footer.length > 0) return text.length - footer.length;
  const [padding] = /=[=\s]*/.exec(text) ?? [];
  const isOnlyBase64 = !/[^A-Za-z0-9+/=\s]/.test(text);
  return isOnlyBase64 && padding !== undefined ? text.indexOf("=") + padding.length : text.length;
}

/** Counts the bytes of line ends before `stop`. */
function countLineEndBytes(body: Buffer, stop: number): number {
  let count = 0;
  for (let at = body.indexOf(LF); at >= 0 && at < stop; at = body.indexOf(LF, at + 1)) {
    let start = at;
    while (start > 0 && body[start - 1] === CR) start--;
    count += at + 1 - start;
  }
  return count;
}
