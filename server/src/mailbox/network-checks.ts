import type { Envelope, LinkStatus, SpamResult } from "@mailglass/shared";
import type { Chunks } from "../mail/chunks.ts";
import type { DkimKeyRecord } from "../mail/dkim/dkim-key.ts";

/** A message as a spam filter needs it. */
export interface SpamSource {
  /** Size of the source, in bytes. */
  readonly size: number;
  readonly envelope: Envelope;
  chunks(): Chunks;
}

/** Sends a message to a spam filter. Never rejects: `error` of the result says what failed. */
export type SpamFilter = (message: SpamSource, signal?: AbortSignal) => Promise<SpamResult>;

/**
 * Requests links and returns their answers, in the same order. Never rejects.
 *
 * @param follow whether redirects are followed
 */
export type CheckLinks = (
  urls: readonly string[],
  options: { readonly follow: boolean; readonly signal?: AbortSignal | undefined },
) => Promise<LinkStatus[]>;

/** Returns the keys of these TXT records, from DNS. Never rejects: `problem` of a key says what failed. */
export type FindDkimKeys = (names: readonly string[]) => Promise<DkimKeyRecord[]>;

/** The checks that need the network, as far as they are enabled, and the keys that the operator has given. */
export interface NetworkChecks {
  /** Keys of `--dkim-key`. */
  readonly givenKeys: readonly DkimKeyRecord[];
  /** null without `--check-dns`. */
  readonly findDkimKeys: FindDkimKeys | null;
  /** null without `--spamassassin`. */
  readonly spamassassin: SpamFilter | null;
  /** null without `--rspamd`. */
  readonly rspamd: SpamFilter | null;
  /** null without `--check-links`. */
  readonly checkLinks: CheckLinks | null;
}

/** No check is enabled. */
export const NO_NETWORK_CHECKS: NetworkChecks = {
  givenKeys: [],
  findDkimKeys: null,
  spamassassin: null,
  rspamd: null,
  checkLinks: null,
};
