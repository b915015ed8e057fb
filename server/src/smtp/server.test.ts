import { mkdtemp, rm } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { messageText, openServer } from "../../test/smtp/open-server.ts";
import { RawClient } from "../../test/smtp/raw-client.ts";
import { createSmtpServer, type SmtpHooks } from "./smtp.ts";

const PIPELINED_ENVELOPE = "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";
const ENVELOPE_REPLIES = "250 2.1.0 Sender OK\r\n250 2.1.5 Recipient OK\r\n354 End data with <CR><LF>.<CR><LF>\r\n";

async function sendMessage(client: RawClient, message = "hello\r\n"): Promise<string> {
  await client.command("EHLO client.example");
  client.send(PIPELINED_ENVELOPE);
  await client.read(ENVELOPE_REPLIES.length);
  return client.command(`${message}.`);
}

function replyWith(reply: string): () => string {
  return () => reply;
}

function throwBroken(): never {
  throw new Error("broken");
}

test("BODY=BINARYMIME is not taken where BINARYMIME is hidden", async () => {
  const session = await (await openServer({ hideExtensions: ["BINARYMIME"] })).connectClient();
  await session.command("EHLO client.example");
  expect(await session.command("MAIL FROM:<a@b.example> BODY=BINARYMIME")).toMatch(/^501 /);
  expect(await session.command("MAIL FROM:<a@b.example> BODY=8BITMIME")).toMatch(/^250 /);
});

