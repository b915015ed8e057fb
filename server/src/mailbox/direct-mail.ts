import type { Envelope, Finding, ProviderRequest } from "@mailglass/shared";
import type { IncomingMail } from "./mailbox.ts";

/** A message that an HTTP client hands over. */
export interface DirectMail {
  readonly raw: Uint8Array;
  /** Reverse-path and forward-paths. */
  readonly from: string;
  readonly to: readonly string[];
  readonly peer: Envelope["peer"];
  /** The user, if the client named one. */
  readonly auth?: Envelope["auth"];
  readonly tags?: readonly string[] | undefined;
  /** How it arrived: `http`, `import` or the name of a provider. */
  readonly source: string;
  readonly findings?: readonly Finding[];
  readonly request?: ProviderRequest;
  /** Estimated heap size of envelope, findings and request, in bytes. */
  readonly heapBytes?: number;
}

/** Creates the mail of a client that does not speak SMTP: it has an envelope, but no session. It is received now. */
export function createDirectMail(mail: DirectMail): IncomingMail {
  const { raw, from, to, peer, auth = null, tags, source, findings = [], request, heapBytes } = mail;
  return {
    raw: [raw],
    size: raw.length,
    envelope: { greeting: null, helo: "", from: toPath(from), to: to.map(toPath), peer, tls: null, auth },
    sessionId: null,
    receivedAt: Date.now(),
    findings,
    source,
    request,
    ...(heapBytes === undefined ? {} : { heapBytes }),
    ...(tags === undefined ? {} : { tags }),
  };
}

const toPath = (address: string) => ({ address, parameters: [] });
