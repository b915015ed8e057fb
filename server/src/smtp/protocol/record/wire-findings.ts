import type { Reply } from "../reply.ts";
import { ENVELOPE_FINDINGS } from "./kinds/envelope.ts";
import { LOGIN_FINDINGS } from "./kinds/login.ts";
import { TLS_FINDINGS } from "./kinds/tls.ts";
import { WIRE_ONLY_FINDINGS } from "./kinds/wire.ts";
import {
  WIRE_GROUPS,
  type WireFindingDefinition,
  type WireFindingTable,
  type WireGroup,
} from "./wire-finding-definition.ts";

/** What the engine accepts although a stricter server would refuse or report it, by group. */
const TABLES = {
  wire: WIRE_ONLY_FINDINGS,
  envelope: ENVELOPE_FINDINGS,
  login: LOGIN_FINDINGS,
  tls: TLS_FINDINGS,
} as const satisfies Record<WireGroup, WireFindingTable>;

type TableOf<Group extends WireGroup> = (typeof TABLES)[Group];
export type WireFindingCode = { [Group in WireGroup]: keyof TableOf<Group> }[WireGroup];

/** All findings on the wire. */
export const WIRE_FINDINGS: Readonly<Record<WireFindingCode, WireFindingDefinition & { readonly group: WireGroup }>> =
  Object.fromEntries(
    WIRE_GROUPS.flatMap((group) =>
      Object.entries<WireFindingDefinition>(TABLES[group]).map(([code, definition]) => [
        code,
        { ...definition, group },
      ]),
    ),
  ) as Record<WireFindingCode, WireFindingDefinition & { readonly group: WireGroup }>;

/** The groups whose findings are refused; empty unless strict mode is on. */
export type StrictGroups = ReadonlySet<string>;

/** Returns the reply to a finding in strict mode; undefined if it is accepted nevertheless. */
export function strictRefusal(code: WireFindingCode, groups: StrictGroups): Reply | undefined {
  const { refusal, group } = WIRE_FINDINGS[code];
  return groups.has(group) ? refusal : undefined;
}