describe("listeners", () => {
  test("a port of 0 is any free one, and it can be read back", async () => {
    const { server, address } = await openServer();
    expect(server.address()).toEqual(address);
    expect(address).toMatchObject({ host: "127.0.0.1", port: expect.any(Number) });
  });

  test("a port that is taken rejects", async () => {
    const { address } = await openServer();
    const second = createSmtpServer();
    await expect(second.listen({ ...address, port: "port" in address ? address.port : 0 })).rejects.toThrow(
      "EADDRINUSE",
    );
    await second.close();
  });

  test("a unix socket takes mail", async () => {
    const folder = await mkdtemp(join(tmpdir(), "smtp-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, "lmtp");
    const opened = await openServer({}, { path, kind: "lmtp" });
    const client = await opened.connectClient();
    await client.command("LHLO client.example");
    await client.command("MAIL FROM:<a@b.example>");
    await client.command("RCPT TO:<c@d.example>");
    await client.command("DATA");
    expect(await client.command("x\r\n.")).toBe("250 2.0.0 OK: message accepted\r\n");
    expect(opened.messages[0]?.session).toMatchObject({ listener: "lmtp", peer: { address: path, port: null } });
  });

  test("a connection that is reset at once is not taken for a Unix socket", async () => {
    const { address, closedSessions: closed } = await openServer();
    const sockets = Array.from({ length: 20 }, () => {
      const socket = createConnection({ host: "127.0.0.1", ...address }, () => socket.resetAndDestroy());
      return socket;
    });
    await vi.waitFor(() => expect(closed).toHaveLength(sockets.length));
    expect(closed.every(({ peer }) => ["127.0.0.1", "unknown"].includes(peer.address))).toBe(true);
  });

  test("an smtps listener needs a certificate", async () => {
    await expect(createSmtpServer().listen({ port: 0, kind: "smtps" })).rejects.toThrow("tls");
  });

  test("close ends all connections at once, whatever they wait for", async () => {
    const { server, connectClient } = await openServer({ hooks: { onHelo: () => new Promise(() => undefined) } });
    const idle = await connectClient();
    const waiting = await connectClient();
    waiting.send("EHLO client.example\r\n");
    await server.close();
    expect(await idle.readUntilClosed()).toBe("");
    expect(await waiting.readUntilClosed()).toBe("");
    expect(server.connectionCount).toBe(0);
  });
});

describe("messages", () => {
  test("the envelope has all that was said of it", async () => {
    const opened = await openServer({ tls: "auto" });
    const client = await opened.connectClient();
    await client.command("EHLO first.example");
    await client.command("STARTTLS");
    await client.startTls();
    await client.command("EHLO second.example");
    await client.command("AUTH PLAIN AGpvAHNlY3JldA==");
    await client.command("MAIL FROM:<A@b.example> size=3 Body=8bitMIME");
    await client.command("RCPT TO:<c@d.example> NOTIFY=NEVER");
    await client.command("DATA");
    await client.command("x\r\n.");
    const [message] = opened.messages;
    expect(message?.size).toBe(3);
    expect(message?.envelope).toMatchObject({
      greeting: "EHLO",
      helo: "second.example",
      from: {
        address: "A@b.example",
        parameters: [
          { keyword: "size", value: "3" },
          { keyword: "Body", value: "8bitMIME" },
        ],
      },
      to: [{ address: "c@d.example", parameters: [{ keyword: "NOTIFY", value: "NEVER" }] }],
      tls: { version: "TLSv1.3", implicit: false },
      auth: { mechanism: "PLAIN", user: "jo" },
    });
  });

  test("a large message arrives complete and takes little more memory than its size, in any chunks", async () => {
    const opened = await openServer();
    const line = `${"x".repeat(70)}\r\n..${"y".repeat(67)}\r\n`;
    const client = await opened.connectClient();
    await sendMessage(client, line.repeat(10_000));
    const [message] = opened.messages;
    expect(messageText(message)).toBe(line.replace("..", ".").repeat(10_000));
    const buffers = new Set(message?.raw.map(({ buffer }) => buffer));
    const held = [...buffers].reduce((sum, buffer) => sum + buffer.byteLength, 0);
    expect(held / (message?.size ?? 1)).toBeLessThan(1.2);
  });

  test("a message that drips in is gathered, not kept byte by byte", async () => {
    const opened = await openServer();
    const client = await opened.connectClient();
    await client.command("EHLO client.example");
    client.send(PIPELINED_ENVELOPE);
    await client.read(ENVELOPE_REPLIES.length);
    for (const part of "0123456789".repeat(20)) {
      client.send(part);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.command("\r\n.");
    expect(messageText(opened.messages[0])).toBe(`${"0123456789".repeat(20)}\r\n`);
    expect(opened.messages[0]?.raw.length).toBeLessThan(20);
  });

  test("a client that closes its side behind QUIT gets all its replies", async () => {
    const opened = await openServer({ hooks: { onMessage: () => Promise.resolve() } });
    const client = await opened.connectClient();
    client.send(`EHLO client.example\r\n${PIPELINED_ENVELOPE}x\r\n.\r\n`);
    client.end();
    expect(await client.readUntilClosed()).toMatch(/message accepted\r\n$/);
    expect(opened.messages.length).toBe(1);
  });
});

describe("hooks", () => {
  const stages: readonly (readonly [keyof SmtpHooks, SmtpHooks, string])[] = [
    ["onHelo", { onHelo: replyWith("550 5.7.1 No") }, "EHLO client.example"],
    ["onAuth", { onAuth: replyWith("535 5.7.8 No") }, "AUTH PLAIN AGpvAHNlY3JldA=="],
    ["onMail", { onMail: replyWith("451 4.7.1 Greylisted") }, "MAIL FROM:<a@b.example>"],
    ["onRcpt", { onRcpt: replyWith("550 5.1.1 Unknown") }, "RCPT TO:<c@d.example>"],
    ["onData", { onData: replyWith("554 5.7.1 No") }, "DATA"],
    ["onMessage", { onMessage: replyWith("554 5.6.0 No") }, "x\r\n."],
  ];
  test.each(stages)("%s can refuse", async (_name, hooks, at) => {
    const { connectClient } = await openServer({ hooks });
    const session = await connectClient();
    const says = ["EHLO client.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", "x\r\n."];
    const before = at.startsWith("AUTH") ? 1 : says.indexOf(at);
    for (const line of says.slice(0, before)) await session.command(line);
    expect(await session.command(at)).toMatch(/^[45]\d\d .*(?:No|Greylisted|Unknown)\r\n$/);
    expect(await session.command("NOOP")).toMatch(/^250 /);
  });

  test("onConnect can refuse, and the connection ends", async () => {
    const { address } = await openServer({ hooks: { onConnect: () => Promise.resolve("554 5.7.1 Go away") } });
    const client = await RawClient.connect(address);
    expect(await client.readUntilClosed()).toBe("554 Go away\r\n");
  });

  const broken: readonly (readonly [string, SmtpHooks["onMessage"]])[] = [
    ["throws", throwBroken],
    ["rejects", () => Promise.reject(new Error("broken"))],
    ["gives no valid reply", () => "hello\r\n250 injected"],
  ];
  test.each(broken)("a hook that %s is 451, and the server lives on", async (_name, onMessage) => {
    const errors: unknown[] = [];
    const { connectClient } = await openServer({
      hooks: { ...(onMessage && { onMessage }), onError: (error) => errors.push(error) },
    });
    const session = await connectClient();
    expect(await sendMessage(session)).toMatch(/^451 4\.3\.0 /);
    expect(errors.length).toBe(1);
    expect(await session.command("NOOP")).toMatch(/^250 /);
  });

  test("a slow hook holds back what was pipelined behind it", async () => {
    const order: string[] = [];
    const { connectClient } = await openServer({
      hooks: {
        async onMail() {
          await new Promise((resolve) => setImmediate(resolve));
          order.push("mail");
        },
        onRcpt() {
          order.push("rcpt");
        },
      },
    });
    const session = await connectClient();
    await session.command("EHLO client.example");
    session.send(PIPELINED_ENVELOPE);
    await session.read(ENVELOPE_REPLIES.length);
    expect(order).toEqual(["mail", "rcpt"]);
  });
});

describe("limits", () => {
  test("too many connections get 421, and are recorded", async () => {
    const { address, connectClient, waitForClose } = await openServer({ limits: { connections: 1 } });
    await connectClient();
    const closed = waitForClose();
    const second = await RawClient.connect(address);
    expect(await second.readUntilClosed()).toMatch(/^421 .*Too many connections/);
    expect((await closed).summary()).toMatchObject({ failed: true, refusals: 1 });
  });

  test("the limit for an address counts only connections that are open", async () => {
    const { address, connectClient, waitForClose } = await openServer({ limits: { connectionsPerAddress: 1 } });
    const first = await connectClient();
    expect(await (await RawClient.connect(address)).readUntilClosed()).toMatch(/^421 /);
    const closed = waitForClose();
    await first.command("QUIT");
    await closed;
    expect(await (await connectClient()).command("NOOP")).toMatch(/^250 /);
  });

  test("an idle client gets 421", async () => {
    const { connectClient, waitForClose } = await openServer({ limits: { idleTimeout: 20 } });
    const closed = waitForClose();
    expect(await (await connectClient()).readUntilClosed()).toMatch(/^421 4\.4\.2 /);
    expect((await closed).details().transcript.at(-1)).toMatchObject({ kind: "close", text: "timed out" });
  });

  test("a client that stops during its data gets 421", async () => {
    const { connectClient } = await openServer({ limits: { dataTimeout: 20 } });
    const session = await connectClient();
    await session.command("EHLO client.example");
    session.send(PIPELINED_ENVELOPE);
    expect(await session.readUntilClosed()).toMatch(/421 4\.4\.2 /);
  });

  test("a client that is turned away while it still sends reads why", async () => {
    const { address } = await openServer();
    const client = await RawClient.connect(address);
    client.send(`POST / HTTP/1.1\r\n${"x".repeat(5_000_000)}`);
    expect(await client.readUntilClosed()).toMatch(/421 4\.7\.0 This is an SMTP server, closing the connection\r\n$/);
  });

  test("a client that does not close the connection after 421 is disconnected", async () => {
    const { connectClient, waitForClose } = await openServer({ limits: { idleTimeout: 20 } });
    const session = await connectClient();
    const closed = waitForClose();
    session.stopReading();
    expect((await closed).summary().lastReply).toMatch(/^421 /);
  });

  test("a client that never reads its replies is not read from either", async () => {
    const { address, server } = await openServer();
    const client = await RawClient.connect(address);
    client.send("HELP\r\n".repeat(500_000));
    await client.read(1000);
    expect(server.connectionCount).toBe(1);
    client.destroy();
  });
});

describe("sessions", () => {
  test("the transcript has both sides, masks secrets and counts data", async () => {
    const { connectClient, waitForClose } = await openServer();
    const session = await connectClient();
    const closed = waitForClose();
    await session.command("EHLO client.example");
    await session.command("AUTH PLAIN AGpvAHNlY3JldA==");
    await session.command("RSET");
    await sendMessage(session, `${"x".repeat(1230)}\r\n`);
    await session.command("QUIT");
    const whole = (await closed).details();
    const shown = whole.transcript.map(({ kind, text: line }) => `${kind}: ${line}`);
    expect(shown[0]).toBe("server: 220 mx.example ESMTP Mailglass");
    expect(shown).toContain("client: AUTH PLAIN ********");
    expect(shown.join("\n")).not.toContain("AGpvAHNlY3JldA");
    expect(shown.slice(-7)).toEqual([
      "server: 354 End data with <CR><LF>.<CR><LF>",
      "data: the message begins",
      "data: 1,235 bytes",
      "server: 250 2.0.0 OK: message accepted",
      "client: QUIT",
      "server: 221 2.0.0 Bye",
      "close: client said QUIT",
    ]);
    expect(whole.transcript.map(({ number }) => number)).toEqual(whole.transcript.map((_, index) => index + 1));
    expect(whole).toMatchObject({ messages: 1, failed: false, lastReply: "221 2.0.0 Bye", auth: { user: "jo" } });
  });

  test("a very long transcript keeps its ends and counts its middle", async () => {
    const { connectClient, waitForClose } = await openServer({ limits: { transcriptLines: 10 } });
    const session = await connectClient();
    const closed = waitForClose();
    for (let count = 0; count < 20; count += 1) await session.command("NOOP");
    session.destroy();
    const { transcript, dropped } = (await closed).details();
    // The greeting, 20 commands with their replies, and how it ended.
    expect(transcript.length + dropped).toBe(42);
    expect(transcript.at(-1)).toMatchObject({ number: 42, kind: "close" });
    expect(transcript.length).toBe(10);
  });

  test.each([
    ["no-quit", ["EHLO client.example", "MAIL FROM:<a@b.example>"]],
    ["hung-up-mid-message", ["EHLO client.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"]],
  ])("a client that hangs up: %s", async (code, lines) => {
    const { connectClient, waitForClose } = await openServer();
    const session = await connectClient();
    const closed = waitForClose();
    for (const line of lines) await session.command(line);
    session.destroy();
    const whole = (await closed).details();
    expect(whole.findings.map((finding) => finding.code)).toEqual([code]);
    expect(whole.failed).toBe(true);
  });

  test("plain text behind STARTTLS is thrown away (CVE-2024-34083)", async () => {
    const opened = await openServer({ tls: "auto" });
    const client = await opened.connectClient();
    const closed = opened.waitForClose();
    await client.command("EHLO client.example");
    client.send("STARTTLS\r\nMAIL FROM:<injected@b.example>\r\n");
    expect(await client.read()).toBe("220 2.0.0 Ready to start TLS\r\n");
    await client.startTls();
    expect(await client.command("RCPT TO:<c@d.example>")).toMatch(/^503 5\.5\.1 Send MAIL first/);
    await client.command("QUIT");
    const codes = (await closed).details().findings.map(({ code }) => code);
    expect(codes).toContain("plaintext-after-starttls");
  });

  test("a client that quits after a refusal leaves the refusal to be read", async () => {
    const { connectClient, waitForClose } = await openServer({ hooks: { onRcpt: () => "550 5.1.1 No such user" } });
    const session = await connectClient();
    const closed = waitForClose();
    await session.command("EHLO client.example");
    await session.command("MAIL FROM:<jo@example.com>");
    await session.command("RCPT TO:<gone@example.com>");
    await session.command("QUIT");
    expect((await closed).summary()).toMatchObject({
      failed: true,
      lastRefusal: "550 5.1.1 No such user",
      lastReply: "221 2.0.0 Bye",
    });
  });

  test("a client that sends before the greeting gets a finding", async () => {
    const { promise: held, resolve: greet } = Promise.withResolvers<void>();
    const { address, waitForClose } = await openServer({ hooks: { onConnect: () => held } });
    const closed = waitForClose();
    const client = await RawClient.connect(address);
    client.send("EHLO client.example\r\n");
    // The server reads nothing while it waits; what came early lies in the socket until then.
    greet();
    await client.read();
    await client.command("QUIT");
    expect((await closed).summary().lastReply).toBe("221 2.0.0 Bye");
  });
});

describe("scripted failures", () => {
  const lines = ["EHLO client.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", "x\r\n."];
  test.each([
    ["helo", 0],
    ["mail", 1],
    ["rcpt", 2],
    ["data", 3],
    ["message", 4],
  ] as const)("a reply at %s", async (stage, index) => {
    const hooks: SmtpHooks = {
      onFault: (at, context) =>
        at === stage ? { id: "f1", reply: `451 4.7.1 ${context.to.join()}`, delay: 1 } : undefined,
    };
    const { connectClient, waitForClose } = await openServer({ hooks });
    const session = await connectClient();
    const closed = waitForClose();
    for (const line of lines.slice(0, index)) await session.command(line);
    expect(await session.command(lines[index] ?? "")).toBe(`451 4.7.1 ${index > 1 ? "c@d.example" : ""}\r\n`);
    await session.command("QUIT");
    const fault = (await closed).details().transcript.find(({ kind }) => kind === "fault");
    expect(fault?.text).toMatch(new RegExp(`^${stage}: 451 .*\\(fault f1\\)$`));
  });

  test("a reply at auth, which matches the user", async () => {
    const hooks: SmtpHooks = {
      onFault: (stage, { user }) =>
        stage === "auth" && user === "jo" ? { id: "f", reply: "454 4.7.0 Later" } : undefined,
    };
    const session = await (await openServer({ hooks })).connectClient();
    await session.command("EHLO client.example");
    expect(await session.command("AUTH PLAIN AGpvAHNlY3JldA==")).toBe("454 4.7.0 Later\r\n");
  });

  test.each(["599 Chaos", "460 ", "451 5.7.1 Of another class", "451 4.7.1 Of its own"])(
    "a reply as no server should write it: %s",
    async (reply) => {
      const hooks: SmtpHooks = { onFault: (stage) => (stage === "mail" ? { id: "f", reply } : undefined) };
      const session = await (await openServer({ hooks })).connectClient();
      await session.command("EHLO client.example");
      expect(await session.command("MAIL FROM:<a@b.example>")).toBe(`${reply}\r\n`);
    },
  );

  test("a fault that is decided later comes before the hook, and so does none", async () => {
    const fault = { id: "f", reply: "451 4.7.1 Later" };
    const onFault: SmtpHooks["onFault"] = async (stage) => (stage === "rcpt" ? fault : undefined);
    const onMail = () => "250 2.1.0 From the hook";
    const session = await (await openServer({ hooks: { onFault, onMail } })).connectClient();
    await session.command("EHLO client.example");
    expect(await session.command("MAIL FROM:<a@b.example>")).toBe("250 2.1.0 From the hook\r\n");
    expect(await session.command("RCPT TO:<a@b.example>")).toBe("451 4.7.1 Later\r\n");
  });

  test("a drop at connect", async () => {
    const { address } = await openServer({ hooks: { onFault: () => ({ id: "f", drop: true }) } });
    expect(await (await RawClient.connect(address)).readUntilClosed()).toBe("");
  });

  test("a drop at data closes the connection during the data", async () => {
    const hooks: SmtpHooks = { onFault: (stage) => (stage === "data" ? { id: "f", drop: true } : undefined) };
    const { connectClient, messages, waitForClose } = await openServer({ hooks });
    const session = await connectClient();
    const closed = waitForClose();
    for (const line of lines.slice(0, 3)) await session.command(line);
    expect(await session.command("DATA")).toMatch(/^354 /);
    session.send("x\r\n.\r\n");
    expect(await session.readUntilClosed()).toBe("");
    expect(messages).toEqual([]);
    expect((await closed).details().transcript.at(-1)).toMatchObject({ text: "dropped by a scripted fault" });
  });

  test.each([
    ["a message pipelined behind DATA", "DATA\r\nx\r\n.\r\n"],
    ["a chunk behind BDAT", "BDAT 5 LAST\r\nhello"],
    ["an empty chunk", "BDAT 0 LAST\r\n"],
  ])("a drop at data takes nothing of %s", async (_what, bytes) => {
    const hooks: SmtpHooks = { onFault: (stage) => (stage === "data" ? { id: "f", drop: true } : undefined) };
    const { connectClient, messages } = await openServer({ hooks });
    const session = await connectClient();
    for (const line of lines.slice(0, 3)) await session.command(line);
    session.send(bytes);
    expect(await session.readUntilClosed()).not.toMatch(/^250 /m);
    expect(messages).toEqual([]);
  });

  test("a drop at data asks no hook, whose refusal would leave it to the next message", async () => {
    const asked: string[] = [];
    const hooks: SmtpHooks = {
      onFault: (stage) => (stage === "data" ? { id: "f", drop: true } : undefined),
      onData: () => {
        asked.push("data");
        return "451 Later";
      },
    };
    const session = await (await openServer({ hooks })).connectClient();
    for (const line of lines.slice(0, 3)) await session.command(line);
    expect(await session.command("DATA")).toMatch(/^354 /);
    expect(asked).toEqual([]);
  });

  test("a tarpit that is done before a slow hook does not lose it", async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const hooks: SmtpHooks = {
      onFault: (stage) => (stage === "helo" ? { id: "f", tarpit: 1 } : undefined),
      onRcpt: () => held,
    };
    const session = await (await openServer({ hooks })).connectClient();
    await session.command("HELO client.example");
    session.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n");
    expect(await session.read()).toBe("250 Sender OK\r\n");
    // Two replies more would have gone out by now; only then the hook answers.
    setTimeout(release, 50);
    expect(await session.read()).toBe("250 Recipient OK\r\n");
  });

  test("a tarpit sends byte by byte from there on", async () => {
    const hooks: SmtpHooks = { onFault: (stage) => (stage === "helo" ? { id: "f", tarpit: 1 } : undefined) };
    const session = await (await openServer({ hooks, hideExtensions: ["AUTH", "CHUNKING"] })).connectClient();
    expect(await session.command("HELO client.example")).toBe("250 mx.example\r\n");
    expect(await session.command("QUIT")).toBe("221 Bye\r\n");
  });

  test("a tarpit says its last reply to the end, however long that takes", { timeout: 20_000 }, async () => {
    const reply = "421 Come back on some other day";
    const hooks: SmtpHooks = { onFault: () => ({ id: "f", tarpit: 100, reply }) };
    const { address } = await openServer({ hooks, limits: { dataTimeout: 100 } });
    const session = await RawClient.connect(address, false);
    expect(await session.readUntilClosed()).toBe(`${reply}\r\n`);
  });

  test.each<[string, SmtpHooks["onFault"]]>([
    ["that throws", () => throwBroken()],
    ["with no valid reply", () => ({ id: "f", reply: "no" })],
    ["with no valid reply, after a while", () => ({ id: "f", reply: "no", delay: 1 })],
  ])("a fault %s is 451, and is reported", async (_, onFault) => {
    const errors: unknown[] = [];
    const hooks: SmtpHooks = {
      onFault: (stage, context) => (stage === "mail" ? onFault?.(stage, context) : undefined),
      onError: (error) => errors.push(error),
    };
    const session = await (await openServer({ hooks })).connectClient();
    await session.command("EHLO client.example");
    expect(await session.command("MAIL FROM:<a@b.example>")).toMatch(/^451 /);
    expect(await session.command("NOOP")).toMatch(/^250 /);
    expect(errors).toHaveLength(1);
  });
});
