import type { FieldRange, HeaderBlock } from "./header-block.ts";
import type { ParameterizedValue } from "./parse-content-field.ts";

/** An entity of the MIME tree (RFC 2045 §2.4), by its bytes. */
export interface Entity {
  readonly number: string;
  readonly parent: Entity | null;
  readonly depth: number;
  readonly header: HeaderBlock;
  readonly contentType: ParameterizedValue;
  /** Content-Disposition (RFC 2183). */
  readonly disposition: ParameterizedValue | undefined;
  /** Content-Transfer-Encoding, lower case. */
  readonly encoding: string;
  /** The first of these three fields that is not as its grammar has it. */
  readonly malformed: FieldRange | undefined;
  /** Offset of its first header byte. */
  readonly start: number;
  /** Offset of its first body byte. */
  readonly bodyStart: number;
  /** Offset after its last body byte; the line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1). */
  end: number;
  /** Enclosed entities, in order. */
  readonly children: Entity[];
  /** False for a multipart whose closing delimiter never came. */
  isClosed: boolean;
}
