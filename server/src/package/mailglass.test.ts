import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import type { StreamEvent } from "@mailglass/shared";
import { createTransport } from "nodemailer";
import { describe, expect, onTestFinished, test } from "vitest";
import { connect, type Mailglass, startMailglass, WaitError } from "./mailglass.ts";

const sender = (mail: Mailglass) => createTransport(mail.env.SMTP_URL);
const letter = (to: string, subject = "Hello", more: object = {}) => ({
  from: "app@example.com",
  to,
  subject,
  text: "Hi",
  ...more,
});

/** The same tests for a catcher in this process, and for one that runs elsewhere. */
describe.each([
  ["startMailglass", startMailglass],
  [
    "connect",
    async () => {
      const server = await startMailglass();
      const mail = await connect(server.url);
      const close = async () => {
        await mail.close();
        await server.close();
      };
      return { ...mail, close, [Symbol.asyncDispose]: close };
    },
  ],
])("%s", (_, start) => {
  test("a message is waited for, and all of it is at hand", async () => {
    await using mail = await start();
    const to = mail.address("jo");
    const waiting = mail.waitFor({ to, subject: "confirm" });
    await sender(mail).sendMail({
      ...letter(to, "Please confirm"),
      html: '<a href="https://shop.example/confirm?t=1">Confirm</a> <a href="https://shop.example/" hidden>Shop</a>',
      text: "Your code is 123456.",
      attachments: [{ filename: "a.bin", content: Buffer.from([0, 1, 255]) }],
    });
    const message = await waiting;
    expect(message.link("/confirm")).toBe("https://shop.example/confirm?t=1");
    expect(message.link(/^https:.*\/$/)).toBe("https://shop.example/");
    expect(() => message.link()).toThrow(
      /“Please confirm” has 2 links; pass a match to choose one.\nFound:\n {2}https:\/\/shop.example\/confirm\?t=1 {2}\(Confirm\)/,
    );
    expect(() => message.link("nowhere")).toThrow("has no link that matches nowhere");
    expect(message.code()).toBe("123456");
    expect(message.header("SUBJECT")).toBe("Please confirm");
    expect(message.envelope.to.map(({ address }) => address)).toEqual([to]);
    expect(await message.attachments[0]?.bytes()).toEqual(new Uint8Array([0, 1, 255]));
    expect(new TextDecoder().decode(await message.raw())).toContain("Subject: Please confirm\r\n");
    const check = await message.checks.html;
    expect(check?.features.map(({ slug }) => slug)).toEqual(["html-hidden"]);
    expect((await message.session()).transcript.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^MAIL FROM:<app@example.com>/),
    );
  });

  test("only the requested members are there, and the methods that need no others", async () => {
    await using mail = await start();
    await sender(mail).sendMail(letter("jo@example.com", "Log in", { text: "Your code is 482913." }));
    const message = await mail.waitFor({ to: "jo@example.com" }, { fields: ["codes"] });
    expect(message.code()).toBe("482913");
    expect(message.subject).toBe("Log in");
    expect(message).not.toHaveProperty("text");
    expect(new TextDecoder().decode(await message.raw())).toContain("Subject: Log in\r\n");
    // @ts-expect-error -- only a program without types can call it
    expect(() => message.link()).toThrow("requested without its links: add “links” to `fields`");
    const [first] = await mail.waitForCount(1, { fields: ["headers", "attachments"] });
    expect([first?.header("to"), first?.attachments]).toEqual(["jo@example.com", []]);
  });

  test("inboxes by address never see each other's mail", async () => {
    await using mail = await start();
    const inboxes = Array.from({ length: 20 }, () => mail.inbox({ to: mail.address() }));
    const people = inboxes.map(({ address }) => address);
    expect(new Set(people).size).toBe(20);
    const waits = inboxes.map((inbox) => inbox.waitFor("subject:welcome"));
    await Promise.all(people.map((to, n) => sender(mail).sendMail(letter(to, `Welcome ${n}`))));
    const subjects = (await Promise.all(waits)).map(({ subject }) => subject);
    expect(subjects).toEqual(people.map((_to, n) => `Welcome ${n}`));
    expect(await Promise.all(inboxes.map(async (inbox) => (await inbox.messages()).length))).toEqual(
      people.map(() => 1),
    );
  });

  test("a mark excludes earlier messages", async () => {
    await using mail = await start();
    const to = mail.address();
    await sender(mail).sendMail(letter(to, "Old"));
    await mail.waitFor({ to });
    const since = await mail.mark();
    await mail.expectNone({ match: { to }, since, within: 50 });
    await sender(mail).sendMail(letter(to, "New"));
    expect((await mail.waitFor({ to }, { since })).subject).toBe("New");
  });

  test("so many, exactly so many, and none", async () => {
    await using mail = await start();
    const inbox = mail.inbox({ to: mail.address() });
    await inbox.expectNone({ within: 20 });
    const to = mail.address();
    for (const n of [1, 2, 3]) await sender(mail).sendMail(letter(to, `Number ${n}`));
    const found = await mail.waitForCount(3, { match: { to }, exactly: true });
    expect(found.map(({ subject }) => subject)).toEqual(["Number 1", "Number 2", "Number 3"]);
    await expect(mail.waitForCount(2, { match: { to }, exactly: true })).rejects.toThrow(
      /^Expected exactly 2 messages, but 3 arrived:\n {2}“Number 1” to test\./,
    );
    await expect(mail.expectNone({ match: { to } })).rejects.toThrow(
      "Expected no messages, but 1 arrived:\n  “Number 3” to",
    );
  });

  test("a timeout reads like a good test failure", async () => {
    await using mail = await start();
    const to = mail.address("jo");
    await sender(mail).sendMail(letter(to, "Reset your password"));
    await expect(sender(mail).sendMail(letter("", "Nobody"))).rejects.toThrow("No recipients defined");
    const error = await mail.waitFor({ to, subject: "welcome" }, { timeout: 30 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WaitError);
    const { message } = error as WaitError;
    expect(message).toMatch(
      new RegExp(
        `^No message matched to:${to} subject:welcome within \\d+ ms\\n1 message was checked.\\nClosest:\\n {2}“Reset your password” to ${to} from app@example.com: not subject:welcome`,
      ),
    );
  });

  test("a signal, and closing, end waits at once", async () => {
    await using mail = await start();
    const stop = new AbortController();
    const waiting = mail.waitFor({}, { signal: stop.signal, timeout: 60_000 });
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    const another = mail.waitFor({}, { timeout: 60_000 });
    const reason = another.catch((error: unknown) => error);
    await mail.close();
    expect(await reason).toEqual(new Error("The connection to Mailglass was closed."));
  });

  test("a failure is scripted in one line, and ends with its block", async () => {
    await using mail = await start();
    const to = mail.address();
    {
      await using greylisting = await mail.fail({ on: "rcpt", match: { to }, reply: "451 4.7.1 Greylisted", times: 2 });
      await expect(sender(mail).sendMail(letter(to))).rejects.toThrow("451 4.7.1 Greylisted");
      await expect(sender(mail).sendMail(letter(to))).rejects.toThrow("451");
      await sender(mail).sendMail(letter(to));
      expect(await greylisting.counts()).toEqual({ seen: 3, hits: 2 });
    }
    expect(await mail.client.listFaults()).toEqual([]);
    await mail.waitFor({ to });
  });

  test("the stream yields events", async () => {
    await using mail = await start();
    const seen: StreamEvent["type"][] = [];
    for await (const event of mail.stream()) {
      seen.push(event.type);
      if (event.type === "hello") await sender(mail).sendMail(letter("jo@example.com"));
      if (event.type === "message.added") break;
    }
    expect(seen).toEqual(expect.arrayContaining(["hello", "session.opened", "message.added"]));
  });
});

