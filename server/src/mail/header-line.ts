import { COLON, CR, LF, SPACE, TAB } from "./ascii.ts";

/** Maximum bytes of a field name: the limit of a line (RFC 5322 §2.1.1). A longer one is not a name. */
const MAX_NAME_BYTES = 998;

/** Returns the offset after the next LF, at most `stop`. */
export function nextLineStart(raw: Buffer, at: number, stop: number): number {
  const lf = raw.indexOf(LF, at);
  return lf < 0 || lf >= stop ? stop : lf + 1;
}

/**
 * Returns the offset of the line end before `end`. QUIRK: programs that write CR LF to a stream in text mode on Windows send
 * CR CR LF, which every reader treats as one line end.
 */
export function trimLineEnd(raw: Buffer, start: number, end: number): number {
  if (end <= start || raw[end - 1] !== LF) return end;
  let at = end - 1;
  while (at > start && raw[at - 1] === CR) at--;
  return at;
}

/** Returns the offset of the colon in a field's first line; -1 if the line has none after visible ASCII (RFC 5322 §2.2). */
export function findColon(raw: Buffer, start: number, lineEnd: number): number {
  const end = Math.min(lineEnd, start + MAX_NAME_BYTES + 1);
  let at = start;
  while (at < end && isNameByte(raw[at])) at++;
  const nameEnd = at;
  // QUIRK: blanks before the colon are obsolete (RFC 5322 §4.5), but every reader accepts them.
  while (at < end && isBlank(raw[at])) at++;
  return nameEnd > start && at < end && raw[at] === COLON ? at : -1;
}

function isNameByte(byte: number | undefined): boolean {
  return byte !== undefined && byte > SPACE && byte < 127 && byte !== COLON;
}

export function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/** Returns the offset of the first byte at or after `start` that is neither space nor tab. */
export function skipBlanks(raw: Buffer, start: number, stop: number): number {
  let at = start;
  while (at < stop && isBlank(raw[at])) at++;
  return at;
}

/** QUIRK: programs that read mbox files may leave the line between messages (RFC 4155) in the message, sometimes quoted. */
export function isMboxLine(raw: Buffer, line: number): boolean {
  return /^>?From /.test(raw.toString("latin1", line, line + 6));
}

const HEADER_FIELD_NAME =
  /^(?:(?:arc|authentication|auto|content|delivered|disposition|dkim|envelope|errors|feedback|list|original|reply|resent|thread|x)-[\w-]+|bcc|cc|date|from|importance|in-reply-to|message-id|mime-version|organization|precedence|priority|received(?:-spf)?|references|return-path|sender|subject|to|user-agent)$/i;

/** Whether the line is a field with a well-known name. Text also has lines like `Note: …`. */
export function isHeaderField(raw: Buffer, start: number, lineEnd: number): boolean {
  const colon = findColon(raw, start, lineEnd);
  return colon > 0 && HEADER_FIELD_NAME.test(raw.toString("latin1", start, colon).trimEnd());
}

const SLASH = 47;

/** Whether the line could be a field: a name and a colon, but not the beginning of a URL. */
export function mayBeField(raw: Buffer, start: number, lineEnd: number): boolean {
  const colon = findColon(raw, start, lineEnd);
  return colon > 0 && !(raw[colon + 1] === SLASH && raw[colon + 2] === SLASH);
}
