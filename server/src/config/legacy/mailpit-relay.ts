import { isSwitchedOn } from "./is-switched-on.ts";
import { formatRelayUrl } from "./mailhog-outgoing.ts";
import type { OptionAssignments } from "./settings.ts";

/** The variables that together describe Mailpit's relay. Others that concern it are in `settings.ts`. */
export const MAILPIT_RELAY_VARIABLES: readonly string[] = [
  "MP_SMTP_RELAY_HOST",
  "MP_SMTP_RELAY_PORT",
  "MP_SMTP_RELAY_TLS",
  "MP_SMTP_RELAY_STARTTLS",
  "MP_SMTP_RELAY_ALLOW_INSECURE",
  "MP_SMTP_RELAY_AUTH",
  "MP_SMTP_RELAY_USERNAME",
  "MP_SMTP_RELAY_PASSWORD",
  "MP_SMTP_RELAY_SECRET",
];

/** Mailpit's relay: one server in several variables. Without MP_SMTP_RELAY_AUTH, a user logs in with what the server offers. */
export function readMailpitRelay(environment: NodeJS.ProcessEnv): OptionAssignments {
  const read = (name: string) => environment[`MP_SMTP_RELAY_${name}`] ?? "";
  if (read("HOST") === "") return [];
  const mechanism = readMechanism(read("AUTH"));
  const hasLogin = mechanism !== "none" && read("USERNAME") !== "";
  const query = new URLSearchParams();
  if (isSwitchedOn(read("STARTTLS"))) query.set("starttls", "required");
  if (isSwitchedOn(read("ALLOW_INSECURE"))) query.set("verify", "no");
  if (hasLogin && mechanism !== "") query.set("auth", mechanism);
  const url = formatRelayUrl({
    host: read("HOST"),
    port: read("PORT") || "25",
    user: hasLogin ? read("USERNAME") : "",
    password: read(mechanism === "cram-md5" ? "SECRET" : "PASSWORD"),
    secure: isSwitchedOn(read("TLS")),
    query,
  });
  return [["relay", url]];
}

function readMechanism(text: string): string {
  const mechanism = text.toLowerCase();
  if (mechanism === "false") return "none";
  return mechanism.startsWith("cram") ? "cram-md5" : mechanism;
}
