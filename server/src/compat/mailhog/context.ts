import type { CompatDeps } from "../compat-api.ts";
import type { Jim, JimConfig } from "./jim.ts";

type MailHogDeps = Pick<CompatDeps, "mailbox" | "log" | "worker" | "hostname" | "release" | "upstreams">;

/** What the routes work with. */
export interface MailHogContext extends MailHogDeps {
  readonly jim: Jim;
  /** What Jim does where he is not told. */
  readonly jimDefaults: JimConfig;
}
