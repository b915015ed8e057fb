import type { FindingGroup } from "@mailglass/shared";
import type { FindingDefinition } from "./finding-definition.ts";
import { CALENDAR_FINDINGS } from "./kinds/calendar.ts";
import { ENCODING_FINDINGS } from "./kinds/encodings.ts";
import { ENVELOPE_FINDINGS } from "./kinds/envelope.ts";
import { FIELD_FINDINGS } from "./kinds/fields.ts";
import { GRAMMAR_FINDINGS } from "./kinds/grammar.ts";
import { HTML_FINDINGS } from "./kinds/html.ts";
import { MIME_FINDINGS } from "./kinds/mime.ts";
import { PROVIDER_FINDINGS } from "./kinds/provider.ts";
import { PROVIDER_API_FINDINGS } from "./kinds/provider-api.ts";
import { SIGNATURE_FINDINGS } from "./kinds/signature.ts";
import { WIRE_FINDINGS } from "./kinds/wire.ts";

interface GroupedDefinition extends FindingDefinition {
  readonly group: FindingGroup;
}

/** All kinds of findings in a message. The engine has its own table of what it finds during a session. */
export const FINDINGS = {
  ...addGroup("wire", WIRE_FINDINGS),
  ...addGroup("grammar", GRAMMAR_FINDINGS),
  ...addGroup("grammar", FIELD_FINDINGS),
  ...addGroup("mime", MIME_FINDINGS),
  ...addGroup("mime", ENCODING_FINDINGS),
  ...addGroup("envelope", ENVELOPE_FINDINGS),
  ...addGroup("provider", PROVIDER_FINDINGS),
  ...addGroup("provider-api", PROVIDER_API_FINDINGS),
  ...addGroup("calendar", CALENDAR_FINDINGS),
  ...addGroup("signature", SIGNATURE_FINDINGS),
  ...addGroup("html", HTML_FINDINGS),
};

export type FindingCode = keyof typeof FINDINGS;

function addGroup<Code extends string>(group: FindingGroup, table: Readonly<Record<Code, FindingDefinition>>) {
  const entries = Object.entries<FindingDefinition>(table).map(([code, kind]) => [code, { ...kind, group }]);
  // The entries have the codes of the table.
  return Object.fromEntries(entries) as Record<Code, GroupedDefinition>;
}
