import { domainToASCII } from "node:url";
import type { FieldRange } from "../header-block.ts";
import { parseTagList, removeBlanks } from "./parse-tag-list.ts";

export type Canonicalization = "simple" | "relaxed";
export type SignatureAlgorithm = "rsa-sha256" | "rsa-sha1" | "ed25519-sha256";

/** A DKIM-Signature field (RFC 6376 §3.5) that can be checked. */
export interface DkimSignature {
  readonly field: FieldRange;
  /** d=, in A-labels and lower case. */
  readonly domain: string;
  /** s=, in A-labels and lower case. */
  readonly selector: string;
  readonly algorithm: SignatureAlgorithm;
  readonly canonicalization: { readonly header: Canonicalization; readonly body: Canonicalization };
  /** h=, in lower case, in its order. */
  readonly signedFields: readonly string[];
  /** bh=, as written but without blanks. */
  readonly bodyHash: string;
  /** b=, decoded. */
  readonly signature: Buffer;
  /** l=: number of signed bytes of the canonicalised body; null for all. */
  readonly bodyLength: number | null;
  /** x=: when the signature expires, in seconds since 1970; null for never. */
  readonly expiresAt: number | null;
}

/** What keeps a signature from being checked. */
export interface SignatureProblem {
  readonly field: FieldRange;
  /** `incomplete`: a required tag is missing. `malformed`: a tag cannot be read, or its value is not defined. */
  readonly kind: "incomplete" | "malformed";
  readonly problem: string;
}

const ALGORITHMS: readonly string[] = ["rsa-sha256", "rsa-sha1", "ed25519-sha256"] satisfies SignatureAlgorithm[];
const REQUIRED_TAGS = ["v", "a", "b", "bh", "d", "h", "s"];

/** Maximum bytes of a DKIM-Signature field that are read. */
const MAX_FIELD_BYTES = 64 * 1024;

/** Parses a DKIM-Signature field. */
export function parseSignature(raw: Buffer, field: FieldRange): DkimSignature | SignatureProblem {
  const malformed = (problem: string): SignatureProblem => ({ field, kind: "malformed", problem });
  const end = Math.min(field.valueEnd, field.valueStart + MAX_FIELD_BYTES);
  const tags = parseTagList(raw.toString("utf8", field.valueStart, end));
  if (tags === undefined) return malformed("it is not a list of tags, or has a tag twice");
  const missing = REQUIRED_TAGS.filter((name) => !tags.get(name));
  if (missing.length > 0) return { field, kind: "incomplete", problem: `no ${missing.join("=, ")}=` };

  const tag = (name: string) => removeBlanks(tags.get(name) ?? "");
  if (tag("v") !== "1") return malformed(`v=${tag("v")} instead of v=1`);
  const algorithm = tag("a").toLowerCase();
  if (!isAlgorithm(algorithm)) return malformed(`a=${tag("a")} is not a known algorithm`);
  const [header = "", body = "simple"] = (tag("c") || "simple").toLowerCase().split("/");
  if (!isCanonicalization(header) || !isCanonicalization(body)) return malformed(`c=${tag("c")} is not defined`);
  const domain = domainToASCII(tag("d")).toLowerCase();
  const selector = toAsciiSelector(tag("s"));
  if (domain === "" || selector === "") return malformed("d= or s= is not a domain name");
  // Without a domain it is @d= (RFC 6376 §3.5).
  const identity = domainToASCII(tag("i").replace(/^.*@/, "")).toLowerCase();
  if (identity !== "" && identity !== domain && !identity.endsWith(`.${domain}`))
    return malformed(`i=${tag("i")} is not of the domain d=${tag("d")}`);
  if (/[^A-Za-z0-9+/=]/.test(tag("b"))) return malformed("b= is not base64");
  const bodyLength = parseNumber(tag("l"));
  const expiresAt = parseNumber(tag("x"));
  if (bodyLength === undefined) return malformed(`l=${tag("l")} is not a number`);
  if (expiresAt === undefined) return malformed(`x=${tag("x")} is not a number`);
  return {
    field,
    domain,
    selector,
    algorithm,
    canonicalization: { header, body },
    signedFields: tag("h").toLowerCase().split(":"),
    bodyHash: tag("bh"),
    signature: Buffer.from(tag("b"), "base64"),
    bodyLength,
    expiresAt,
  };
}

const isAlgorithm = (name: string): name is SignatureAlgorithm => ALGORITHMS.includes(name);
const isCanonicalization = (name: string): name is Canonicalization => name === "simple" || name === "relaxed";

/** A selector may be a number, which `domainToASCII` alone would read as an IP address. */
function toAsciiSelector(selector: string): string {
  return domainToASCII(`${selector}.x`).toLowerCase().slice(0, -2);
}

/** Returns null if there is no value; undefined if it is not a number. */
function parseNumber(value: string): number | null | undefined {
  if (value === "") return null;
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
