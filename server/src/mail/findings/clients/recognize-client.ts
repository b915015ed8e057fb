import type { ClientTraits } from "./client-traits.ts";

/** The libraries whose messages are recognised. */
export const CLIENT_LIBRARIES = {
  nodemailer: { name: "nodemailer", language: "JavaScript" },
  python: { name: "smtplib and email", language: "Python" },
  django: { name: "Django", language: "Python" },
  phpmailer: { name: "PHPMailer", language: "PHP" },
  symfony: { name: "Symfony Mailer", language: "PHP" },
  rails: { name: "Action Mailer and mail", language: "Ruby" },
  jakarta: { name: "Jakarta Mail", language: "Java" },
  mailkit: { name: "MailKit", language: "C#" },
  go: { name: "net/smtp", language: "Go" },
  gomail: { name: "gomail", language: "Go" },
  "go-mail": { name: "go-mail", language: "Go" },
} as const;

export type ClientLibrary = keyof typeof CLIENT_LIBRARIES;

/** Something that a library's messages have, and how much it says: 1 is certain, 0.5 needs another mark of that library. */
interface Mark {
  readonly library: ClientLibrary;
  readonly weight: 0.5 | 1;
  readonly isIn: (traits: ClientTraits) => boolean;
}

const boundary = (pattern: RegExp) => (traits: ClientTraits) => traits.boundaries.some((text) => pattern.test(text));
const messageId = (pattern: RegExp) => (traits: ClientTraits) => pattern.test(traits.messageId);
const mailer = (pattern: RegExp) => (traits: ClientTraits) => traits.mailers.some((text) => pattern.test(text));
/** The field names, as written and joined by blanks, match. */
const fields = (pattern: RegExp) => (traits: ClientTraits) => pattern.test(`${traits.fieldNames.join(" ")} `);

/** Go's net/smtp adds both parameters to every MAIL if the server offers them, in this order. */
const hasGoParameters = ({ mailParameters }: ClientTraits): boolean =>
  mailParameters.map(({ keyword, value }) => `${keyword}=${value}`).join(" ") === "BODY=8BITMIME SMTPUTF8=null";
const isGoBoundary = boundary(/^[0-9a-f]{60}$/);
const isGoMessage = (order: RegExp) => (traits: ClientTraits) =>
  fields(order)(traits) && (hasGoParameters(traits) || isGoBoundary(traits));

