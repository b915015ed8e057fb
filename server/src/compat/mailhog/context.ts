import type { CompatDeps } from "../compat-api.ts";
import type { Jim, JimConfig } from "./jim.ts";

type MailHogDeps = Pick<CompatDeps, "mailbox" | "log" | "worker" | "writer" | "hostname" | "release" | "upstreams">;

/** Dependencies of the routes. */
export interface MailHogContext extends MailHogDeps {
  readonly jim: Jim;
  /** Jim's settings if a request gives none. */
  readonly jimDefaults: JimConfig;
}
