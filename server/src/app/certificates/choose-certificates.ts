import { createSecureContext } from "node:tls";
import type { Certificate } from "../../base/certificates/create-certificate.ts";
import { readErrorMessage } from "../../base/error-message.ts";
import { ConfigError } from "../../config/config-error.ts";
import type { Config } from "../../config/options.ts";
import { readOptionFile } from "../read-option-file.ts";
import { openServerCa } from "./open-server-ca.ts";

interface Certificates {
  readonly smtp: Certificate | undefined;
  readonly https: Certificate | undefined;
  /** Sentences for the log about the local CA. */
  readonly notices: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Returns the certificates that the options ask for: from files, or signed by the local CA.
 *
 * @throws {ConfigError} if a file or the CA cannot be used
 */
export async function chooseCertificates(config: Config): Promise<Certificates> {
  const smtp = await readPair("--tls", config.tlsCert, config.tlsKey);
  const https = await readPair("--https", config.httpsCert === "auto" ? null : config.httpsCert, config.httpsKey);
  const isSmtpIssued = smtp === undefined && config.tls === "auto";
  const isHttpsIssued = https === undefined && usesHttps(config);
  if (!isSmtpIssued && !isHttpsIssued) return { smtp, https, notices: [], warnings: [] };
  const { notices, warnings, ...issued } = await issueCertificate(config);
  return { smtp: isSmtpIssued ? issued : smtp, https: isHttpsIssued ? issued : https, notices, warnings };
}

/** Whether the page and API are available over HTTPS, on a port of its own or on the only one. */
export const usesHttps = ({ httpsPort, httpsCert }: Pick<Config, "httpsPort" | "httpsCert">): boolean =>
  httpsPort !== null || httpsCert !== null;

async function readPair(
  flag: "--tls" | "--https",
  certPath: string | null,
  keyPath: string | null,
): Promise<Certificate | undefined> {
  if (certPath === null || keyPath === null) return undefined;
  const cert = (await readOptionFile(`${flag}-cert`, certPath)).toString();
  const key = (await readOptionFile(`${flag}-key`, keyPath)).toString();
  try {
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (error) {
    throw new ConfigError(
      `${flag}-cert and ${flag}-key must be a certificate and its key in PEM (${readErrorMessage(error)}).`,
    );
  }
}

/** The certificate is valid for all names of the server that the CA may sign for. Its key exists only in memory. */
async function issueCertificate(config: Config): Promise<Certificate & Pick<Certificates, "notices" | "warnings">> {
  const { ca, common, configured } = await openServerCa(config);
  const [{ createOwnSubject, createServerCertificate }, { readPermittedNames }] = await Promise.all([
    import("../../base/certificates/create-certificate.ts"),
    import("../../base/certificates/read-permitted-names.ts"),
  ]);
  const isPermitted = readPermittedNames(ca.cert);
  const names = [...common, ...configured].filter(isPermitted);
  const leaf = await createServerCertificate(createOwnSubject(), names, ca);
  const excluded = configured.filter((name) => !isPermitted(name));
  return {
    // With the CA's certificate, a client that does not trust it can say which one it is.
    cert: leaf.cert + ca.cert,
    key: leaf.key,
    notices: ca.path === null ? [] : [`Certificates are signed by the local CA ${ca.path}.`],
    warnings: [
      ...(ca.path === null
        ? [
            `The local CA is temporary, because it cannot be stored (${ca.reason}). --state-dir names another directory.`,
          ]
        : []),
      ...(excluded.length === 0
        ? []
        : [
            `The local CA may not sign for ${excluded.join(", ")}: it was created without these names. Delete its directory to create another CA, which clients then have to trust.`,
          ]),
    ],
  };
}
