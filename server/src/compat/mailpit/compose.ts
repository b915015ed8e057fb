import { composeSource, MAX_COMPOSED_TEXT_LENGTH, MAX_MESSAGE_VALUES } from "../../mail/compose-source.ts";
import { toOneLine } from "../../mail/encoded-words.ts";
import { parseJsonBody } from "../../request/read-request.ts";
import { UnreadableRequestError } from "../../request/unreadable-request.ts";
import { type GoJsonReader, readGoJson } from "../go-json.ts";
import { isPlainAddress } from "../is-plain-address.ts";
import { MAILPIT_WRITE_ROUTES } from "./write-routes.ts";

interface Recipient {
  readonly name: string;
  readonly address: string;
}

interface OutgoingFile {
  readonly filename: string;
  readonly content: Buffer;
  readonly contentType?: string;
  /** Content-ID; makes the file inline. */
  readonly cid?: string;
}

/** What `POST /api/v1/send` asks for, checked. */
interface SendRequest {
  readonly from: Recipient;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  readonly bcc: readonly Recipient[];
  readonly replyTo: readonly Recipient[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly OutgoingFile[];
}

/** A source (RFC 5322), and the addresses of its envelope. */
export interface ComposedSend {
  readonly raw: Uint8Array;
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * Composes a message from the JSON of `POST /api/v1/send`. A `problem` says what Mailpit refuses in it.
 *
 * @throws {UnreadableRequestError} if it is not JSON, or too long
 */
export async function composeSend(json: Buffer): Promise<ComposedSend | { readonly problem: string }> {
  const request = readSendRequest(
    readGoJson(
      parseJsonBody(json, MAILPIT_WRITE_ROUTES.send, { maxValues: MAX_MESSAGE_VALUES, allowLoneSurrogates: true }),
    ),
  );
  if (typeof request === "string") return { problem: request };
  const { from, to, cc, bcc, text, html } = request;
  if (text.length + html.length > MAX_COMPOSED_TEXT_LENGTH) {
    throw new UnreadableRequestError(`Text and HTML have more than ${MAX_COMPOSED_TEXT_LENGTH} characters.`, {
      statusCode: 413,
    });
  }
  return {
    raw: await composeSendRequest(request),
    from: from.address,
    to: [...to, ...cc, ...bcc].map(({ address }) => address),
  };
}

/** Makes the source (RFC 5322) of a message. The Bcc field stays in, as Mailpit leaves it. */
async function composeSendRequest({ headers, attachments, text, html, ...rest }: SendRequest): Promise<Buffer> {
  const { raw } = await composeSource(
    {
      ...rest,
      from: rest.from,
      to: [...rest.to],
      cc: [...rest.cc],
      bcc: [...rest.bcc],
      replyTo: [...rest.replyTo],
      text: encodeBody(text),
      ...(html !== "" && { html: encodeBody(html) }),
      headers,
      attachments: attachments.map((file) => ({
        ...file,
        contentDisposition: file.cid === undefined ? "attachment" : "inline",
      })),
    },
    { keepBcc: true },
  );
  return raw;
}

/** Mailpit returns text exactly as sent. Only base64 preserves a bare LF (RFC 2045 §6.8) and a last line without its end. */
function encodeBody(content: string): string | { content: string; contentTransferEncoding: "base64" } {
  const isKeptAsText = content === "" || (content.endsWith("\r\n") && !/(?<!\r)\n/.test(content));
  return isKeptAsText ? content : { content, contentTransferEncoding: "base64" };
}

/** Header fields that have their own member in the request. */
const RESERVED_FIELDS = ["to", "from", "cc", "bcc", "reply-to", "date", "subject", "content-type", "mime-version"];

/** Reads a request; a text says what is wrong with it. */
function readSendRequest(json: GoJsonReader): SendRequest | string {
  const from = readPerson(json.member("From"));
  if (from === undefined) return "invalid From address";
  const to = readPeople(json.members("To"));
  const cc = readPeople(json.members("Cc"));
  const bcc = (json.texts("Bcc") ?? []).map((address) => ({ name: "", address }));
  const replyTo = readPeople(json.members("ReplyTo"));
  for (const [field, people] of Object.entries({ To: to, Cc: cc, Bcc: bcc, "Reply-To": replyTo })) {
    const wrong = people.find(({ address }) => !isPlainAddress(address));
    if (wrong !== undefined) return `invalid ${field} address: ${wrong.address}`;
  }
  if (to.length + cc.length + bcc.length === 0) return "no recipient: set To, Cc or Bcc";
  const tags = (json.texts("Tags") ?? []).map(toOneLine);
  const headers = { ...json.record("Headers"), ...(tags.length > 0 && { "X-Tags": tags.join(", ") }) };
  const header = findInvalidHeader(
    json.record("Headers"),
    tags.length > 0 ? [...RESERVED_FIELDS, "x-tags"] : RESERVED_FIELDS,
  );
  if (header !== undefined) return header;
  const attachments = json.members("Attachments").map(readFile);
  const broken = attachments.find((file) => typeof file === "string");
  if (broken !== undefined) return broken;
  return {
    from,
    to,
    cc,
    bcc,
    replyTo,
    headers,
    subject: toOneLine(json.text("Subject") ?? ""),
    text: json.text("Text") ?? "",
    html: json.text("HTML") ?? "",
    attachments: attachments.filter((file) => typeof file !== "string"),
  };
}

function readPerson(json: GoJsonReader | undefined): Recipient | undefined {
  const address = json?.text("Email") ?? "";
  return isPlainAddress(address) ? { name: toOneLine(json?.text("Name") ?? ""), address } : undefined;
}

const readPeople = (people: readonly GoJsonReader[]): Recipient[] =>
  people.map((json) => ({ name: toOneLine(json.text("Name") ?? ""), address: json.text("Email") ?? "" }));

function findInvalidHeader(headers: Readonly<Record<string, string>>, reserved: readonly string[]): string | undefined {
  for (const [name, value] of Object.entries(headers)) {
    if (reserved.includes(name.toLowerCase())) return `cannot overwrite header: "${name}"`;
    if (!/^[!-9;-~]+$/.test(name) || /\p{Cc}/u.test(value)) return `header "${name}" contains an invalid character`;
  }
  return undefined;
}

/** Reads a file. Some clients send a browser's data URL: `data:image/png;base64,…`. */
function readFile(json: GoJsonReader): OutgoingFile | string {
  const filename = toOneLine(json.text("Filename") ?? "");
  const written = (json.text("Content") ?? "").split(",").at(-1) ?? "";
  // Trimmed first: with spaces that two parts of the pattern could match, matching would take quadratic time.
  if (!/^[A-Za-z0-9+/\s]*={0,2}$/.test(written.trimEnd())) return `error decoding base64 attachment "${filename}"`;
  const cid = toOneLine(json.text("ContentID") ?? "");
  const contentType = json.text("ContentType") ?? "";
  return {
    filename,
    content: Buffer.from(written, "base64"),
    // If this is not a media type, it is guessed from the name.
    ...(/^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+="?[\w.-]+"?)*$/.test(contentType) && { contentType }),
    ...(cid !== "" && { cid }),
  };
}
