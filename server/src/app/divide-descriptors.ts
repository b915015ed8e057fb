/** File descriptors reserved for everything else: open files, refused connections, DNS lookups. */
const RESERVED_DESCRIPTORS = 8;
/** At most this many descriptors are set aside for HTTP connections. */
const MAX_HTTP_CONNECTIONS = 1000;

export interface ConnectionLimits {
  /** Maximum simultaneous SMTP connections. */
  readonly smtp: number;
  /** Maximum simultaneous HTTP connections. */
  readonly http: number;
}

/**
 * Divides the available file descriptors between SMTP and HTTP, so that neither can use all of them. An SMTP
 * connection above the limit is refused with 421 while the process still has a descriptor to do so.
 *
 * @param free number of descriptors that can still be opened
 * @param wanted number of SMTP connections requested
 */
export function divideDescriptors(free: number, wanted: number): ConnectionLimits {
  const available = Math.max(2, free - RESERVED_DESCRIPTORS);
  const http = Math.max(1, Math.min(MAX_HTTP_CONNECTIONS, Math.trunc(available / 2)));
  return { smtp: Math.max(1, Math.min(wanted, available - http)), http };
}
