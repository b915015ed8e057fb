import { ConfigError } from "../config-error.ts";
import { isSwitchedOn } from "./is-switched-on.ts";
import { formatRelayUrl } from "./mailhog-outgoing.ts";
import { readMailpitRelayFile } from "./mailpit-relay-file.ts";
import type { OptionAssignments } from "./option-assignments.ts";

/** The variables that together describe Mailpit's relay. Others that concern it are in `settings.ts`. */
export const MAILPIT_RELAY_VARIABLES: readonly string[] = [
  "MP_SMTP_RELAY_CONFIG",
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

/** The options of the relay besides its server, by the names of their variables. */
const OTHER_OPTIONS = [
  ["RETURN_PATH", "relayFrom"],
  ["OVERRIDE_FROM", "relayHeaderFrom"],
  ["SUBJECT_PREFIX", "relaySubjectPrefix"],
  ["ALLOWED_RECIPIENTS", "relayAllow"],
  ["BLOCKED_RECIPIENTS", "relayBlock"],
] as const;

/**
 * Mailpit's relay: one server in several variables, or in a file, which takes precedence. Without a mechanism, a user logs in
 * with what the server offers.
 *
 * @throws {ConfigError} if the file is not valid
 */
export function readMailpitRelay(environment: NodeJS.ProcessEnv): OptionAssignments {
  const path = environment["MP_SMTP_RELAY_CONFIG"] ?? "";
  const file = path === "" ? undefined : readMailpitRelayFile(path);
  const read = (name: string) => file?.get(name) ?? environment[`MP_SMTP_RELAY_${name}`] ?? "";
  if (read("HOST") === "") {
    if (file === undefined) return [];
    throw new ConfigError(`${path}: host is missing, the name of the server.`);
  }
  if (file !== undefined) checkLogin(path, read);
  const others = OTHER_OPTIONS.flatMap(([name, option]) => {
    const text = file?.get(name);
    return text === undefined ? [] : [[option, text] as const];
  });
  return [["relay", formatServer(read)], ...others];
}

/** As in Mailpit, a mechanism needs both a name and a password. */
function checkLogin(path: string, read: (name: string) => string): void {
  const mechanism = readMechanism(read("AUTH"));
  if (mechanism === "" || mechanism === "none") return;
  if (!["plain", "login", "cram-md5"].includes(mechanism))
    throw new ConfigError(`${path}: auth must be none, plain, login or cram-md5, not “${read("AUTH")}”.`);
  const password = mechanism === "cram-md5" ? "secret" : "password";
  for (const field of ["username", password])
    if (read(field.toUpperCase()) === "") throw new ConfigError(`${path}: auth: ${mechanism} needs ${field}.`);
}

function formatServer(read: (name: string) => string): string {
  const mechanism = readMechanism(read("AUTH"));
  const hasLogin = mechanism !== "none" && read("USERNAME") !== "";
  const query = new URLSearchParams();
  if (isSwitchedOn(read("STARTTLS"))) query.set("starttls", "required");
  if (isSwitchedOn(read("ALLOW_INSECURE"))) query.set("verify", "no");
  if (hasLogin && mechanism !== "") query.set("auth", mechanism);
  return formatRelayUrl({
    host: read("HOST"),
    port: read("PORT") || "25",
    user: hasLogin ? read("USERNAME") : "",
    password: read(mechanism === "cram-md5" ? "SECRET" : "PASSWORD"),
    secure: isSwitchedOn(read("TLS")),
    query,
  });
}

function readMechanism(text: string): string {
  const mechanism = text.toLowerCase();
  if (mechanism === "false") return "none";
  return mechanism.startsWith("cram") ? "cram-md5" : mechanism;
}
