import { expect, test } from "vitest";
import { createTestServer, startTestServer } from "../../test/support/test-http-server.ts";

test("a message from JSON equals one received by SMTP, with a hidden recipient in its envelope", async () => {
  await using server = await startTestServer();
  const { client } = server;
  const { id } = await client.addMessage({
    body: {
      from: "Jörg <app@example.com>",
      to: ["Jo <jo@example.com>"],
      bcc: ["hidden@example.com"],
      subject: "Grüße",
      text: "Hallo\nJo",
      html: '<p>Hallo</p><img src="cid:logo">',
      headers: { "X-Campaign": "spring" },
      attachments: [
        { filename: "a.bin", content: "AAH/" },
        { filename: "logo.png", contentType: "image/png", contentId: "logo", content: "iVBORw0KGgo=" },
      ],
      tags: ["made"],
    },
  });
  const message = await client.getMessage({ params: { id } });
  expect(message).toMatchObject({
    from: { name: "Jörg", address: "app@example.com" },
    recipients: ["jo@example.com", "hidden@example.com"],
    bcc: [],
    subject: "Grüße",
    tags: ["made"],
    sessionId: null,
    envelope: { greeting: null },
    findingCounts: { error: 0 },
  });
  expect(message.headers).toContainEqual(expect.objectContaining({ name: "X-Campaign", value: "spring" }));
  const attachment = message.attachments.find(({ filename }) => filename === "a.bin");
  expect(await client.getPart({ params: { id, number: attachment?.part ?? "" } })).toEqual(new Uint8Array([0, 1, 255]));
});

test("a source is taken byte for byte, with the envelope that is given, or else its header's", async () => {
  await using server = await startTestServer();
  const source = new Uint8Array(
    Buffer.from("From: a@example.com\r\nTo: b@example.com\r\nCc: c@example.com\r\n\r\n\0\xff..", "latin1"),
  );
  const made = await server.client.addMessage({ body: source });
  expect(made).toMatchObject({ sender: "a@example.com", recipients: ["b@example.com", "c@example.com"] });
  expect(await server.client.getRaw({ params: { id: made.id } })).toEqual(source);
  const given = await server.client.addMessage({
    body: source,
    query: { from: "x@example.com", to: ["y@example.com"], tag: ["t"] },
  });
  expect(given).toMatchObject({ sender: "x@example.com", recipients: ["y@example.com"], tags: ["t"] });
});

test("the envelope of a header has its addresses: without names alone, and after an mbox line", async () => {
  await using server = await startTestServer();
  const source = "From jo Fri Nov 27 10:00:00 2026\r\nFrom: a@example.com\r\nTo: Jo von Smith, b@example.com\r\n\r\n";
  const made = await server.client.addMessage({ body: new Uint8Array(Buffer.from(source)) });
  expect(made).toMatchObject({ sender: "a@example.com", recipients: ["b@example.com"] });
});

test("no file is read and no address fetched for a message", async () => {
  await using server = await createTestServer();
  const headers = { "content-type": "application/json" };
  const from = "a@example.com";
  for (const body of [
    { from, attachments: [{ path: "/etc/passwd", content: "" }] },
    { from, html: { path: "/etc/passwd" } },
    { from, text: { href: "http://127.0.0.1:1/" } },
    { from, raw: { path: "/etc/passwd" } },
    { from, icalEvent: { path: "/etc/passwd" } },
  ]) {
    const answer = await server.app.inject({
      method: "POST",
      url: "/api/messages",
      headers,
      payload: JSON.stringify(body),
    });
    expect(answer.statusCode).toBe(400);
  }
  const html = '<img src="/etc/passwd"><img src="file:///etc/passwd"><img src="http://127.0.0.1:1/x.png">';
  const answer = await server.app.inject({
    method: "POST",
    url: "/api/messages",
    headers,
    payload: JSON.stringify({ from, html }),
  });
  expect(answer.statusCode).toBe(201);
  expect((await server.mailbox.get(answer.json().id))?.mail().raw().toString()).not.toContain("root:");
});

test("line ends in what is named cannot make header fields", async () => {
  await using server = await createTestServer();
  const payload = {
    from: "a@example.com",
    to: ["b@example.com"],
    subject: "x\r\nBcc: evil@example.com",
    headers: { "X-A": "1\r\nX-Evil: 2" },
  };
  const answer = await server.app.inject({
    method: "POST",
    url: "/api/messages",
    headers: { "content-type": "application/json" },
    payload: JSON.stringify(payload),
  });
  expect(answer.statusCode).toBe(201);
  const header = await server.app.inject(`/api/messages/${answer.json().id}/headers`);
  const names = header.json<{ name: string }[]>().map(({ name }) => name.toLowerCase());
  expect(names).not.toContain("bcc");
  expect(names).not.toContain("x-evil");
});

test.each([
  ["/api/messages?from=a%0d%0ab@example.com", "message/rfc822", "x"],
  ["/api/messages?to=a%00b@example.com", "message/rfc822", "x"],
  ["/api/messages?to=", "message/rfc822", "x"],
  ["/api/messages", "application/json", { from: "a@example.com", headers: { "X-A: y\r\nBcc": "evil@example.com" } }],
  ["/api/messages", "application/json", { from: "a@example.com", headers: { "": "x" } }],
  ["/api/messages", "application/json", { from: "a@example.com\r\nBcc: evil@example.com", to: ["b@example.com"] }],
  ["/api/messages", "application/json", { from: "a@example.com", to: ["b@example.com", "c\n@example.com"] }],
])("what would break out of its line, or is blank, is refused: %s", async (url, type, payload) => {
  await using server = await createTestServer();
  const { statusCode } = await server.app.inject({ method: "POST", url, headers: { "content-type": type }, payload });
  expect(statusCode).toBe(400);
});

test("the response to an address with a line break says what an address looks like", async () => {
  await using server = await createTestServer();
  const payload = { from: "a@example.com", to: ["b@example.com", "c\n@example.com"] };
  const answer = await server.app.inject({ method: "POST", url: "/api/messages", payload });
  expect(answer.json().detail).toContain(
    "body /to/1 does not have this form: jo@example.com or Jo <jo@example.com>, on one line",
  );
});
