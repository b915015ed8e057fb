import type { Finding, ProviderField } from "@mailglass/shared";
import { truncateText } from "../../base/truncate-text.ts";
import { scanMessageHeader } from "../../mail/entity-header.ts";
import { FindingList } from "../../mail/findings/finding-list.ts";
import { findField } from "../../mail/header-fields.ts";
import type { TemplatedMessage } from "./apply-template.ts";
import { isRawMessage } from "./compose-message.ts";
import type { Provider } from "./provider.ts";
import type { Submission } from "./submission.ts";

/** Names that a finding lists, and characters of each. */
const MAX_NAMES = 5;
const MAX_NAME_LENGTH = 100;

const showNames = (names: readonly string[]): string =>
  names
    .slice(0, MAX_NAMES)
    .map((name) => truncateText(name, MAX_NAME_LENGTH))
    .join(", ") + (names.length > MAX_NAMES ? ", …" : "");

/** Lists what is wrong with a message that a program asks a provider to send. */
export function listFindings(
  submission: Submission,
  {
    raw,
    to,
    fields,
    provider,
    isRendered,
    problem,
    missing,
  }: Omit<TemplatedMessage, "message"> & {
    readonly raw: Buffer;
    readonly to: readonly string[];
    readonly fields: readonly ProviderField[];
    readonly provider: Provider;
  },
): Finding[] {
  const list = new FindingList();
  const unknown = fields.filter(({ mappedTo }) => mappedTo === null);
  if (unknown.length > 0) {
    list.add("provider-unknown-field", undefined, showNames(unknown.map(({ name }) => name)));
  }
  if (to.length === 0) list.add("provider-no-recipient");
  if (raw.length > provider.maxMessageBytes)
    list.add(
      "provider-too-large",
      undefined,
      `${raw.length} bytes; ${provider.label} sends ${provider.maxMessageBytes}`,
    );
  if (problem !== undefined) list.add("provider-template-invalid", undefined, problem);
  else if (submission.template !== undefined && !isRendered)
    list.add("provider-template-unknown", undefined, submission.template.id);
  if (missing.length > 0) list.add("provider-variable-missing", undefined, showNames(missing));
  if (isRawMessage(submission.message) && findField(scanMessageHeader(raw), "from") === undefined)
    list.add("provider-raw-without-from");
  for (const { code, detail } of submission.notes ?? []) list.add(code, undefined, detail);
  return list.toArray();
}
