import { decodePercent } from "@mailglass/shared";
import type { ReleaseTarget } from "../mailbox/release.ts";

/** A server that mail may be released to. */
export interface Upstream extends ReleaseTarget {
  /** The name that MailHog's release uses. */
  readonly name: string;
  /** TLS from the first byte. Without it, STARTTLS is used if the server offers it. */
  readonly secure: boolean;
  /** Whether nothing is sent unless the server offers STARTTLS. */
  readonly requireStartTls: boolean;
  /** Whether the certificate of the server is verified. */
  readonly verify: boolean;
  /** Mechanism of the login, such as CRAM-MD5; null: what the server offers. */
  readonly mechanism: string | null;
  readonly user: string;
  readonly password: string;
  /** Suggested recipient; may be empty. */
  readonly email: string;
}

/**
 * Parses `smtp://user:password@host:587` or `smtps://…`, with `?name=` and `?email=` for MailHog's list, and
 * `?starttls=required`, `?verify=no` and `?auth=cram-md5` for the connection. Without a scheme it is `smtp`.
 *
 * @returns undefined if the text is anything else
 */
export function parseUpstream(text: string): Upstream | undefined {
  const url = URL.parse(text.includes("://") ? text : `smtp://${text}`);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === "") return undefined;
  const secure = url.protocol === "smtps:";
  const { starttls, verify, auth } = Object.fromEntries(url.searchParams);
  if (starttls !== undefined && (starttls !== "required" || secure)) return undefined;
  if (verify !== undefined && verify !== "no") return undefined;
  if (auth !== undefined && !/^(?:plain|login|cram-md5)$/i.test(auth)) return undefined;
  const port = url.port === "" ? (secure ? 465 : 25) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  return {
    name: url.searchParams.get("name") ?? `${host}:${port}`,
    host,
    port,
    secure,
    requireStartTls: starttls === "required",
    verify: verify !== "no",
    mechanism: auth?.toUpperCase() ?? null,
    user: decodePercent(url.username),
    password: decodePercent(url.password),
    email: url.searchParams.get("email") ?? "",
  };
}
