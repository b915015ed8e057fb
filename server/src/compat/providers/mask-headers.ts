import { truncateText } from "../../base/truncate-text.ts";

/** Header fields that carry credentials, or may. */
const SECRET_HEADERS = new Set([
  "api-key",
  "api-token",
  "authorization",
  "cookie",
  "proxy-authorization",
  "x-api-key",
  "x-amz-security-token",
  "x-postmark-server-token",
]);

/** Maximum header fields that are kept, and characters of each. */
const MAX_HEADERS = 50;
const MAX_VALUE_LENGTH = 300;

/** Returns the header fields of a request for display. Of a credential, only its scheme is left. */
export function maskHeaders(headers: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(headers)
    .slice(0, MAX_HEADERS)
    .map(([name, value]) => ({
      name,
      value: SECRET_HEADERS.has(name) ? maskValue(value) : truncateText(value, MAX_VALUE_LENGTH),
    }));
}

function maskValue(value: string): string {
  const [, scheme = ""] = /^(Basic|Bearer|AWS4-HMAC-SHA256) /i.exec(value) ?? [];
  return `${scheme} ***`.trim();
}
