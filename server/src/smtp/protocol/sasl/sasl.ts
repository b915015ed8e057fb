import { type BinaryString, decodeUtf8 } from "../bytes/octets.ts";

/** Who may log in, and with what. */
export interface Accounts {
  /** Compares in constant time. */
  check(user: string, password: string): boolean;
  /** For mechanisms that never send the password; undefined where the user is not known. */
  passwordOf(user: string): string | undefined;
}

/** Cryptography that a host does natively; all in binary strings. */
export interface SaslCrypto {
  hmac(algorithm: "md5" | "sha256", key: BinaryString, data: BinaryString): BinaryString;
  sha256(data: BinaryString): BinaryString;
  pbkdf2(password: BinaryString, salt: BinaryString, iterations: number): BinaryString;
  /** Compares in constant time. */
  equal(a: BinaryString, b: BinaryString): boolean;
  /** Random printable ASCII without commas, angle brackets and blanks. */
  nonce(): string;
}

export interface SaslContext {
  readonly accounts: Accounts | undefined;
  readonly crypto: SaslCrypto;
  readonly hostname: string;
}

/** What a mechanism says to the client's last response. */
export type SaslStep =
  | { readonly type: "challenge"; readonly octets: BinaryString }
  /** The exchange is over; `secret` is what the client sent in clear, if anything. */
  | { readonly type: "done"; readonly user: string; readonly secret: string | null; readonly valid: boolean }
  | { readonly type: "malformed" };

/** A mechanism at work: called with each response, decoded. */
export interface SaslMechanism {
  /** What the server says where the client sent no initial response. */
  readonly prompt: BinaryString;
  /** False where the server has to speak first, so that an initial response makes no sense (RFC 4954 §4). */
  readonly acceptsInitialResponse: boolean;
  respond(response: BinaryString): SaslStep;
}

export const MALFORMED: SaslStep = { type: "malformed" };

/** The end of an exchange in which the client sent its password, or token, in clear. */
export function finishPlaintextExchange(context: SaslContext, user: BinaryString, secret: BinaryString): SaslStep {
  const name = decodeUtf8(user);
  const password = decodeUtf8(secret);
  if (name === undefined || password === undefined || name === "") return MALFORMED;
  const valid = context.accounts?.check(name, password) ?? true;
  return { type: "done", user: name, secret: password, valid };
}
