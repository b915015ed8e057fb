/** File descriptors for what is neither: files that are read, refused connections, lookups of names. */
const RESERVED_DESCRIPTORS = 8;
/** The largest number of HTTP connections that descriptors are kept for. */
const MAX_HTTP_CONNECTIONS = 1000;

export interface ConnectionLimits {
  /** SMTP connections at once. */
  readonly smtp: number;
  /** HTTP connections at once. */
  readonly http: number;
}

/**
 * Divides the file descriptors that are left between SMTP and HTTP, so that neither can take all of them. An SMTP connection too
 * many is then refused with 421, while the process still has the descriptor to do so.
 *
 * @param free descriptors that may still be opened
 * @param wanted SMTP connections that are asked for
 */
export function divideDescriptors(free: number, wanted: number): ConnectionLimits {
  const available = Math.max(2, free - RESERVED_DESCRIPTORS);
  const http = Math.max(1, Math.min(MAX_HTTP_CONNECTIONS, Math.trunc(available / 2)));
  return { smtp: Math.max(1, Math.min(wanted, available - http)), http };
}
