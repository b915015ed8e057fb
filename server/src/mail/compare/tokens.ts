/** A word, a run of blanks or a sign of a text. */
export interface TextToken {
  readonly text: string;
  /** Equal for tokens that count as equal. */
  readonly key: string;
}

/** The key of what differs in every message: tokens, ids, time stamps, codes. */
export const IGNORED_KEY = "\0ignored";

/*
 * In this order: a UUID, a JSON Web Token, a word with the signs that tokens in links have, blanks, another sign.
 */
const TOKEN_PATTERN =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)?|[\p{L}\p{N}\p{M}_]+(?:[-_][\p{L}\p{N}\p{M}_]+)*|\s+|[^\s]/giu;

/**
 * Splits a text into tokens.
 *
 * @param codes one-time codes of the message, which count as equal to those of the other
 */
export function tokenize(text: string, codes: ReadonlySet<string>): TextToken[] {
  return (text.match(TOKEN_PATTERN) ?? []).map((token) => ({ text: token, key: keyOf(token, codes) }));
}

function keyOf(token: string, codes: ReadonlySet<string>): string {
  if (/^\s/.test(token)) return token.includes("\n") ? "\n" : " ";
  return codes.has(token) || isRandom(token) ? IGNORED_KEY : token;
}

/** Whether a word looks like one that is different in every message. */
function isRandom(token: string): boolean {
  if (token.length < 10) return false;
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(token) || token.startsWith("eyJ")) return true;
  // A time stamp in seconds or milliseconds, from 2017 to 2033.
  if (/^1[5-9]\d{8}(?:\d{3})?$/.test(token)) return true;
  if (token.length < 16) return false;
  const digits = token.replace(/\D/g, "").length;
  if (digits < 2) return false;
  if (/^[0-9a-f]+$/i.test(token)) return true;
  const hasBothCases = /[a-z]/.test(token) && /[A-Z]/.test(token);
  return hasBothCases || (token.length >= 20 && digits >= 4 && !/[-_]/.test(token));
}
