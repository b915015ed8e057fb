import { once } from "node:events";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

let app: RunningApp;

beforeAll(async () => {
  app = await startTestApp({
    hostname: "mailglass.test",
    relay: ["smtp://user:secret@relay.example.test:2525?name=office&email=me@example.test"],
  });
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.mailbox.clear();
  await app.mailbox.faults.clear();
});

const source = `Subject: =?utf-8?Q?H=C3=A9?=
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

text
--b
Content-Type: text/html; name="page.html"
Content-Transfer-Encoding: base64

PGI+aGk8L2I+
--b--
`;

async function call(method: string, path: string, body?: string) {
  const response = await fetch(`${app.origin}${path}`, { method, ...(body !== undefined && { body }) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const getJson = async (path: string): Promise<unknown> => JSON.parse((await call("GET", path)).text);

async function sendAndGetId(): Promise<string> {
  await app.send(source, ["rcpt@example.com", "hidden@example.com"]);
  return app.mailbox.list({ limit: 1 }).items[0]?.id ?? "";
}

test("a message has MailHog's shape: envelope, fields as sent, parts with the dashes that close them", async () => {
  const ID = await sendAndGetId();
  const recipient = (Mailbox: string) => ({ Relays: null, Mailbox, Domain: "example.com", Params: "" });
  const part = expect.objectContaining({ Headers: expect.any(Object), Size: expect.any(Number), MIME: null });
  const message = await getJson(`/api/v1/messages/${ID}`);
  expect(message).toEqual({
    ID,
    From: recipient("sender"),
    To: [recipient("rcpt"), recipient("hidden")],
    Content: {
      Headers: {
        Subject: ["=?utf-8?Q?H=C3=A9?="],
        "Content-Type": ["multipart/mixed; boundary=b"],
        "Message-ID": [`${ID}@mailglass.test`],
        Received: [expect.stringMatching(/^from \S+ by mailglass\.test \(Mailglass\)\r\n {10}id \S+; .* \+0000$/)],
        "Return-Path": ["<sender@example.com>"],
      },
      Body: expect.stringMatching(/^--b\r\n[^]*--b--$/),
      Size: Buffer.byteLength(source.replaceAll("\n", "\r\n")) - 2,
      MIME: null,
    },
    Created: expect.stringMatching(/Z$/),
    MIME: { Parts: [part, part, expect.objectContaining({ Body: "--" })] },
    Raw: {
      From: "sender@example.com",
      To: ["rcpt@example.com", "hidden@example.com"],
      Data: expect.stringMatching(/--b--$/),
      Helo: expect.any(String),
    },
  });
  expect(await getJson("/api/v2/messages")).toEqual({ total: 1, count: 1, start: 0, items: [message] });
  expect(await getJson("/mailhog/api/v1/messages")).toEqual([message]);
});

test("what is not there answers as MailHog does", async () => {
  expect(await call("GET", "/api/v1/messages/none")).toMatchObject({ status: 200, text: "null" });
  expect(await call("DELETE", "/api/v1/messages/none")).toMatchObject({ status: 500 });
  expect(await call("GET", "/api/v1/messages/none/download")).toMatchObject({ status: 404 });
  expect(await call("GET", "/api/v2/search?kind=subject&query=x")).toMatchObject({ status: 400 });
  expect(await getJson("/api/v2/search?kind=to&query=x")).toEqual({ total: 0, count: 0, start: 0, items: [] });
});

test("a page has at most 250 messages, and begins at `start`", async () => {
  for (let count = 0; count < 3; count++) await sendAndGetId();
  expect(await getJson("/api/v2/messages?start=2&limit=5000")).toMatchObject({ total: 3, count: 1, start: 2 });
  expect(await getJson("/api/v2/search?kind=to&query=hidden&start=3")).toMatchObject({ total: 3, count: 0, items: [] });
});

test("downloads are byte for byte, and are never shown in place", async () => {
  const ID = await sendAndGetId();
  const whole = await call("GET", `/api/v1/messages/${ID}/download`);
  expect(whole.text).toBe(source.replaceAll("\n", "\r\n"));
  const part = await call("GET", `/api/v1/messages/${ID}/mime/part/1/download`);
  expect(part.text).toBe("<b>hi</b>");
  for (const { headers } of [whole, part]) {
    expect(headers.get("content-disposition")).toMatch(/^attachment;/);
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  }
  expect(await call("GET", `/api/v1/messages/${ID}/mime/part/9/download`)).toMatchObject({ status: 404 });
});

/** The products respond differently to deleting all messages: with nothing, and with `ok`. */
describe("DELETE /api/v1/messages", () => {
  test("does not write to a client that sends nothing", async () => {
    await sendAndGetId();
    const sent = request(`${app.origin}/api/v1/messages`, { method: "DELETE" }).end();
    const [response] = await once(sent, "response");
    expect(await text(response)).toBe("");
    expect(app.mailbox.counts().messages).toBe(0);
  });

  test("says ok to any other", async () => {
    expect(await call("DELETE", "/api/v1/messages")).toMatchObject({ status: 200, text: "ok" });
    expect(await call("DELETE", "/mailhog/api/v1/messages")).toMatchObject({ status: 200, text: "" });
  });
});

describe("release", () => {
  const release = async (body: object, id?: string) =>
    call("POST", `/api/v1/messages/${id ?? (await sendAndGetId())}/release`, JSON.stringify(body));

  test("is refused for a name that is not known, a server to save, and another mechanism", async () => {
    const Email = "x@example.com";
    expect(await release({ Name: "stranger", Email })).toMatchObject({ status: 400 });
    expect(await release({ Name: "new", Save: true, Host: "127.0.0.1", Port: "25", Email })).toMatchObject({
      status: 400,
    });
    expect(await release({ Host: "127.0.0.1", Port: "25", Email, Mechanism: "NTLM" })).toMatchObject({ status: 400 });
    expect(await release({ Host: "127.0.0.1", Port: "1", Email })).toMatchObject({ status: 400 });
    expect(
      await release({ Host: "localhost", Port: String(app.smtp.port), Email: "a@x>\r\nRCPT TO:<b@x" }),
    ).toMatchObject({
      status: 400,
    });
    expect(await release({ Name: "", Email }, "none")).toMatchObject({ status: 500 });
  });

  test("the list of servers has no password", async () => {
    expect(await getJson("/api/v2/outgoing-smtp")).toEqual({
      office: {
        Name: "office",
        Save: false,
        Email: "me@example.test",
        Host: "relay.example.test",
        Port: "2525",
        Username: "user",
        Password: "",
        Mechanism: "",
      },
    });
  });
});

describe("Jim", () => {
  const send = () => app.send({ from: "a@example.com", to: "b@example.com", text: "x" });

  test("is created, changed and removed", async () => {
    expect(await call("GET", "/api/v2/jim")).toMatchObject({ status: 404 });
    expect(await call("PUT", "/api/v2/jim", "{}")).toMatchObject({ status: 404 });
    expect(await call("DELETE", "/api/v2/jim")).toMatchObject({ status: 404 });
    expect(await call("POST", "/api/v2/jim")).toMatchObject({ status: 201 });
    expect(await call("POST", "/mailhog/api/v2/jim")).toMatchObject({ status: 400 });
    expect(await getJson("/api/v2/jim")).toMatchObject({ AcceptChance: 0.99, LinkSpeedMin: 1024 });
    expect(await call("PUT", "/api/v2/jim", '{"acceptchance": 1}')).toMatchObject({ status: 200 });
    expect(await getJson("/api/v2/jim")).toMatchObject({ AcceptChance: 1, LinkSpeedMin: 0, RejectSenderChance: 0 });
    expect(await call("DELETE", "/api/v2/jim")).toMatchObject({ status: 200 });
    expect(app.mailbox.faults.list()).toEqual([]);
  });

  test("refuses and drops as often as configured", async () => {
    await call(
      "POST",
      "/api/v2/jim",
      '{"AcceptChance": 1, "RejectRecipientChance": 1, "DisconnectChance": 0, "RejectSenderChance": 0, "LinkSpeedAffect": 0}',
    );
    await expect(send()).rejects.toThrow("550");
    await call("PUT", "/api/v2/jim", '{"AcceptChance": 0}');
    await expect(send()).rejects.toThrow(/closed|ECONN/i);
    await call("PUT", "/api/v2/jim", '{"AcceptChance": 1}');
    await send();
    expect(app.mailbox.counts().messages).toBe(1);
  });

  test("is gone when all failures are cleared", async () => {
    await call("POST", "/api/v2/jim");
    await app.mailbox.faults.clear();
    expect(await call("GET", "/api/v2/jim")).toMatchObject({ status: 404 });
  });
});

test("server-sent events tell each new message, whole", async () => {
  const response = await fetch(`${app.origin}/api/v1/events`);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const ID = await sendAndGetId();
  let seen = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    seen += decoder.decode(chunk, { stream: true });
    if (seen.endsWith("\n\n")) break;
  }
  expect(JSON.parse(seen.replaceAll(/^data: /gm, ""))).toMatchObject({ ID, Raw: { From: "sender@example.com" } });
});

test("the WebSocket sends each new message, complete", async () => {
  const socket = new WebSocket(`${app.origin.replace("http", "ws")}/api/v2/websocket`);
  await once(socket, "open");
  const frame = once(socket, "message");
  const ID = await sendAndGetId();
  const [data] = await frame;
  expect(JSON.parse(String(data))).toMatchObject({ ID, To: [{ Mailbox: "rcpt" }, { Mailbox: "hidden" }] });
  socket.close();
});