test("where no catcher runs, connecting fails at once", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await expect(connect(`http://127.0.0.1:${port}`)).rejects.toThrow("There is no server at");
});

test("a start that cannot be finished leaves no port open", async () => {
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const { port: smtpPort } = free.address() as AddressInfo;
  free.close();
  await once(free, "close");
  const hashed = `jo:$2b$10$${"a".repeat(53)}`;
  await expect(startMailglass({ smtpPort, webAuth: [hashed] })).rejects.toThrow("Send a user and password");
  await (await startMailglass({ smtpPort })).close();
});

test("a catcher that requires a password is called with it", async () => {
  await using mail = await startMailglass({ webAuth: ["jo:50%/se:cret"] });
  expect(await mail.messages()).toEqual([]);
});

test("messages that go while they are listed are left out", async () => {
  await using mail = await startMailglass();
  for (const subject of ["stays", "goes"]) {
    await mail.client.addMessage({ body: { from: "a@example.com", to: ["b@example.com"], subject, text: "x" } });
  }
  const { id } = await mail.client.getLatestMessage();
  const slow = await connect(mail.url, {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (request.url.endsWith(id)) await mail.client.deleteMessage({ params: { id } });
      return fetch(request);
    },
  });
  expect((await slow.messages()).map(({ subject }) => subject)).toEqual(["stays"]);
});

describe("connect() says what to do", () => {
  test.each([
    ["localhost:8025", "such as http://localhost:8025"],
    ["127.0.0.1:8025/mail/", "such as http://127.0.0.1:8025/mail/"],
    ["mailpit", "such as http://mailpit"],
    ["smtp://localhost:1025", "must begin with http:// or https://, such as http://localhost:8025"],
  ])("about the URL %s", async (url, advice) => {
    await expect(connect(url)).rejects.toThrow(advice);
  });

  test("where nothing listens", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    await expect(connect(`http://127.0.0.1:${port}`)).rejects.toThrow(
      /There is no server at .*ECONNREFUSED.*Start Mailglass/,
    );
  });

  test("about the SMTP port, and about another server", async () => {
    const mailglass = await startMailglass();
    onTestFinished(() => mailglass.close());
    await expect(connect(`http://127.0.0.1:${mailglass.env.SMTP_PORT}`)).rejects.toThrow("It may be the SMTP port");
    const other = createHttpServer((_, response) => response.writeHead(404).end("nothing here")).listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await expect(connect(`http://127.0.0.1:${port}`)).rejects.toThrow(
      /is no Mailglass \(status 404\).*address of its page/,
    );
  });
});
