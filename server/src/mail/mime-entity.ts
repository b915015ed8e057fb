import type { FieldRange, HeaderBlock } from "./header-block.ts";
import type { ParameterizedValue } from "./parse-content-field.ts";

/** An entity of the MIME tree (RFC 2045 §2.4), with its byte ranges. */
export interface Entity {
  readonly number: string;
  readonly parent: Entity | null;
  readonly depth: number;
  /** The bytes that the offsets refer to: the message, or the decoded body of `encodedIn`. */
  readonly source: Buffer;
  /** The innermost entity whose transfer encoding covers all of this one; null if this one is not encoded as a whole. */
  readonly encodedIn: Entity | null;
  readonly header: HeaderBlock;
  readonly contentType: ParameterizedValue;
  /** Content-Disposition (RFC 2183). */
  readonly disposition: ParameterizedValue | undefined;
  /** Content-Transfer-Encoding, lower case. */
  readonly encoding: string;
  /** The first of these three fields that does not follow its grammar. */
  readonly malformed: FieldRange | undefined;
  /** Offset of its first header byte. */
  readonly start: number;
  /** Offset of its first body byte. */
  readonly bodyStart: number;
  /** Offset after its last body byte; the line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1). */
  end: number;
  /** Enclosed entities, in order. */
  readonly children: Entity[];
  /** False for a multipart without a closing delimiter. */
  isClosed: boolean;
}

/** Whether the entity encloses a message. A message/global may have UTF-8 in its header (RFC 6532 §3.7). */
export function isMessage({ contentType }: Entity): boolean {
  return contentType.value === "message/rfc822" || contentType.value === "message/global";
}

export function isMultipart({ contentType }: Entity): boolean {
  return contentType.value.startsWith("multipart/");
}

/** Whether its body consists of entities (possibly none). */
export function isComposite(entity: Entity): boolean {
  return isMultipart(entity) || isMessage(entity);
}

/** Whether the transfer encoding covers the body. A multipart may be labelled base64 although only its parts are encoded. */
export function isBodyEncoded(entity: Entity): boolean {
  const [child] = entity.children;
  return child === undefined || child.encodedIn === entity;
}

/** Returns the byte range of an entity in the message as sent. For an entity within an encoded body, that of the body. */
export function locateInMessage(entity: Entity): { start: number; bodyStart: number; end: number } {
  let at = entity;
  while (at.encodedIn !== null) at = at.encodedIn;
  return { start: at === entity ? at.start : at.bodyStart, bodyStart: at.bodyStart, end: at.end };
}

/** Returns the byte range of an entity's header in the message as sent. */
export function locateHeader(entity: Entity): { start: number; end: number } {
  const { start, bodyStart } = locateInMessage(entity);
  return { start, end: bodyStart };
}
