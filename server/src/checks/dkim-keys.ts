import { Resolver } from "node:dns/promises";
import { readErrorCode } from "../base/error-message.ts";
import type { DkimKeyRecord } from "../mail/dkim/dkim-key.ts";
import type { FindDkimKeys } from "../mailbox/network-checks.ts";

export interface DnsOptions {
  /** Addresses of the DNS servers; by default those of the system. */
  readonly servers?: readonly string[];
  /** Time for all queries of one message together, in ms. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 2_000;
/** Maximum number of queries for one message. */
const MAX_QUERIES = 5;
/** Maximum number of cached answers. */
const MAX_CACHED = 200;
/** How long an answer is cached, in ms. */
const CACHE_TIME_MS = 10 * 60_000;
/** Maximum length of a record's text. */
const MAX_RECORD_LENGTH = 16 * 1024;

interface CachedKey {
  readonly expiresAt: number;
  readonly key: Promise<DkimKeyRecord>;
}

/** Creates a look-up of DKIM keys in DNS. It sends queries for TXT records below `_domainkey`, and no others. */
export function createDkimKeyLookup({ servers, timeoutMs = DEFAULT_TIMEOUT_MS }: DnsOptions = {}): FindDkimKeys {
  const cache = new Map<string, CachedKey>();

  function find(name: string, resolver: Resolver): Promise<DkimKeyRecord> {
    const cached = cache.get(name);
    if (cached !== undefined && cached.expiresAt > Date.now()) return cached.key;
    const key = queryKey(name, resolver);
    cache.delete(name);
    cache.set(name, { key, expiresAt: Date.now() + CACHE_TIME_MS });
    for (const oldest of cache.keys()) {
      if (cache.size <= MAX_CACHED) break;
      cache.delete(oldest);
    }
    // A server that did not answer may do so next time.
    void key.then(({ problem }) => problem !== null && problem !== NO_RECORD && cache.delete(name));
    return key;
  }

  return async function findDkimKeys(names) {
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
    if (servers !== undefined) resolver.setServers(servers);
    const timer = setTimeout(() => resolver.cancel(), timeoutMs);
    try {
      return await Promise.all(names.slice(0, MAX_QUERIES).map((name) => find(name, resolver)));
    } finally {
      clearTimeout(timer);
    }
  };
}

const NO_RECORD = "DNS has no TXT record of that name";

async function queryKey(name: string, resolver: Resolver): Promise<DkimKeyRecord> {
  const without = (problem: string): DkimKeyRecord => ({ name, source: "dns", text: null, problem });
  if (!isKeyName(name)) return without("that is not a valid name in DNS");
  try {
    const records = (await resolver.resolveTxt(name)).map((strings) => strings.join(""));
    const text = records.find((record) => /(?:^|;)\s*p\s*=/.test(record)) ?? records[0];
    if (text === undefined) return without(NO_RECORD);
    return { name, source: "dns", text: text.slice(0, MAX_RECORD_LENGTH), problem: null };
  } catch (error) {
    return without(describeFailure(readErrorCode(error)));
  }
}

/** Whether a name is a TXT record of DKIM: labels of letters, digits, hyphens and underscores, `_domainkey` among them. */
function isKeyName(name: string): boolean {
  return name.length <= 253 && /^(?:[a-z0-9_-]{1,63}\.)+_domainkey(?:\.[a-z0-9_-]{1,63})+$/i.test(name);
}

function describeFailure(code: string | undefined): string {
  switch (code) {
    case "ENOTFOUND":
    case "ENODATA":
      return NO_RECORD;
    case "ETIMEOUT":
    case "ECANCELLED":
      return "the DNS server did not answer in time";
    default:
      return `the DNS query failed (${code ?? "unknown error"})`;
  }
}
