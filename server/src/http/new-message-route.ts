import type { NewMessage, NewMessageQuery } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { scanHeaderBlock } from "../mail/header-block.ts";
import { readFieldAddresses } from "../mail/header-fields.ts";
import type { IncomingMail } from "../mailbox/mailbox.ts";
import { addRoute, type RouteRequest } from "./add-route.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem } from "./http-problem.ts";

/** Takes messages without SMTP: as JSON, or the source itself. */
export function addNewMessageRoute(app: FastifyInstance, { mailbox, info }: HttpDeps): void {
  const { messageBytes } = info().limits;
  app.addContentTypeParser(["message/rfc822", "application/octet-stream"], { parseAs: "buffer" }, (_, body, done) => {
    done(null, body);
  });
  const storeMessage = async ({ query, body, request }: RouteRequest<"addMessage">) => {
    const { raw, from, to } = Buffer.isBuffer(body) ? readSourceEnvelope(body, query) : await composeMail(body);
    if (raw.length > messageBytes) {
      throw new HttpProblem("payload-too-large", `The message has ${raw.length} bytes; ${messageBytes} are allowed.`);
    }
    const tags = Buffer.isBuffer(body) ? query.tag : body.tags;
    const incoming: IncomingMail = {
      raw: [raw],
      size: raw.length,
      envelope: {
        greeting: null,
        helo: "",
        from: { address: from, parameters: [] },
        to: to.map((address) => ({ address, parameters: [] })),
        peer: { address: request.ip, port: request.socket.remotePort ?? null },
        tls: null,
        auth: null,
      },
      sessionId: null,
      receivedAt: Date.now(),
      findings: [],
      ...(tags === undefined ? {} : { tags }),
    };
    const message = mailbox.handle(mailbox.add(incoming).id);
    if (message === undefined) throw new Error("The newest message is kept, whatever its size");
    return mailbox.row(message);
  };
  // base64 makes three bytes into four characters.
  addRoute(app, "addMessage", storeMessage, {
    bodyLimit: Math.ceil((messageBytes * 4) / 3) + 1024 * 1024,
    // 10,000 addresses with names in each of its lists.
    maxValues: 200_000,
  });
}

interface ComposedMail {
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
}

/** The envelope is made from the header where the query does not give it, as `sendmail -t` does. */
function readSourceEnvelope(raw: Buffer, { from, to }: NewMessageQuery): ComposedMail {
  const block = scanHeaderBlock(raw, 0);
  const named = (key: string) => readFieldAddresses(raw, block, key).map(({ address }) => address);
  return {
    raw,
    from: from ?? named("from")[0] ?? "",
    to: to ?? [...new Set(["to", "cc", "bcc"].flatMap(named))],
  };
}

/** nodemailer builds it; it may neither read files nor fetch addresses that the request names. */
async function composeMail(message: NewMessage): Promise<ComposedMail> {
  const { from, to, cc, bcc, replyTo, subject, text, html, headers, attachments } = message;
  // Loaded when somebody first needs it: it would make the start of the process 40 ms longer.
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const mail = new MailComposer({
    newline: "windows",
    from,
    ...(to ? { to } : {}),
    ...(cc ? { cc } : {}),
    ...(bcc ? { bcc } : {}),
    ...(replyTo ? { replyTo } : {}),
    ...(subject === undefined ? {} : { subject }),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    ...(headers ? { headers } : {}),
    attachments: (attachments ?? []).map(({ filename, contentType, contentId, content }) => ({
      content: Buffer.from(content, "base64"),
      ...(filename === undefined ? {} : { filename }),
      ...(contentType === undefined ? {} : { contentType }),
      ...(contentId === undefined ? {} : { cid: contentId }),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const { from: sender, to: recipients } = mail.getEnvelope();
  return { raw: await mail.build(), from: sender === false ? "" : sender, to: recipients };
}
