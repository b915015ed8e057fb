import { describe, expect, onTestFinished, test } from "vitest";
import { messageText, openServer } from "../../test/smtp/open-server.ts";
import { RawClient } from "../../test/smtp/raw-client.ts";
import * as smtp from "./smtp.ts";
import { DebuggingServer, type ProcessedMessage, PureProxy, SmtpServer, type SmtpServerClassOptions } from "./smtp.ts";

async function connectTo(server: SmtpServer): Promise<RawClient> {
  const address = await server.listen({ port: 0 });
  onTestFinished(() => server.close());
  const client = await RawClient.connect("port" in address ? address : { port: 0 });
  await client.read();
  await client.command("EHLO client.example");
  return client;
}

async function sendMessage(
  client: RawClient,
  message: string,
  from = "<a@b.example>",
  to = ["<c@d.example>"],
): Promise<string> {
  await client.command(`MAIL FROM:${from}`);
  for (const recipient of to) await client.command(`RCPT TO:${recipient}`);
  await client.command("DATA");
  return client.command(`${message}.`);
}

describe("SmtpServer", () => {
  test("processMessage, overridden, gets what Python's got, with options as sent and by recipient", async () => {
    const got: ProcessedMessage[] = [];
    class Mine extends SmtpServer {
      override processMessage(message: ProcessedMessage): void {
        got.push(message);
      }
    }
    const to = ["<c@d.example> notify=Never", "<e@f.example>"];
    const reply = await sendMessage(await connectTo(new Mine()), "Hi\r\n", "<a@b.example> Size=4", to);
    expect(reply).toBe("250 2.0.0 OK: message accepted\r\n");
    expect(got).toMatchObject([
      {
        peer: { address: "127.0.0.1" },
        mailFrom: "a@b.example",
        rcptTos: ["c@d.example", "e@f.example"],
        mailOptions: ["Size=4"],
        rcptOptions: [["notify=Never"], []],
      },
    ]);
    expect(got[0]?.data.toString()).toBe("Hi\r\n");
  });

  const answers: readonly (readonly [string, SmtpServerClassOptions["processMessage"], string])[] = [
    ["test_manual_status: a reply is sent", () => "250 2.0.0 Test message", "250 2.0.0 Test message\r\n"],
    ["a refusal is sent", () => ({ code: 554, enhanced: "5.7.1", text: "No" }), "554 5.7.1 No\r\n"],
    ["a promise is waited for", () => Promise.resolve("250 Later"), "250 Later\r\n"],
    ["throwing is 451", throwBroken, "451 4.3.0 Internal error, try again later\r\n"],
    ["what is no reply is 451", () => "fine", "451 4.3.0 Internal error, try again later\r\n"],
  ];
  test.each(answers)("processMessage as an option: %s", async (_name, processMessage, reply) => {
    const client = await connectTo(new SmtpServer({ ...(processMessage && { processMessage }) }));
    expect(await sendMessage(client, "x\r\n")).toBe(reply);
    expect(await client.command("NOOP")).toBe("250 2.0.0 OK\r\n");
  });

  test("test_process_message_unimplemented: a server without processMessage takes all", async () => {
    expect(await sendMessage(await connectTo(new SmtpServer()), "x\r\n")).toMatch(/^250 /);
  });

  test("test_server_accept: a connection is taken, and greeted", async () => {
    const server = new SmtpServer({ hostname: "mx.example" });
    onTestFinished(() => server.close());
    const address = await server.listen({ port: 0 });
    const client = await RawClient.connect("port" in address ? address : { port: 0 });
    expect(await client.read()).toMatch(/^220 mx\.example /);
  });

  test("test_broken_connect: a server that cannot listen says so", async () => {
    const { address } = await openServer();
    const port = "port" in address ? address.port : 0;
    await expect(new SmtpServer().listen({ port })).rejects.toThrow("EADDRINUSE");
  });

  test.each([
    ["test_socket_uses_IPv4", "127.0.0.1"],
    ["test_socket_uses_IPv6", "::1"],
  ])("%s", async (_name, host) => {
    const server = new SmtpServer();
    onTestFinished(() => server.close());
    expect(await server.listen({ host, port: 0 })).toMatchObject({ host });
  });

  test("test__all__: the module gives these, and nothing else", () => {
    expect(Object.keys(smtp).sort()).toEqual([
      "DEFAULT_LIMITS",
      "DebuggingServer",
      "EXTENSIONS",
      "PureProxy",
      "SharedBudget",
      "SmtpServer",
      "createSmtpServer",
      "parseReply",
    ]);
  });
});

