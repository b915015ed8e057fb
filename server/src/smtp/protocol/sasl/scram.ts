import { decodeUtf8, encodeUtf8 } from "../bytes/octets.ts";
import { malformed, type SaslContext, type SaslMechanism, type SaslStep } from "./sasl.ts";

const PBKDF2_ITERATIONS = 4096;

/** SCRAM-SHA-256 (RFC 5802, RFC 7677): both sides prove that they know the password, without sending it. */
export function scramSha256Mechanism(context: SaslContext): SaslMechanism {
  const { crypto } = context;
  const salt = crypto.nonce();
  let clientFirst: ClientFirst | undefined;
  let serverFirst = "";
  let outcome: SaslStep | undefined;

  function begin(message: string): SaslStep {
    clientFirst = parseClientFirst(message);
    if (clientFirst === undefined) return malformed("SCRAM does not begin with n,,n=user,r=nonce");
    serverFirst = `r=${clientFirst.nonce}${crypto.nonce()},s=${btoa(salt)},i=${PBKDF2_ITERATIONS}`;
    return { type: "challenge", octets: serverFirst };
  }

  function finish(first: ClientFirst, message: string): SaslStep {
    const parts = /^(?<bare>c=(?<binding>[^,]*),(?<nonce>r=[^,]*)(?:,.*)?),p=(?<proof>[A-Za-z0-9+/=]*)$/.exec(
      message,
    )?.groups;
    if (parts === undefined || parts["binding"] !== btoa(first.header))
      return malformed("the second message of SCRAM is not c=binding,r=nonce,p=proof");
    if (parts["nonce"] !== serverFirst.slice(0, serverFirst.indexOf(",")))
      return malformed("SCRAM does not repeat the nonce of the server");
    const password = context.accounts?.passwordOf(first.user);
    const salted = crypto.pbkdf2(encodeUtf8(password ?? crypto.nonce()), salt, PBKDF2_ITERATIONS);
    const clientKey = crypto.hmac("sha256", salted, "Client Key");
    const auth = `${first.bare},${serverFirst},${parts["bare"] ?? ""}`;
    const proof = btoa(xorOctets(clientKey, crypto.hmac("sha256", crypto.sha256(clientKey), auth)));
    const valid = crypto.equal(proof, parts["proof"] ?? "") && password !== undefined;
    outcome = { type: "done", user: first.user, secret: null, valid };
    if (!valid) return outcome;
    // RFC 5802 §5.1: the server's signature is one more challenge, which the client answers with an empty response.
    const signature = crypto.hmac("sha256", crypto.hmac("sha256", salted, "Server Key"), auth);
    return { type: "challenge", octets: `v=${btoa(signature)}` };
  }

  return {
    prompt: "",
    acceptsInitialResponse: true,
    respond(response) {
      if (outcome !== undefined)
        return response === "" ? outcome : malformed("the last response of SCRAM is not empty");
      return clientFirst === undefined ? begin(response) : finish(clientFirst, response);
    },
  };
}

interface ClientFirst {
  /** The GS2 header, which the client's final message repeats in base64. */
  readonly header: string;
  readonly bare: string;
  readonly user: string;
  readonly nonce: string;
}

/** Parses `n,,n=user,r=nonce`. Channel binding is not offered. */
function parseClientFirst(message: string): ClientFirst | undefined {
  const groups = /^(?<header>[ny],(?:a=[^,]*)?,)(?<bare>n=(?<user>[^,]+),r=(?<nonce>[!-+\--~]+)(?:,.*)?)$/.exec(
    message,
  )?.groups;
  const user = decodeUtf8(groups?.["user"] ?? "")
    ?.replace(/=2C/g, ",")
    .replace(/=3D/g, "=");
  if (groups === undefined || user === undefined) return undefined;
  return { header: groups["header"] ?? "", bare: groups["bare"] ?? "", user, nonce: groups["nonce"] ?? "" };
}

function xorOctets(a: string, b: string): string {
  return Array.from(a, (octet, index) => String.fromCharCode(octet.charCodeAt(0) ^ b.charCodeAt(index))).join("");
}
