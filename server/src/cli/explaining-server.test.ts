import { expect, onTestFinished, test, vi } from "vitest";
import { RawClient } from "../../test/smtp/raw-client.ts";
import { DebuggingServer, type SmtpServer } from "../smtp/smtp.ts";
import { ExplainingServer } from "./explaining-server.ts";

async function connectTo(server: SmtpServer): Promise<RawClient> {
  const address = await server.listen({ port: 0 });
  onTestFinished(() => server.close());
  const client = await RawClient.connect("port" in address ? address : { port: 0 });
  await client.read();
  await client.command("EHLO client.example");
  return client;
}

/** Returns what the server prints while the client sends these commands. */
async function collectOutput(
  create: (output: { write(text: string): void }) => SmtpServer,
  commands: readonly string[],
) {
  let output = "";
  const client = await connectTo(create({ write: (text) => void (output += text) }));
  for (const command of commands) await client.command(command);
  return { text: () => output, close: () => client.end() };
}

const MESSAGE = [
  "MAIL FROM:<a@b.example> SIZE=1000",
  "RCPT TO:<c@d.example>",
  "DATA",
  `From: a@b.example\r\nDate: ${new Date().toUTCString().replace("GMT", "+0000")}\r\nSubject: \x1b[31mHello\r\n\r\nHi\r\n.`,
];

test("envelope and findings are printed around the block, whose bytes stay the same", async () => {
  const plain = await collectOutput((output) => new DebuggingServer({ output }), MESSAGE);
  const explained = await collectOutput((output) => new ExplainingServer(output), MESSAGE);
  const [before, after] = explained.text().split(plain.text());
  expect(before).toBe(
    [
      "Message from 127.0.0.1, EHLO client.example, without TLS",
      "  MAIL FROM:<a@b.example> SIZE=1000",
      "  RCPT TO:<c@d.example>",
      "",
    ].join("\n"),
  );
  expect(after).toContain(
    [
      "warning  message-id-missing (RFC 5322 §3.6.4): The message has no Message-ID, so replies cannot be threaded.",
      "         Fix: Add a unique Message-ID, such as <2026.4711@example.com>.",
      "info     size-too-large (RFC 1870 §6.3): The message is smaller than its SIZE parameter declared",
    ].join("\n"),
  );
  expect(explained.text()).not.toContain("\x1b");
});

test("a session that was refused is printed with its conversation", async () => {
  const { text, close } = await collectOutput(
    (output) => new ExplainingServer(output),
    ["MAIL FROM:<a@b.example> X=\x1b"],
  );
  expect(text()).toBe("");
  close();
  await vi.waitFor(() => expect(text()).toMatch(/^Session from 127\.0\.0\.1 \(client\.example\) was refused: 500 /));
  expect(text()).toMatch(/ ms {2}C: MAIL FROM:<a@b\.example> X=\\x1b\n/);
  expect(text()).toMatch(/\ninfo {5}no-quit /);
});
