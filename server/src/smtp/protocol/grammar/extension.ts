/** The service extensions that the engine implements (RFC 5321 §2.2). */
export const EXTENSIONS = [
  /** RFC 2920 */
  "PIPELINING",
  /** RFC 1870 */
  "SIZE",
  /** RFC 6152 */
  "8BITMIME",
  /** RFC 6531 */
  "SMTPUTF8",
  /** RFC 2034 */
  "ENHANCEDSTATUSCODES",
  /** RFC 3030 */
  "CHUNKING",
  "BINARYMIME",
  /** RFC 3461 */
  "DSN",
  /** RFC 3207 */
  "STARTTLS",
  /** RFC 4954 */
  "AUTH",
  /** RFC 9422 */
  "LIMITS",
  /** RFC 5321 §4.1.1.8 */
  "HELP",
] as const;

export type Extension = (typeof EXTENSIONS)[number];

/** Finds an extension by its name, in any case. Returns undefined if it is unknown. */
export function findExtension(name: string): Extension | undefined {
  const upper = name.toUpperCase();
  return EXTENSIONS.find((extension) => extension === upper);
}
