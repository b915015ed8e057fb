import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createClient } from "@mailglass/shared/client";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import { runProgram } from "./fixtures/server.ts";
import { expect, test } from "./fixtures/test.ts";

/** `mailglass debug`, `proxy` and `send`: the article's programs, on the command line. */

const PROGRAM_PATH = fileURLToPath(new URL("../server/dist/mailglass.mjs", import.meta.url));

/** Starts a command that listens, and returns its port. */
async function startListeningCommand(
  args: readonly string[],
): Promise<{ child: ChildProcess; port: number; out: Promise<string> }> {
  const child = spawn(process.execPath, [PROGRAM_PATH, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const out = text(child.stdout);
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /listens on \S+:(\d+) /.exec(line)?.[1];
    if (port) return { child, port: Number(port), out };
  }
  throw new Error("it did not start");
}

async function interruptAndWait(child: ChildProcess): Promise<number | null> {
  const exit = once(child, "exit") as Promise<[number | null]>;
  child.kill("SIGINT");
  const [code] = await exit;
  return code;
}

test("mailglass debug prints each message, with X-Peer, and ends with code 0", async () => {
  const { child, port, out } = await startListeningCommand(["debug", "localhost:0"]);
  const smtp = await RawSmtpClient.connect({ host: "localhost", port });
  await smtp.send("EHLO client.example");
  expect(await smtp.sendMessage(Buffer.from("Subject: printed\r\n\r\nHello\r\n"))).toMatch(/^250 /);
  smtp.close();
  expect(await interruptAndWait(child)).toBe(0);
  expect(await out).toMatch(
    /^-{10} MESSAGE FOLLOWS -{10}\nSubject: printed\nX-Peer: \S+\n\nHello\n-{12} END MESSAGE -{12}\n$/,
  );
});

test("mailglass proxy forwards mail, and returns the other server's refusals", async ({ server }) => {
  const client = createClient({ url: server.url });
  await client.addFault({ body: { on: "rcpt", match: { to: "gone@example.com" }, reply: "550 5.1.1 No such person" } });
  const { child, port } = await startListeningCommand([
    "proxy",
    `smtp://${server.smtp.host}:${server.smtp.port}`,
    "--listen",
    "localhost:0",
  ]);
  const smtp = await RawSmtpClient.connect({ host: "localhost", port });
  await smtp.send("EHLO client.example");
  await smtp.send("MAIL FROM:<jo@example.com>");
  expect(await smtp.send("RCPT TO:<gone@example.com>")).toMatch(/^550 5\.1\.1 No such person/);
  await smtp.send("RSET");
  expect(await smtp.sendMessage(Buffer.from("Subject: passed on\r\n\r\nHello\r\n"))).toMatch(/^250 /);
  smtp.close();
  expect(await client.getLatestMessage({})).toMatchObject({ subject: "passed on", recipients: ["ann@example.com"] });
  expect(await interruptAndWait(child)).toBe(0);
});

test("mailglass proxy refuses to be an open relay", async () => {
  const { code, errors } = await runProgram(["proxy", "smtp://localhost:25", "--listen", "0.0.0.0:0"]);
  expect({ code, errors }).toEqual({
    code: 2,
    errors:
      "mailglass: A proxy on 0.0.0.0 that forwards to any recipient is an open relay: restrict it with --allow-recipient.\n",
  });
});

test("mailglass send --debug prints the conversation, and the message arrives", async ({ server }) => {
  const { code, out, errors } = await runProgram([
    "send",
    "--from=jo@example.com",
    "--to=ann@example.com",
    "--subject=From the command line",
    "--text=It works",
    "--debug",
    `${server.smtp.host}:${server.smtp.port}`,
  ]);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^250 /) });
  expect(errors.replace(/^ *\d+ ms  /gm, "")).toMatch(
    /^S: 220 .*\nC: EHLO .*\n(S: 250.*\n)+C: MAIL FROM:<jo@example\.com>.*\n(C: .*\n)*S: 250 [^]*C: QUIT\nS: 221 .*\n$/,
  );
  expect(await createClient({ url: server.url }).getLatestMessage({})).toMatchObject({
    subject: "From the command line",
    sender: "jo@example.com",
  });
});