function throwBroken(): never {
  throw new Error("broken");
}

describe("DebuggingServer", () => {
  async function collectOutput(message: string, from?: string, to?: string[]): Promise<string> {
    let output = "";
    const server = new DebuggingServer({ output: { write: (part) => (output += part) } });
    await sendMessage(await connectTo(server), message, from, to);
    return output;
  }

  test("test_process_message_with_decode_data_true: prints a message, X-Peer as its last header", async () => {
    expect(await collectOutput("From: test\r\n\r\nhello\r\n")).toBe(
      [
        "---------- MESSAGE FOLLOWS ----------",
        "From: test",
        "X-Peer: 127.0.0.1",
        "",
        "hello",
        "------------ END MESSAGE ------------",
        "",
      ].join("\n"),
    );
  });

  test.each(["test_process_message_with_decode_data_false", "test_process_message_with_enable_SMTPUTF8_true"])(
    "%s: prints UTF-8 as text, and U+FFFD for what is none, where Python printed the escapes of bytes",
    async () => {
      const output = await collectOutput("From: test\r\n\r\nh\xc3\xa9llo\xff\r\n");
      expect(output.split("\n").slice(1, 5)).toEqual(["From: test", "X-Peer: 127.0.0.1", "", "héllo\ufffd"]);
    },
  );

  test("test_process_SMTPUTF8_message_with_enable_SMTPUTF8_true: options come first", async () => {
    const output = await collectOutput("From: t\r\n\r\nh\xc3\xa9llo\r\n", "<a@b.example> BODY=8BITMIME SMTPUTF8", [
      "<c@d.example> NOTIFY=NEVER",
    ]);
    expect(output.split("\n").slice(1, 8)).toEqual([
      "mail options: BODY=8BITMIME SMTPUTF8",
      "rcpt options: <c@d.example> NOTIFY=NEVER",
      "",
      "From: t",
      "X-Peer: 127.0.0.1",
      "",
      "héllo",
    ]);
  });

  test("a message that is headers only has X-Peer too, and control characters are written out", async () => {
    expect((await collectOutput("Subject: \u001b[2Jx\r\n")).split("\n").slice(1, 3)).toEqual([
      "Subject: \\x1b[2Jx",
      "X-Peer: 127.0.0.1",
    ]);
  });
});

