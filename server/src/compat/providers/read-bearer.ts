/** Returns the token of an Authorization header of type Bearer (RFC 6750 §2.1); undefined if there is none. */
export function readBearer({ authorization = "" }: Readonly<Record<string, string>>): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}
