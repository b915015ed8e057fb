import { createSecureContext, type SecureContext } from "node:tls";

/** A certificate and its key, in PEM; or `"auto"`: one made in memory. */
export type TlsOptions = "auto" | { readonly cert: string | Buffer; readonly key: string | Buffer };

const DAYS_VALID = 825;

/** What a TLS handshake needs; undefined where there is no certificate. */
export async function createTlsContext(tls: TlsOptions | undefined): Promise<SecureContext | undefined> {
  if (tls === undefined) return undefined;
  return createSecureContext(tls === "auto" ? await generateCertificate() : { cert: tls.cert, key: tls.key });
}

/** A certificate for localhost. The package that makes it takes long to load, so it is loaded only here. */
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
