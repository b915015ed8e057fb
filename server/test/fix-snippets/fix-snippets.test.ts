import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Message, Session } from "@mailglass/shared";
import { createClient } from "@mailglass/shared/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { addDays, createAuthority, createServerCertificate } from "../../src/base/certificates/create-certificate.ts";
import { isFixable, SNIPPETS } from "../../src/mail/findings/clients/fix-snippet.ts";
import type { ClientLibrary } from "../../src/mail/findings/clients/recognize-client.ts";
import { codesOfRemedy, type Remedy } from "../../src/mail/findings/clients/remedies.ts";
import { createTempFolder, describeFailure, runProcess } from "../support/run-program.ts";
import { startTestApp } from "../support/running-app.ts";
import { LIBRARY_PROGRAMS, type SnippetEntries } from "./programs.ts";

/** Runs the snippets of each installed library, and looks at the messages that arrive. */

vi.setConfig({ testTimeout: 300_000 });

interface Received {
  readonly message: Message;
  readonly source: string;
  readonly session: Session;
}

/** What the message has after the remedy; nothing for remedies that only change the findings. */
const EFFECTS: Readonly<Partial<Record<Remedy, (received: Received) => void>>> = {
  address: ({ message }) => expect(message.from).toEqual({ name: "Doe, John", address: "john@example.com" }),
  alternative: ({ source }) => expect(source).toMatch(/multipart\/alternative/),
  attachment: ({ message: { attachments }, source }) =>
    expect(`${attachments[0]?.filename}${source}`).toMatch(
      /^(?:Übersicht\.pdf|overview\.pdf)|filename\*=utf-8''%C3%9Cb/,
    ),
  calendar: ({ source }) => expect(source).toMatch(/text\/calendar;[^]*?method="?REQUEST/i),
  charset: ({ source }) => expect(source).toMatch(/charset="?utf-8/i),
  date: ({ message }) => expect(message.date).not.toBeNull(),
  "ehlo-name": ({ message }) => expect(message.envelope.helo).toBe("app.example.com"),
  "header-text": ({ message }) => expect(message.subject).toBe("Grüße"),
  "inline-image": ({ source }) => expect(source).toMatch(/^Content-ID: </im),
  "list-unsubscribe": ({ source }) =>
    expect(source).toMatch(
      /^List-Unsubscribe: <https:\/\/example\.com\/unsubscribe\/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r$|^List-Unsubscribe-Post: /m,
    ),
  login: ({ message }) => expect(message.envelope.auth?.user).toMatch(/^jo$|^user$/),
  "message-id": ({ message }) => expect(message.messageId).toMatch(/@example\.com$/),
  quit: ({ session }) => expect(session.findings.map(({ code }) => code)).not.toContain("no-quit"),
  recipients: ({ message }) => expect(message.headers.map(({ name }) => name)).not.toContain("Bcc"),
  "reply-to": ({ message }) => expect(message.replyTo[0]?.address).toBe("help@example.com"),
  starttls: ({ message }) => expect(message.envelope.tls).not.toBeNull(),
  "text-encoding": ({ source }) => expect(source).toMatch(/^Content-Transfer-Encoding: quoted-printable\r$/im),
  "tls-mode": ({ message }) => expect(message.envelope.tls?.implicit ?? false).toBe(false),
  "trust-certificate": ({ message }) => expect(message.envelope.tls).not.toBeNull(),
};

for (const [library, program] of Object.entries(LIBRARY_PROGRAMS)) {
  test(`the snippets of ${library} do what they are for`, async ({ skip }) => {
    const all = Object.entries(SNIPPETS[library as ClientLibrary]) as unknown as SnippetEntries;
    const snippets = all.filter(([remedy]) => program.notRun?.includes(remedy) !== true);
    const cwd = createTempFolder();
    const certificate = await writeCertificate(cwd);
    const files = { ...program.files(snippets), "snippets.json": JSON.stringify(snippets) };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
    for (const [command, ...args] of program.needs)
      if ((await runProcess(command, args, { cwd }).catch(() => undefined))?.code !== 0) skip("not installed");

    const app = await startTestApp({ tlsCert: certificate.cert, tlsKey: certificate.key });
    onTestFinished(() => app.close());
    const env = { PORT: String(app.smtp.port), SSL_CERT_FILE: certificate.ca, NODE_EXTRA_CA_CERTS: certificate.ca };
    const [command, ...args] = program.command;
    const result = await runProcess(command, args, { cwd, env });
    expect(describeFailure(result)).toBe("");
    const remedies = result.out.toString().trim().split("\n");
    expect(remedies).toEqual(snippets.map(([remedy]) => remedy));

    const client = createClient({ url: app.origin });
    const { items } = await client.listMessages({ query: { limit: 100 } });
    expect(items).toHaveLength(remedies.length);
    for (const [index, { id }] of items.toReversed().entries()) {
      const remedy = remedies[index] as Remedy;
      const message = await client.getMessage({ params: { id } });
      const source = new TextDecoder().decode(await client.getRaw({ params: { id } }));
      const session = await client.getMessageSession({ params: { id } });
      const codes = [...message.findings, ...session.findings].map(({ code }) => code);
      const unresolved = codesOfRemedy(remedy).filter(
        (code) => codes.includes(code) && isFixable(code, library as ClientLibrary),
      );
      expect.soft({ remedy, unresolved }, source).toEqual({ remedy, unresolved: [] });
      expect.soft(() => EFFECTS[remedy]?.({ message, source, session }), `${remedy}\n${source}`).not.toThrow();
    }
  });
}

/** Creates a certificate for localhost and the authority that signs it, and returns the paths of their files. */
async function writeCertificate(folder: string): Promise<{ ca: string; cert: string; key: string }> {
  const validity = { notAfter: addDays(2) };
  const ca = await createAuthority(
    { commonName: "Test CA", ...validity },
    { dnsNames: ["localhost"], networks: ["127.0.0.0/8"] },
  );
  const server = await createServerCertificate({ commonName: "localhost", ...validity }, ["localhost"], ca);
  const paths = {
    ca: join(folder, "mailglass.pem"),
    cert: join(folder, "server.pem"),
    key: join(folder, "server-key.pem"),
  };
  writeFileSync(paths.ca, ca.cert);
  writeFileSync(paths.cert, server.cert + ca.cert);
  writeFileSync(paths.key, server.key);
  return paths;
}