const MARKS: readonly Mark[] = [
  { library: "nodemailer", weight: 1, isIn: boundary(/^--_NmP-[0-9a-f]+-Part_\d+$/) },
  { library: "nodemailer", weight: 1, isIn: boundary(/^----sinikael-\?=_\d+-/) },
  { library: "nodemailer", weight: 1, isIn: mailer(/^nodemailer \(/i) },
  { library: "nodemailer", weight: 0.5, isIn: messageId(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}@/) },
  { library: "nodemailer", weight: 0.5, isIn: fields(/ Message-ID (?:Content-Transfer-Encoding )?Date MIME-Version /) },

  { library: "python", weight: 1, isIn: boundary(/^={15}\d{19}==$/) },
  // Hundredths of a second, the process id, and 64 random bits.
  { library: "python", weight: 1, isIn: messageId(/^\d{12}\.\d+\.\d{15,20}@/) },
  // Only smtplib writes this parameter in lower case.
  {
    library: "python",
    weight: 1,
    isIn: ({ mailParameters }) => mailParameters.some(({ keyword }) => keyword === "size"),
  },
  // It also writes its commands in lower case, and greets with an address unless the host has a full name.
  { library: "python", weight: 1, isIn: ({ commands }) => commands.some((line) => /^mail FROM:<|^ehlo \[/.test(line)) },

  { library: "django", weight: 1, isIn: isDjango },

  { library: "phpmailer", weight: 1, isIn: mailer(/^PHPMailer \d/) },
  { library: "phpmailer", weight: 1, isIn: boundary(/^b[1-3]=?_[A-Za-z0-9]{32,}$/) },
  { library: "phpmailer", weight: 0.5, isIn: messageId(/^[A-Za-z0-9]{32,50}@/) },
  { library: "phpmailer", weight: 0.5, isIn: fields(/^Date To From (?:Cc |Bcc |Reply-To )*Subject Message-ID /) },

  { library: "symfony", weight: 0.5, isIn: messageId(/^[0-9a-f]{32}@/) },
  { library: "symfony", weight: 0.5, isIn: boundary(/^[A-Za-z0-9_-]{8}$/) },
  { library: "symfony", weight: 0.5, isIn: fields(/ Message-ID MIME-Version Date Content-Type /) },

  { library: "rails", weight: 1, isIn: messageId(/^[0-9a-f]{10,}_[0-9a-f-]+@[^@]+\.mail$/) },
  { library: "rails", weight: 1, isIn: boundary(/^--==_mimepart_[0-9a-f]+_[0-9a-f-]+$/) },

  { library: "jakarta", weight: 1, isIn: boundary(/^----=_Part_\d+_\d+\.\d{13}$/) },
  // A hash, a counter, and milliseconds.
  { library: "jakarta", weight: 1, isIn: messageId(/^-?\d+\.\d+\.\d{13}(?:\.JavaMail\.[^@]+)?@/) },

  { library: "mailkit", weight: 0.5, isIn: boundary(/^=-[A-Za-z0-9+/]{22}==$/) },
  { library: "mailkit", weight: 0.5, isIn: messageId(/^[0-9A-Z]{11,13}\.[0-9A-Z]{10,13}@/) },
  { library: "mailkit", weight: 0.5, isIn: fields(/^From (?:To )?Date Subject Message-Id /) },

  { library: "go", weight: 0.5, isIn: hasGoParameters },
  { library: "go", weight: 0.5, isIn: ({ helo }) => helo === "localhost" },
  { library: "go", weight: 0.5, isIn: isGoBoundary },
  { library: "gomail", weight: 1, isIn: isGoMessage(/^Mime-Version Date /) },
  { library: "go-mail", weight: 1, isIn: mailer(/^go-mail v\d/) },
  { library: "go-mail", weight: 1, isIn: isGoMessage(/^Date MIME-Version Message-ID Subject /) },
];

/** Libraries that are built on another one, so that their messages have its marks, too. */
const BUILT_ON: Partial<Record<ClientLibrary, ClientLibrary>> = { django: "python", gomail: "go", "go-mail": "go" };

/**
 * Recognises the library that wrote and sent a message. Returns null unless the marks of exactly one library are certain: no
 * answer is better than a wrong one.
 */
export function recognizeClient(traits: ClientTraits): ClientLibrary | null {
  const weights = new Map<ClientLibrary, number>();
  for (const { library, weight, isIn } of MARKS)
    if (isIn(traits)) weights.set(library, (weights.get(library) ?? 0) + weight);
  const certain = [...weights].filter(([, weight]) => weight >= 1).map(([library]) => library);
  const bases = certain.map((library) => BUILT_ON[library]);
  const [found, ...others] = certain.filter((library) => !bases.includes(library));
  return found !== undefined && others.length === 0 ? found : null;
}

/**
 * Django adds its fields behind those of the body, in a fixed order, with a date in UTC, and uses one host name for EHLO and
 * Message-ID. A program that calls Python's `email` itself greets with an address literal unless the host has a full name.
 */
function isDjango({ helo, fieldNames, messageId, date }: ClientTraits): boolean {
  const order =
    /^(?:(?:Content-Type|MIME-Version|Content-Transfer-Encoding) ){2,3}Subject From To (?:Cc |Reply-To )*Date Message-ID /;
  return (
    order.test(`${fieldNames.join(" ")} `) &&
    date.endsWith(" -0000") &&
    !helo.startsWith("[") &&
    messageId.endsWith(`@${helo}`)
  );
}
