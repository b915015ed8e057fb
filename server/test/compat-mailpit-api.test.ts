import { once } from "node:events";
import { MailpitClient, type MailpitSendRequest } from "mailpit-api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

let app: RunningApp;
let client: MailpitClient;

beforeAll(async () => {
  app = await startTestApp({ webAuth: ["user:pass"], relay: [] });
  client = new MailpitClient(app.origin, { auth: { username: "user", password: "pass" } });
});
afterAll(() => app.close());
beforeEach(() => app.mailbox.clear());

/** One pixel. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

const mail: MailpitSendRequest = {
  From: { Email: "sender@example.test", Name: "Sender" },
  To: [{ Email: "rcpt+plus@example.test", Name: "Recipient" }],
  Cc: [{ Email: "cc@example.test" }],
  Bcc: ["bcc@example.test"],
  ReplyTo: [{ Email: "reply@example.test" }],
  Subject: "A mail with everything",
  Text: "The text.\nTwo lines.",
  HTML: '<p style="position:absolute">The <b>HTML</b> <img src="cid:pixel"> <a href="https://example.test/x">link</a></p>',
  Headers: { "List-Unsubscribe": "<mailto:out@example.test>, <https://example.test/out>" },
  Attachments: [
    { Content: PNG, Filename: "black.png" },
    { Content: PNG, Filename: "pixel.png", ContentType: "image/png", ContentID: "pixel" },
  ],
  Tags: ["sent"],
};

const person = (Address: string, Name = "") => ({ Address, Name });

describe("npm mailpit-api", () => {
  test("sendMessage(), listMessages(), getMessageSummary()", async () => {
    const { ID } = await client.sendMessage(mail);
    const addresses = {
      From: person("sender@example.test", "Sender"),
      To: [person("rcpt+plus@example.test", "Recipient")],
      Cc: [person("cc@example.test")],
      Bcc: [person("bcc@example.test")],
      ReplyTo: [person("reply@example.test")],
    };
    const listed = await client.listMessages();
    expect(listed).toEqual({
      total: 1,
      unread: 1,
      count: 1,
      messages_count: 1,
      messages_unread: 1,
      start: 0,
      tags: ["plus", "sent"],
      messages: [
        {
          ID,
          ...addresses,
          MessageID: expect.stringContaining("@"),
          Read: false,
          Subject: mail.Subject,
          Created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          Username: "user",
          Tags: ["plus", "sent"],
          Size: expect.any(Number),
          Attachments: 1,
          Snippet: "The HTML",
        },
      ],
    });
    const part = {
      PartID: expect.stringMatching(/^[\d.]+$/),
      ContentType: "image/png",
      Size: 70,
      Checksums: {
        MD5: expect.stringMatching(/^[0-9a-f]{32}$/),
        SHA1: expect.stringMatching(/^[0-9a-f]{40}$/),
        SHA256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    };
    expect(await client.getMessageSummary()).toMatchObject({
      ID,
      ...addresses,
      ReturnPath: "sender@example.test",
      ListUnsubscribe: { Links: ["mailto:out@example.test", "https://example.test/out"], Errors: "" },
      Text: mail.Text,
      HTML: mail.HTML,
      Attachments: [{ ...part, FileName: "black.png", ContentID: "" }],
      Inline: [{ ...part, FileName: "pixel.png", ContentID: "pixel" }],
    });
    expect(await client.listMessages()).toMatchObject({ unread: 0 });
  });

  test("getMessageHeaders(), getMessageSource(), renderMessageHTML(), renderMessageText()", async () => {
    const { ID } = await client.sendMessage(mail);
    expect(await client.getMessageHeaders(ID)).toMatchObject({
      Subject: [mail.Subject],
      "Message-Id": [expect.stringContaining("@")],
      "Mime-Version": ["1.0"],
      "Return-Path": ["<sender@example.test>"],
      Bcc: ["bcc@example.test"],
    });
    expect(await client.getMessageSource()).toContain("Subject: A mail with everything\r\n");
    const html = await client.renderMessageHTML(ID);
    expect(html).toContain('<p style="position:absolute">The <b>HTML</b>');
    expect(html).toContain(`<img src="../api/v1/message/${ID}/part/`);
    expect(await client.renderMessageHTML(ID, 1)).toContain(
      '<a href="https://example.test/x" target="_blank" rel="noreferrer noopener">',
    );
    expect(await client.renderMessageText()).toBe(mail.Text);
  });

  test("getMessageAttachment(), getAttachmentThumbnail()", async () => {
    const { ID } = await client.sendMessage(mail);
    const { PartID = "" } = (await client.getMessageSummary(ID)).Attachments[0] ?? {};
    const attachment = await client.getMessageAttachment(ID, PartID);
    expect(attachment.type).toBe("image/png");
    expect(Buffer.from(await attachment.arrayBuffer()).toString("base64")).toBe(PNG);
    const thumbnail = await client.getAttachmentThumbnail(ID, PartID);
    expect(thumbnail.type).toBe("image/jpeg");
    expect(Buffer.from(await thumbnail.slice(0, 3).arrayBuffer()).toString("hex")).toBe("ffd8ff");
  });

  test("searchMessages(), waitForMessage(), waitForMessages()", async () => {
    await client.sendMessage(mail);
    await client.sendMessage({ ...mail, Subject: "Another", Text: "different", HTML: "", Attachments: [], Tags: [] });
    const found = async (query: string) =>
      (await client.searchMessages({ query })).messages.map(({ Subject }) => Subject);
    const everything = "A mail with everything";
    expect(await found("different")).toEqual(["Another"]);
    expect(await found('"two lines"')).toEqual([everything]);
    expect(await found("-different")).toEqual([everything]);
    expect(await found("subject:another")).toEqual(["Another"]);
    expect(await found("tag:SENT")).toEqual([everything]);
    expect(await found("is:tagged has:attachment has:inline")).toEqual([everything]);
    expect(await found("!tag:sent to:rcpt+plus@example.test")).toEqual(["Another"]);
    expect(await found("to:plus@example.test")).toEqual([]);
    expect(await found("cc:cc@example.test bcc:bcc@ addressed:reply@ from:Sender")).toHaveLength(2);
    expect(await found("larger:1 smaller:1mb after:2020-01-01 before:2120-01-01")).toHaveLength(2);
    expect(await found("before:2020-01-01")).toEqual([]);
    expect(await found("black.png")).toEqual([everything]);
    expect(await client.searchMessages({ query: "mail", start: 0, limit: 1 })).toMatchObject({ count: 1, total: 2 });
    expect(await client.waitForMessage({ query: "subject:another" })).toMatchObject({ Subject: "Another" });
    expect(await client.waitForMessages({ count: 2 })).toMatchObject({ messages_count: 2 });
    await expect(client.searchMessages({ query: " " })).rejects.toThrow("400");
  });

  test("setReadStatus(), deleteMessages(), deleteMessagesBySearch()", async () => {
    const { ID } = await client.sendMessage(mail);
    await client.sendMessage({ ...mail, Subject: "Another" });
    await client.sendMessage({ ...mail, Subject: "Third" });
    const unread = () => app.mailbox.counts().unread;
    expect(await client.setReadStatus({ IDs: [ID], Read: true })).toBe("ok");
    expect(unread()).toBe(2);
    expect(await client.setReadStatus({ Search: "subject:Another", Read: true })).toBe("ok");
    expect(unread()).toBe(1);
    expect(await client.setReadStatus({ Read: true })).toBe("ok");
    expect(unread()).toBe(0);
    await expect(client.setReadStatus({ IDs: [ID], Search: "x", Read: true })).rejects.toThrow("400");
    expect(await client.deleteMessages({ IDs: [ID] })).toBe("ok");
    expect(await client.deleteMessagesBySearch({ query: "subject:Another" })).toBe("ok");
    expect(app.mailbox.counts().messages).toBe(1);
    expect(await client.deleteMessages()).toBe("ok");
    expect(app.mailbox.counts().messages).toBe(0);
  });

  test("setTags(), getTags(), renameTag(), deleteTag()", async () => {
    const { ID } = await client.sendMessage(mail);
    expect(await client.getTags()).toEqual(["plus", "sent"]);
    expect(await client.setTags({ IDs: [ID], Tags: ["b", "a tag!", "B"] })).toBe("ok");
    expect(await client.getTags()).toEqual(["a tag", "b"]);
    expect(await client.renameTag("b", "c")).toBe("ok");
    expect(await client.deleteTag("a tag")).toBe("ok");
    expect(await client.getTags()).toEqual(["c"]);
    expect(await client.setTags({ IDs: [ID], Tags: [] })).toBe("ok");
    expect(await client.getTags()).toEqual([]);
    await expect(client.deleteTag("nothing")).rejects.toThrow("400");
  });

  test("htmlCheck(), linkCheck(), spamAssassinCheck()", async () => {
    await client.sendMessage(mail);
    const check = await client.htmlCheck();
    expect(check.Warnings[0]).toMatchObject({ Slug: "css-position", Category: "css", Score: { Found: 1 } });
    expect(check.Warnings[0]?.Results).toContainEqual({
      Name: "Gmail Desktop Webmail (2021-05)",
      Family: "gmail",
      Platform: "desktop-webmail",
      Version: "2021-05",
      Support: "no",
      NoteNumber: "",
    });
    expect(check.Warnings[0]?.NotesByNumber["1"]).toContain("<code>");
    expect(check.Platforms["windows"]).toEqual(["Mozilla Thunderbird", "Outlook"]);
    expect(check.Total).toMatchObject({ Nodes: 4, Supported: expect.any(Number) });
    const links = [{ URL: "https://example.test/x", StatusCode: 0, Status: expect.stringContaining("Not checked") }];
    expect(await client.linkCheck()).toEqual({ Errors: 0, Links: links });
    await expect(client.spamAssassinCheck()).rejects.toThrow("404");
    await client.sendMessage({ ...mail, HTML: "" });
    await expect(client.htmlCheck()).rejects.toThrow("message does not contain HTML");
  });

  test("getChaosTriggers(), setChaosTriggers() fail mail by chance", async () => {
    const off = { Sender: { ErrorCode: 451, Probability: 0 }, Recipient: { ErrorCode: 451, Probability: 0 } };
    expect(await client.getChaosTriggers()).toMatchObject(off);
    const Recipient = { ErrorCode: 552, Probability: 100 };
    expect(await client.setChaosTriggers({ Recipient })).toMatchObject({ ...off, Recipient });
    await expect(app.send({ from: "a@x.test", to: "b@x.test", text: "x" })).rejects.toThrow("552");
    expect(await client.setChaosTriggers()).toMatchObject(off);
    await app.send({ from: "a@x.test", to: "b@x.test", text: "x" });
    await expect(client.setChaosTriggers({ Sender: { ErrorCode: 200, Probability: 1 } })).rejects.toThrow("400");
  });

  test("getInfo(), getConfiguration()", async () => {
    await client.sendMessage(mail);
    expect(await client.getInfo()).toMatchObject({ Messages: 1, Unread: 1, Tags: { plus: 1, sent: 1 } });
    expect(await client.getConfiguration()).toMatchObject({
      MessageRelay: { Enabled: false },
      SpamAssassin: false,
      Rspamd: false,
      ChaosEnabled: true,
    });
  });

  test("releaseMessage() says that there is no relay", async () => {
    const { ID } = await client.sendMessage(mail);
    await expect(client.releaseMessage(ID, { To: ["x@example.test"] })).rejects.toThrow("not enabled");
  });

  test("without the right password there is nothing", async () => {
    const stranger = new MailpitClient(app.origin, { auth: { username: "user", password: "wrong" } });
    await expect(stranger.getInfo()).rejects.toThrow("401 Unauthorized");
  });
});

describe("the WebSocket of Mailpit", () => {
  test("reports everything that happens, in order", async () => {
    const socket = new WebSocket(`${app.origin.replace("http", "ws")}/api/events`, { auth: "user:pass" });
    const frames: { Type: string; Data: unknown }[] = [];
    socket.on("message", (data: Buffer) => frames.push(JSON.parse(data.toString())));
    await once(socket, "open");
    const { ID } = await client.sendMessage(mail);
    await client.getMessageSummary(ID);
    await client.setTags({ IDs: [ID], Tags: ["x"] });
    await client.deleteMessages({ IDs: [ID] });
    await client.deleteMessages();
    await app.mailbox.faults.add({ on: "rcpt", reply: "550 5.1.1 No such user", times: 1 });
    await expect(app.send("Subject: x\n\nx")).rejects.toThrow("550");
    await expect
      .poll(() => frames.map(({ Type }) => Type).filter((type) => type !== "stats"))
      .toEqual(["new", "update", "update", "delete", "truncate", "error"]);
    const of = (type: string) => frames.filter(({ Type }) => Type === type).map(({ Data }) => Data);
    expect(of("new")).toMatchObject([{ ID, Read: false, Subject: mail.Subject }]);
    expect(of("update")).toEqual([
      { ID, Read: true },
      { ID, Tags: ["x"] },
    ]);
    expect(of("delete")).toEqual([{ ID }]);
    expect(of("truncate")).toEqual([null]);
    expect(of("error")).toMatchObject([
      { Type: "smtpd", IP: "127.0.0.1", Level: "error", Message: expect.stringMatching(/^550 5\.1\.1 /) },
    ]);
    expect(of("stats")[0]).toMatchObject({ Total: 0, Unread: 0 });
    socket.close();
  });
});

describe("null, which clients write for what they leave out", () => {
  const put = (path: string, body: unknown) =>
    fetch(app.origin + path, {
      method: "PUT",
      headers: { authorization: `Basic ${btoa("user:pass")}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  test("is no target, and a request without one is refused", async () => {
    const { ID } = await client.sendMessage(mail);
    await client.sendMessage(mail);
    expect((await put("/api/v1/messages", { Read: true, IDs: [ID], Search: null })).status).toBe(200);
    expect((await client.listMessages()).messages_unread).toBe(1);
    for (const body of [{ IDs: null }, { Search: null }, { IDs: null, Search: null }, { IDs: null, Search: "" }])
      expect((await put("/api/v1/messages", { Read: true, ...body })).status).toBe(400);
    expect((await client.listMessages()).messages_unread).toBe(1);
    expect((await put("/api/v1/messages", { Read: true, IDs: null, Search: "everything" })).status).toBe(200);
    expect((await client.listMessages()).messages_unread).toBe(0);
  });
});
