import { readFileSync } from "node:fs";
import { isMap, isScalar, parseDocument } from "yaml";
import { ConfigError } from "../config-error.ts";

/** The fields of Mailpit's file for its relay, with the variable of the same meaning: without `MP_SMTP_RELAY_`. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ["host", "HOST"],
  ["port", "PORT"],
  ["starttls", "STARTTLS"],
  ["tls", "TLS"],
  ["allow-insecure", "ALLOW_INSECURE"],
  ["auth", "AUTH"],
  ["username", "USERNAME"],
  ["password", "PASSWORD"],
  ["secret", "SECRET"],
  ["return-path", "RETURN_PATH"],
  ["override-from", "OVERRIDE_FROM"],
  ["subject-prefix", "SUBJECT_PREFIX"],
  // The older name of the next; if both are given, the newer counts.
  ["recipient-allowlist", "ALLOWED_RECIPIENTS"],
  ["allowed-recipients", "ALLOWED_RECIPIENTS"],
  ["blocked-recipients", "BLOCKED_RECIPIENTS"],
  // Without effect: see `settings.ts`.
  ["preserve-message-ids", "PRESERVE_MESSAGE_IDS"],
  ["forward-smtp-errors", "FWD_SMTP_ERRORS"],
]);

const SWITCHES = new Set(["starttls", "tls", "allow-insecure", "preserve-message-ids", "forward-smtp-errors"]);

/**
 * Reads Mailpit's YAML file for its relay (`MP_SMTP_RELAY_CONFIG`). Returns its values by the names in `FIELDS`.
 *
 * @throws {ConfigError} that names the file and the field
 */
export function readMailpitRelayFile(path: string): ReadonlyMap<string, string> {
  const fields = parseFields(path);
  const values = new Map<string, string>();
  for (const [field, name] of FIELDS) {
    const text = fields.get(field);
    if (text !== undefined) values.set(name, text);
  }
  return values;
}

function parseFields(path: string): ReadonlyMap<string, string> {
  const document = parseDocument(readFile(path));
  const [error] = document.errors;
  if (error !== undefined)
    throw new ConfigError(`The relay configuration ${path} is not YAML: ${firstLine(error.message)}`);
  const { contents } = document;
  if (!isMap(contents))
    throw new ConfigError(`The relay configuration ${path} must hold fields, such as “host: smtp.example.com”.`);
  const fields = new Map<string, string>();
  for (const { key, value } of contents.items) {
    const field = String(key);
    if (!FIELDS.has(field))
      throw new ConfigError(`${path}: there is no field “${field}”. There are: ${[...FIELDS.keys()].join(", ")}.`);
    const text = readText(value);
    if (text === undefined) throw new ConfigError(`${path}: ${field} must be a single value.`);
    if (SWITCHES.has(field) && !/^(?:true|false)?$/i.test(text))
      throw new ConfigError(`${path}: ${field} must be true or false, not “${text}”.`);
    if (field === "port" && !/^\d*$/.test(text))
      throw new ConfigError(`${path}: port must be a number, not “${text}”.`);
    if (text !== "") fields.set(field, text);
  }
  return fields;
}

/** A number is read as it is written: the password `0042` is not 42. Null is no value. */
function readText(node: unknown): string | undefined {
  if (node === null) return "";
  if (!isScalar(node)) return undefined;
  const { value, source } = node;
  if (value === null) return "";
  return typeof value === "string" ? value : source;
}

function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(`The relay configuration ${path} cannot be read: ${(error as Error).message}`);
  }
}

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";
