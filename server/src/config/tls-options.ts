import { defineOption } from "./define-option.ts";
import { file, flag, oneOf, optional } from "./option-types.ts";

/** Options of TLS on the SMTP ports. */
export const TLS_OPTIONS = {
  tls: defineOption(
    "tls",
    oneOf("auto", "off"),
    "off",
    "TLS",
    "auto: offer STARTTLS with a certificate of the local CA",
  ),
  tlsCert: defineOption("tls-cert", optional(file), null, "TLS", "offer STARTTLS with this certificate (PEM)"),
  tlsKey: defineOption("tls-key", optional(file), null, "TLS", "private key of the certificate (PEM)"),
  smtpTls: defineOption(
    "smtp-tls",
    optional(oneOf("starttls", "implicit")),
    null,
    "TLS",
    "implicit: --smtp-port uses TLS from the first byte; starttls: as without this option, but an error without a certificate",
  ),
  requireTls: defineOption("require-tls", flag, false, "TLS", "refuse mail before STARTTLS with 530"),
} as const;
