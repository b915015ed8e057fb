import { isAscii, isUtf8 } from "node:buffer";
import { isSevenBitCharset, resolveCharset } from "../charset-names.ts";
import { detectIso2022, trimPartialCharacter } from "../decode-charset.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { headerRangeOf } from "./entity-ranges.ts";
import type { FindingList } from "./finding-list.ts";
import { lintGarbledBody } from "./lint-garbled-text.ts";

/** Checks whether the bytes of a text are in the charset that it names. */
export function lintText(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  const bytes = parsed.decodedBytes(entity);
  const label = entity.contentType.parameters.get("charset");
  const charset = label === undefined ? undefined : resolveCharset(label);
  if (label !== undefined && charset === undefined) found.add("charset-unknown", headerRangeOf(entity), label);
  if (charset?.isGuessed) found.add("charset-name-guessed", headerRangeOf(entity), `${label} for ${charset.name}`);
  if (isAscii(bytes)) {
    const detected = charset === undefined || charset.name === "us-ascii" ? detectIso2022(bytes) : undefined;
    if (detected !== undefined) found.add("charset-missing", headerRangeOf(entity), `escape sequences of ${detected}`);
    return;
  }
  if (label === undefined) {
    found.add("charset-missing", headerRangeOf(entity), `part ${entity.number}`);
    return;
  }
  const isUtf8Text = isUtf8(trimPartialCharacter(bytes));
  const name = charset?.name ?? "";
  if (isSevenBitCharset(name))
    found.add("charset-mismatch", headerRangeOf(entity), `it says ${label} and has octets above 127`);
  else if (name === "utf-8" && !isUtf8Text)
    found.add("charset-mismatch", headerRangeOf(entity), "it says utf-8 and is not");
  else if (/^(iso-8859|windows-125|cp|ibm|koi8|mac)/.test(name) && isUtf8Text) {
    found.add("charset-mismatch", headerRangeOf(entity), `it says ${label} and is UTF-8`);
  }
  if (isUtf8Text) lintGarbledBody(parsed, entity, found);
}
