/** File descriptors for what is neither: files that are read, refused connections, lookups of names. */
const OTHERS = 8;
/** The largest number of HTTP connections that descriptors are kept for. */
const MAX_HTTP = 1000;

export interface SharedDescriptors {
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
export function shareDescriptors(free: number, wanted: number): SharedDescriptors {
  const left = Math.max(2, free - OTHERS);
  const http = Math.max(1, Math.min(MAX_HTTP, Math.trunc(left / 2)));
  return { smtp: Math.max(1, Math.min(wanted, left - http)), http };
}
