import { createPrivateKey, KeyObject, randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from "@peculiar/asn1-x509";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

// Import this file on demand: loading the packages is slow.

/** A certificate and its private key, both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Subject {
  readonly commonName: string;
  /** Default: yesterday, because the clocks of clients may be slow. */
  readonly notBefore?: Date;
  readonly notAfter: Date;
}

/** What an authority may issue certificates for. */
export interface PermittedNames {
  /** Each includes the names below it. */
  readonly dnsNames: readonly string[];
  /** In CIDR notation. */
  readonly networks: readonly string[];
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 24 * 3600_000;

/** Returns the date in so many days. */
export const addDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

/** Browsers accept no certificate that is valid for longer. */
const SERVER_DAYS_VALID = 825;

/** The subject of the certificates of this server. */
export const createOwnSubject = (): Subject => ({ commonName: "localhost", notAfter: addDays(SERVER_DAYS_VALID) });

/**
 * Creates the certificate of a server, and its key.
 *
 * @param names DNS names and IP addresses for which it is valid
 * @param issuer signs it; without one it is self-signed
 */
export async function createServerCertificate(
  subject: Subject,
  names: readonly string[],
  issuer?: Certificate,
): Promise<Certificate> {
  return createCertificate(subject, issuer, [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(
      names.map((value) => ({ type: isIP(value) === 0 ? ("dns" as const) : ("ip" as const), value })),
    ),
  ]);
}

/** Creates the certificate of an authority that may only issue certificates of servers with the permitted names. */
export async function createAuthority(subject: Subject, permitted: PermittedNames): Promise<Certificate> {
  return createCertificate(subject, undefined, [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    new Extension(id_ce_nameConstraints, true, AsnConvert.serialize(toNameConstraints(permitted))),
  ]);
}

/** RFC 5280 §4.2.1.10. */
function toNameConstraints({ dnsNames, networks }: PermittedNames): NameConstraints {
  const bases = [
    ...dnsNames.map((name) => new GeneralName({ dNSName: name })),
    ...networks.map((network) => new GeneralName({ iPAddress: network })),
  ];
  return new NameConstraints({
    permittedSubtrees: new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base }))),
  });
}

async function createCertificate(
  { commonName, notBefore, notAfter }: Subject,
  issuer: Certificate | undefined,
  extensions: readonly Extension[],
): Promise<Certificate> {
  const { privateKey, publicKey } = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const issuerCertificate = issuer && new X509Certificate(issuer.cert);
  const name = [{ CN: [commonName] }];
  const certificate = await X509CertificateGenerator.create(
    {
      // Positive, and of at most 20 bytes (RFC 5280 §4.1.2.2).
      serialNumber: `00${randomBytes(16).toString("hex")}`,
      subject: name,
      issuer: issuerCertificate?.subjectName ?? name,
      notBefore: notBefore ?? addDays(-1),
      notAfter,
      signingAlgorithm: ALGORITHM,
      publicKey,
      signingKey: issuer === undefined ? privateKey : await importKey(issuer.key),
      extensions: [
        ...extensions,
        await SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
        await AuthorityKeyIdentifierExtension.create(issuerCertificate?.publicKey ?? publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  const key = KeyObject.from(privateKey).export({ type: "pkcs8", format: "pem" });
  return { cert: `${certificate.toString("pem")}\n`, key: key.toString() };
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  return createPrivateKey(pem).toCryptoKey(ALGORITHM, false, ["sign"]);
}
