import { createClient } from "@mailglass/shared/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";

/* Mandrill's recipients: each has a result in the reply, and a message. */

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await createClient({ url: app.origin }).deleteMessages();
});
afterAll(() => app.close());

const MESSAGE = { from_email: "jo@example.com", subject: "Hi", text: "Hello *|NAME|*" };
const recipient = (name: string, type = "to") => ({ email: `${name}@example.net`, type });

async function send(message: object, others: object = {}): Promise<{ email: string; status: string; _id: string }[]> {
  const body = JSON.stringify({ key: "key", message: { ...MESSAGE, ...message }, ...others });
  const response = await fetch(`${app.origin}/api/1.0/messages/send`, { method: "POST", body });
  expect(response.status).toBe(200);
  return response.json() as Promise<{ email: string; status: string; _id: string }[]>;
}

/** Returns the text and the id at the provider of each message, by its recipients. */
async function received(): Promise<Record<string, { text: string; id: string }>> {
  const client = createClient({ url: app.origin });
  const { items } = await client.listMessages();
  const entries = items.map(async ({ id, recipients }) => {
    const { text } = await client.getMessage({ params: { id } });
    const { messageId } = await client.getRequest({ params: { id } });
    return [recipients.join(), { text: text?.trim() ?? "", id: messageId }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const variables = (name: string) => ({ rcpt: `${name}@example.net`, vars: [{ name: "NAME", content: name }] });

test.each(["cc", "bcc"])(
  "with variables of each recipient and nobody but those in %s, each gets a message",
  async (type) => {
    const reply = await send({
      to: [recipient("zoe", type), recipient("ann", type)],
      merge_vars: [variables("zoe"), variables("ann")],
    });
    expect(reply.map(({ status }) => status)).toEqual(["sent", "sent"]);
    expect(await received()).toEqual({
      "zoe@example.net": { text: "Hello zoe", id: reply[0]?._id },
      "ann@example.net": { text: "Hello ann", id: reply[1]?._id },
    });
  },
);

test("the ids of the reply are those of the messages: of the first recipient, where a message has several", async () => {
  const shared = await send({ to: [recipient("cc", "cc"), recipient("zoe"), recipient("ann")] });
  expect(new Set(shared.map(({ _id }) => _id)).size).toBe(3);
  expect(Object.values(await received()).map(({ id }) => id)).toEqual([shared[1]?._id]);
  await createClient({ url: app.origin }).deleteMessages();
  const split = await send({ to: [recipient("zoe"), recipient("ann")], preserve_recipients: false });
  const messages = await received();
  expect([messages["zoe@example.net"]?.id, messages["ann@example.net"]?.id]).toEqual(split.map(({ _id }) => _id));
});

test("the id of a message is that of the first recipient who is not rejected", async () => {
  const client = createClient({ url: app.origin });
  await client.addFault({ body: { on: "http", match: { to: "zoe@*" }, reject: true, times: 1 } });
  const reply = await send({ to: [recipient("zoe"), recipient("ann")] });
  expect(reply.map(({ status }) => status)).toEqual(["rejected", "sent"]);
  expect(await received()).toMatchObject({ "ann@example.net": { id: reply[1]?._id } });
});

test("a time without a zone is in UTC", async () => {
  await send({ to: [recipient("zoe")] }, { send_at: "2040-01-02 03:04:05" });
  const { id } = await createClient({ url: app.origin }).getLatestMessage();
  const { scheduledAt } = await createClient({ url: app.origin }).getRequest({ params: { id } });
  expect(scheduledAt).toBe("2040-01-02T03:04:05.000Z");
});
