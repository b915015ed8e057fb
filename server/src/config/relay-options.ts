import { defineOption } from "./define-option.ts";
import * as types from "./option-types.ts";

/** The options of mail that is released. */
export const RELAY_OPTIONS = {
  relay: defineOption(
    "relay",
    types.list("URL"),
    [],
    "Relay",
    "server that mail may be released to: smtp://user:pass@host:587, with ?starttls=required, ?verify=no or ?auth=cram-md5",
  ),
  relayFrom: defineOption(
    "relay-from",
    types.optional(types.text("ADDRESS")),
    null,
    "Relay",
    "envelope sender of released mail",
  ),
  relayAllow: defineOption(
    "relay-allow",
    types.optional(types.text("REGEX")),
    null,
    "Relay",
    "release only to recipients that match",
  ),
  relayBlock: defineOption(
    "relay-block",
    types.optional(types.text("REGEX")),
    null,
    "Relay",
    "never release to recipients that match",
  ),
  relaySubjectPrefix: defineOption(
    "relay-subject-prefix",
    types.optional(types.text("TEXT")),
    null,
    "Relay",
    "text before the subject of released mail",
  ),
  relayHeaderFrom: defineOption(
    "relay-header-from",
    types.optional(types.text("ADDRESS")),
    null,
    "Relay",
    "replaces the address in From of released mail, and its envelope sender",
  ),
} as const;
