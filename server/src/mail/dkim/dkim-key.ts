/** A key that signatures are checked with. It is plain data, so that it can be sent to the worker. */
export interface DkimKeyRecord {
  /** Name of its TXT record: `selector._domainkey.domain`, in lower case. */
  readonly name: string;
  readonly source: "given" | "dns";
  /** Text of the TXT record, or PEM; null if there is none. */
  readonly text: string | null;
  /** Why there is no text. */
  readonly problem: string | null;
}

/** Returns the name of the TXT record with a signature's key (RFC 6376 §3.6.2.1). */
export function keyNameOf({ domain, selector }: { readonly domain: string; readonly selector: string }): string {
  return `${selector}._domainkey.${domain}`;
}
