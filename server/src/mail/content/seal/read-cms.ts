import { X509Certificate } from "node:crypto";
import type { Seal, SealKey } from "@mailglass/shared";
import {
  ContentInfo,
  EnvelopedData,
  type IssuerAndSerialNumber,
  SignedData,
  type SignerInfo,
} from "@peculiar/asn1-cms";
import { AsnConvert } from "@peculiar/asn1-schema";
import { readErrorMessage } from "../../../base/error-message.ts";
import { copyStart, truncateText } from "../../../base/truncate-text.ts";
import { readBodyText } from "../../body-text.ts";
import { EMPTY_ENVELOPE } from "../../empty-envelope.ts";
import { parseMail } from "../../parsed-mail.ts";
import { createSeal } from "./seal-summary.ts";

/*
 * Reads S/MIME (RFC 8551), that is CMS (RFC 5652), without verifying it: who signed, by the certificates that are included, and
 * for whom content is encrypted. The type in the data counts; `smime-type` may be missing or wrong.
 */

const MAX_KEYS = 20;
const MAX_CERTIFICATES = 50;
/** Maximum length of enclosed text, in UTF-16 code units. */
const MAX_TEXT_LENGTH = 20_000;

const TYPES = {
  signed: "1.2.840.113549.1.7.2",
  enveloped: "1.2.840.113549.1.7.3",
  compressed: "1.2.840.113549.1.9.16.1.9",
  authEnveloped: "1.2.840.113549.1.9.16.1.23",
} as const;
const SIGNING_TIME = "1.2.840.113549.1.9.5";

/** @param kind what the container says it is; the data may say otherwise */
export function readCms(bytes: Buffer, kind: Seal["kind"]): Seal {
  try {
    const { contentType, content } = AsnConvert.parse(bytes, ContentInfo);
    switch (contentType) {
      case TYPES.signed:
        return readSigned(AsnConvert.parse(content, SignedData));
      case TYPES.enveloped:
        return readEnveloped(AsnConvert.parse(content, EnvelopedData));
      case TYPES.compressed:
        return createSeal({ system: "S/MIME", kind: "compressed" });
      case TYPES.authEnveloped:
        return createSeal({ system: "S/MIME", kind: "encrypted", algorithms: ["authenticated encryption"] });
      default:
        return createSeal({ system: "S/MIME", kind, error: `Its type is unknown: ${contentType}` });
    }
  } catch (error) {
    const reason = truncateText(`Its CMS data cannot be read: ${readErrorMessage(error)}`);
    return createSeal({ system: "S/MIME", kind, error: reason });
  }
}

function readSigned(data: SignedData): Seal {
  const certificates = (data.certificates ?? []).slice(0, MAX_CERTIFICATES).flatMap(({ certificate }) => {
    if (certificate === undefined) return [];
    return [new X509Certificate(Buffer.from(AsnConvert.serialize(certificate)))];
  });
  const enclosed = data.encapContentInfo.eContent?.single?.buffer;
  const signers = data.signerInfos.slice(0, MAX_KEYS).map((signer) => readSigner(signer, certificates));
  const isCertificates = data.signerInfos.length === 0 && enclosed === undefined;
  return createSeal({
    system: "S/MIME",
    kind: isCertificates ? "certificates" : "signed",
    algorithms: [...new Set(data.signerInfos.map(({ digestAlgorithm }) => nameAlgorithm(digestAlgorithm.algorithm)))],
    signers: isCertificates ? certificates.slice(0, MAX_KEYS).map((one) => describeCertificate(one)) : signers,
    text: enclosed === undefined ? null : readEnclosedText(Buffer.from(enclosed)),
  });
}

function readSigner(signer: SignerInfo, certificates: readonly X509Certificate[]): SealKey {
  const issued = signer.sid.issuerAndSerialNumber;
  const serial = issued === undefined ? "" : toSerial(issued.serialNumber);
  const certificate =
    issued === undefined && certificates.length === 1
      ? certificates[0]
      : certificates.find(({ serialNumber }) => serial !== "" && toSerialText(serialNumber) === serial);
  const signedAt = readSigningTime(signer);
  if (certificate !== undefined) return describeCertificate(certificate, signedAt);
  return createKey({ issuer: issued === undefined ? "" : nameIssuer(issued), keyId: serial, signedAt });
}

