import { decodeWords, fieldText, oneLine } from "./encoded-words.ts";
import { type HeaderBlock, valueBytes } from "./header-block.ts";
import { libmime } from "./libmime.ts";

/** A value with parameters (RFC 2045 §5.1, RFC 2231), as in Content-Type. */
export interface Parameterised {
  /** Lower case. */
  readonly value: string;
  /** Names in lower case, values decoded. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Bytes of a Content-… field that are read. */
const MAX_VALUE = 8 * 1024;

/** Reads the first field of this name (lower case); undefined where there is none. */
export function contentField(raw: Buffer, block: HeaderBlock, key: string): Parameterised | undefined {
  const field = block.fields.find((candidate) => candidate.key === key);
  return field && parseParameterised(fieldText(valueBytes(raw, field, MAX_VALUE)));
}

function parseParameterised(text: string): Parameterised {
  const semicolon = text.indexOf(";");
  const value = oneLine(semicolon < 0 ? text : text.slice(0, semicolon)).toLowerCase();
  const parameters = new Map<string, string>();
  if (semicolon >= 0) {
    const { params, decodedParams } = libmime().parseHeaderValue(text, { stripComments: true });
    for (const [name, written] of Object.entries(params)) {
      // QUIRK: RFC 2047 §5 forbids encoded words in parameters; many mailers write them all the same.
      parameters.set(name, oneLine(decodedParams.includes(name) ? written : decodeWords(written)));
    }
  }
  return { value, parameters };
}
