import { decodeUtf8, encodeUtf8 } from "../bytes/octets.ts";
import { malformed, type SaslContext, type SaslMechanism } from "./sasl.ts";

/** CRAM-MD5 (RFC 2195): the client answers a challenge with its user name and the HMAC-MD5 of the challenge, keyed by the password. */
export function cramMd5Mechanism({ accounts, crypto, hostname }: SaslContext): SaslMechanism {
  const challenge = `<${crypto.nonce()}@${hostname}>`;
  return {
    prompt: challenge,
    acceptsInitialResponse: false,
    respond(response) {
      const space = response.lastIndexOf(" ");
      const user = decodeUtf8(response.slice(0, Math.max(space, 0)));
      const digest = response.slice(space + 1).toLowerCase();
      if (user === undefined || user === "" || !/^[0-9a-f]{32}$/.test(digest))
        return malformed("CRAM-MD5 is a user, a space and 32 hexadecimal digits");
      if (accounts === undefined) return { type: "done", user, secret: null, valid: true };
      // An unknown user is computed too, so that response times do not reveal which users exist.
      const password = accounts.passwordOf(user);
      const expected = toHex(crypto.hmac("md5", encodeUtf8(password ?? crypto.nonce()), challenge));
      return { type: "done", user, secret: null, valid: crypto.equal(expected, digest) && password !== undefined };
    },
  };
}

function toHex(octets: string): string {
  return Array.from(octets, (octet) => octet.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