function readEnveloped(data: EnvelopedData): Seal {
  const recipients = data.recipientInfos.slice(0, MAX_KEYS).map(({ ktri }) => {
    const issued = ktri?.rid.issuerAndSerialNumber;
    return createKey({
      issuer: issued === undefined ? "" : nameIssuer(issued),
      keyId: issued === undefined ? "" : toSerial(issued.serialNumber),
    });
  });
  const cipher = nameAlgorithm(data.encryptedContentInfo.contentEncryptionAlgorithm.algorithm);
  return createSeal({ system: "S/MIME", kind: "encrypted", algorithms: [cipher], recipients });
}

/** Reads the text of the MIME entity that an opaque signature encloses (RFC 8551 §3.5.2). */
function readEnclosedText(raw: Buffer): string | null {
  const mail = { raw: () => raw, envelope: EMPTY_ENVELOPE };
  const text = readBodyText(mail) ?? (parseMail(mail).content.html.length > 0 ? "The signed content is HTML." : null);
  return text === null ? null : copyStart(text, MAX_TEXT_LENGTH);
}

function readSigningTime({ signedAttrs = [] }: SignerInfo): string | null {
  const value = signedAttrs.find(({ attrType }) => attrType === SIGNING_TIME)?.attrValues[0];
  // UTCTime (tag 23) has two digits of the year, GeneralizedTime (24) four (RFC 5652 §11.3).
  const bytes = Buffer.from(value ?? new ArrayBuffer(0));
  const [, year = "", month, day, hour, minute, second] =
    /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(bytes.toString("latin1", 2)) ?? [];
  if (month === undefined) return null;
  const full = year.length === 4 ? year : `${Number(year) < 50 ? "20" : "19"}${year}`;
  const time = new Date(`${full}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function describeCertificate(certificate: X509Certificate, signedAt: string | null = null): SealKey {
  const subject = readNames(certificate.subject);
  const alternatives = [...(certificate.subjectAltName ?? "").matchAll(/email:([^,\s"]+)/g)].map(
    ([, address]) => address,
  );
  const addresses = [...alternatives, subject.get("emailAddress")].filter((one) => one !== undefined);
  return createKey({
    name: subject.get("CN") ?? subject.get("emailAddress") ?? subject.get("O") ?? "",
    addresses: [...new Set(addresses)].slice(0, 10).map((address) => truncateText(address)),
    issuer: nameOf(readNames(certificate.issuer)),
    keyId: certificate.serialNumber,
    validFrom: toTime(certificate.validFrom),
    validTo: toTime(certificate.validTo),
    signedAt,
  });
}

/** Reads a name as Node writes it: one `type=value` per line. */
function readNames(name: string | undefined): Map<string, string> {
  return new Map(
    (name ?? "").split("\n").map((line) => {
      const equals = line.indexOf("=");
      return [line.slice(0, equals), line.slice(equals + 1)];
    }),
  );
}

function nameOf(names: ReadonlyMap<string, string>): string {
  return names.get("CN") ?? names.get("O") ?? "";
}

const NAME_TYPES: Readonly<Record<string, string>> = { "2.5.4.3": "CN", "2.5.4.10": "O" };

function nameIssuer({ issuer }: IssuerAndSerialNumber): string {
  const entries = issuer.flatMap((set) =>
    set.map(({ type, value }): [string, string] => [NAME_TYPES[type] ?? type, value.toString()]),
  );
  return nameOf(new Map(entries));
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  "1.2.840.113549.2.5": "MD5",
  "1.3.14.3.2.26": "SHA-1",
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
  "1.2.840.113549.3.2": "RC2",
  "1.2.840.113549.3.7": "3DES",
  "2.16.840.1.101.3.4.1.2": "AES-128",
  "2.16.840.1.101.3.4.1.22": "AES-192",
  "2.16.840.1.101.3.4.1.42": "AES-256",
  "2.16.840.1.101.3.4.1.6": "AES-128-GCM",
  "2.16.840.1.101.3.4.1.46": "AES-256-GCM",
};

function nameAlgorithm(oid: string): string {
  return ALGORITHMS[oid] ?? oid;
}

function toSerial(serial: ArrayBuffer): string {
  return toSerialText(Buffer.from(serial).toString("hex"));
}

/** Serial numbers are compared without leading zeros. */
function toSerialText(hex: string): string {
  return hex.toUpperCase().replace(/^0+(?=.)/, "");
}

function createKey(key: Partial<SealKey>): SealKey {
  return { name: "", addresses: [], issuer: "", keyId: "", validFrom: null, validTo: null, signedAt: null, ...key };
}

function toTime(text: string): string | null {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
