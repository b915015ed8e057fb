import type { Envelope } from "@mailglass/shared";

/** The envelope of a source that no client delivered, such as an upload or an enclosed message. */
export const EMPTY_ENVELOPE: Envelope = {
  greeting: null,
  helo: "",
  from: { address: "", parameters: [] },
  to: [],
  peer: { address: "", port: null },
  tls: null,
  auth: null,
};