describe("PureProxy", () => {
  test("hands on a message with its envelope, X-Peer added, dots doubled again", async () => {
    const upstream = await openServer();
    if (!("port" in upstream.address)) throw new Error("The upstream server has a port");
    const client = await connectTo(new PureProxy({ upstream: { host: "127.0.0.1", port: upstream.address.port } }));
    const to = ["<c@d.example> NOTIFY=NEVER", "<e@f.example>"];
    const message = "Subject: x\r\n\r\n..dotted\r\n";
    expect(await sendMessage(client, message, "<a@b.example> SIZE=10 BODY=8BITMIME", to)).toMatch(/^250 2\.0\.0 /);
    expect(await sendMessage(client, "second\r\n")).toMatch(/^250 2\.0\.0 /);
    expect(upstream.messages.map(messageText)).toEqual([
      "Subject: x\r\nX-Peer: 127.0.0.1\r\n\r\n.dotted\r\n",
      "second\r\nX-Peer: 127.0.0.1\r\n",
    ]);
    expect(upstream.messages[0]?.envelope).toMatchObject({
      from: { address: "a@b.example", parameters: [{ keyword: "BODY", value: "8BITMIME" }] },
      to: [{ parameters: [{ keyword: "NOTIFY", value: "NEVER" }] }, { address: "e@f.example" }],
    });
  });

  test("passes upstream's refusals on, recipient by recipient", async () => {
    const upstream = await openServer({
      hooks: {
        onMail: ({ path }) => (path.address === "spam@x.example" ? "550 5.7.1 Not you" : undefined),
        onRcpt: ({ path }) => (path.address.startsWith("no") ? "550 5.1.1 Unknown here" : undefined),
        onMessage: () => "554 5.6.0 Bad taste",
      },
    });
    if (!("port" in upstream.address)) throw new Error("The upstream server has a port");
    const client = await connectTo(new PureProxy({ upstream: { host: "127.0.0.1", port: upstream.address.port } }));
    expect(await client.command("MAIL FROM:<spam@x.example>")).toBe("550 5.7.1 Not you\r\n");
    await client.command("MAIL FROM:<a@b.example>");
    expect(await client.command("RCPT TO:<no@d.example>")).toBe("550 5.1.1 Unknown here\r\n");
    expect(await client.command("RCPT TO:<yes@d.example>")).toBe("250 2.1.5 Recipient OK\r\n");
    await client.command("DATA");
    expect(await client.command("x\r\n.")).toBe("554 5.6.0 Bad taste\r\n");
  });

  test("a message is forwarded also where hooks accept with replies of their own", async () => {
    const upstream = await openServer();
    const { port } = "port" in upstream.address ? upstream.address : { port: 0 };
    const client = await connectTo(
      new PureProxy({
        upstream: { host: "127.0.0.1", port },
        onMail: () => "250 2.1.0 Fine",
        onRcpt: () => "250 2.1.5 Fine",
        processMessage: () => "250 2.0.0 Fine",
      }),
    );
    await sendMessage(client, "x\r\n");
    expect(upstream.messages.map(messageText)).toEqual(["x\r\nX-Peer: 127.0.0.1\r\n"]);
  });

  test("an upstream that cannot be reached is 451", async () => {
    const upstream = await openServer();
    const { port } = "port" in upstream.address ? upstream.address : { port: 0 };
    await upstream.server.close();
    const client = await connectTo(new PureProxy({ upstream: { host: "127.0.0.1", port } }));
    expect(await client.command("MAIL FROM:<a@b.example>")).toBe("451 4.4.1 The upstream server cannot be reached\r\n");
  });

  test("is no open relay by accident: others may reach it only where recipients are limited", async () => {
    const upstream = { host: "127.0.0.1", port: 1 };
    const own = new PureProxy({ upstream });
    await own.listen({ host: "LOCALHOST", port: 0 });
    await own.close();
    await expect(new PureProxy({ upstream }).listen({ host: "0.0.0.0", port: 0 })).rejects.toThrow("open relay");
    await expect(new PureProxy({ upstream }).listen({ host: "::", port: 0 })).rejects.toThrow("open relay");
  });

  test("recipients that are not allowed are refused", async () => {
    const upstream = await openServer();
    const { port } = "port" in upstream.address ? upstream.address : { port: 0 };
    const proxy = new PureProxy({ upstream: { host: "127.0.0.1", port }, allowRecipients: ["*@team.example"] });
    const client = await connectTo(proxy);
    await client.command("MAIL FROM:<a@b.example>");
    expect(await client.command("RCPT TO:<jo@Team.example>")).toMatch(/^250 /);
    expect(await client.command("RCPT TO:<jo@team.example.evil>")).toMatch(/^550 5\.7\.1 /);
  });
});
