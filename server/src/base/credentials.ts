/** A user with a password or the hash of one. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Splits `USER:PASS` at its first colon. Returns undefined if there is none. */
export function splitCredentials(text: string): Credentials | undefined {
  const colon = text.indexOf(":");
  return colon === -1 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * Reads an Authorization header of HTTP Basic (RFC 7617): base64 with its padding (RFC 4648 §4) of UTF-8 text. Returns
 * undefined for anything else; `Buffer.from` alone would skip characters that are not base64.
 */
export function parseBasicCredentials(header: string): Credentials | undefined {
  const [, token = ""] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header) ?? [];
  const bytes = Buffer.from(token, "base64");
  const text = bytes.toString("utf8");
  if (bytes.toString("base64") !== token || !Buffer.from(text).equals(bytes)) return undefined;
  return splitCredentials(text);
}
