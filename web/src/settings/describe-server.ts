import type { Info } from "@mailglass/shared";
import { formatBytes } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";

/** Describes how a client may encrypt its connection to the first SMTP port. */
export function describeEncryption({ starttls, requires }: Pick<Info, "starttls" | "requires">): string {
  if (requires.tls) return starttls ? "required, by STARTTLS" : "required, from the first byte on";
  return starttls ? "offered by STARTTLS, not required" : "off: start the server with --tls to offer it";
}

/** Describes which logins the server accepts (AUTH). */
export function describeLogin({ requires: { login, account } }: Pick<Info, "requires">): string {
  return `${login ? "required" : "not required"}; ${account ? "only the configured accounts" : "any name and password"}`;
}

/** Describes what the server refuses that it could accept. */
export function describeStrictness({ strict }: Pick<Info, "strict">): string {
  if (strict.length === 0) return "off: what a strict server would refuse is accepted, and reported in Checks";
  return `refuses mail with findings of ${[...new Set(strict)].join(", ")}`;
}

/** Describes where mail is kept. */
export function describeStore({ store }: Pick<Info, "store">): string {
  if (store === null) return "none: mail is gone when the server ends; start it with --store to keep it";
  const location = revealHidden(store.location);
  if (store.kind === "redis") return `${location}, shared by all instances`;
  return `${location}; up to ${formatBytes(store.memoryBytes)} of it in memory`;
}
