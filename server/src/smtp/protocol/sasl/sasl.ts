import { type BinaryString, decodeUtf8 } from "../bytes/octets.ts";

/** User names and passwords. */
export interface Accounts {
  /** Compares in constant time. */
  check(user: string, password: string): boolean;
  /** For mechanisms that do not send the password. Returns undefined if the user is unknown. */
  passwordOf(user: string): string | undefined;
}

/** Cryptographic functions of the host, on binary strings. */
export interface SaslCrypto {
  hmac(algorithm: "md5" | "sha256", key: BinaryString, data: BinaryString): BinaryString;
  sha256(data: BinaryString): BinaryString;
  pbkdf2(password: BinaryString, salt: BinaryString, iterations: number): BinaryString;
  /** Compares in constant time. */
  equal(a: BinaryString, b: BinaryString): boolean;
  /** Returns random printable ASCII without commas, angle brackets and spaces. */
  nonce(): string;
}

export interface SaslContext {
  readonly accounts: Accounts | undefined;
  readonly crypto: SaslCrypto;
  readonly hostname: string;
}

/** The result of a mechanism for the client's last response. */
export type SaslStep =
  | { readonly type: "challenge"; readonly octets: BinaryString }
  /** The exchange is complete. `secret` is the password or token if the client sent it in plain text, else null. */
  | { readonly type: "done"; readonly user: string; readonly secret: string | null; readonly valid: boolean }
  /** `shape` says how the response differs from what the mechanism requires, without any of its content. */
  | { readonly type: "malformed"; readonly shape: string };

/** The state of one exchange. `respond` is called with each decoded response. */
export interface SaslMechanism {
  /** The first challenge, if the client sends no initial response. */
  readonly prompt: BinaryString;
  /** False if the server sends the first message, so that an initial response is an error (RFC 4954 §4). */
  readonly acceptsInitialResponse: boolean;
  respond(response: BinaryString): SaslStep;
}

/** The result for a response that does not have the form of its mechanism. `shape` must not contain the secret. */
export function malformed(shape: string): SaslStep {
  return { type: "malformed", shape };
}

/** Completes an exchange in which the client sent its password or token in plain text. */
export function finishPlaintextExchange(context: SaslContext, user: BinaryString, secret: BinaryString): SaslStep {
  const name = decodeUtf8(user);
  const password = decodeUtf8(secret);
  if (name === undefined || password === undefined) return malformed("the user or the secret is not UTF-8");
  if (name === "") return malformed("the user is empty");
  const valid = context.accounts?.check(name, password) ?? true;
  return { type: "done", user: name, secret: password, valid };
}
