import { X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";

/** A certificate and its key in PEM; or `"auto"`: a self-signed one is created in memory. */
export type TlsOptions = "auto" | { readonly cert: string | Buffer; readonly key: string | Buffer };

/** What TLS handshakes need, and the names for which the certificate is valid. */
export interface TlsContext {
  readonly secureContext: SecureContext;
  readonly certificateNames: readonly string[];
}

/** Creates the context for TLS handshakes; undefined without options. */
export async function createTlsContext(tls: TlsOptions | undefined): Promise<TlsContext | undefined> {
  if (tls === undefined) return undefined;
  const { cert, key } = tls === "auto" ? await generateCertificate() : tls;
  return { secureContext: createSecureContext({ cert, key }), certificateNames: readCertificateNames(cert) };
}

/** Returns the DNS names and IP addresses of a certificate in PEM. */
function readCertificateNames(cert: string | Buffer): string[] {
  const { subjectAltName = "" } = new X509Certificate(cert);
  return Array.from(
    subjectAltName.matchAll(/(?:DNS|IP Address):(?<name>[^,\s]+)/g),
    ({ groups }) => groups?.["name"] ?? "",
  );
}

/** Generates a certificate for localhost. */
async function generateCertificate(): Promise<{ cert: string; key: string }> {
  const { createOwnSubject, createServerCertificate } = await import("../base/certificates/create-certificate.ts");
  return createServerCertificate(createOwnSubject(), ["localhost", "127.0.0.1", "::1"]);
}
