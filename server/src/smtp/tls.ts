import { createSecureContext, type SecureContext } from "node:tls";

/** A certificate and its key in PEM; or `"auto"`: a self-signed one is created in memory. */
export type TlsOptions = "auto" | { readonly cert: string | Buffer; readonly key: string | Buffer };

const DAYS_VALID = 825;

/** Creates the context for TLS handshakes; undefined without options. */
export async function createTlsContext(tls: TlsOptions | undefined): Promise<SecureContext | undefined> {
  if (tls === undefined) return undefined;
  return createSecureContext(tls === "auto" ? await generateCertificate() : { cert: tls.cert, key: tls.key });
}

/** Generates a certificate for localhost. The package is loaded on demand, because loading it is slow. */
async function generateCertificate(): Promise<{ cert: string; key: string }> {
  const { default: selfsigned } = await import("selfsigned");
  const now = Date.now();
  const generated = await selfsigned.generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    curve: "P-256",
    notBeforeDate: new Date(now - 24 * 3600_000),
    notAfterDate: new Date(now + DAYS_VALID * 24 * 3600_000),
    extensions: [
      { name: "basicConstraints", cA: false },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
        ],
      },
    ],
  });
  return { cert: generated.cert, key: generated.private };
}
