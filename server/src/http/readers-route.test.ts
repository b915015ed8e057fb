import type { Finding, Message, Readers } from "@mailglass/shared";
import { expect, test } from "vitest";
import { createTestServer, storeMessage } from "../../test/support/test-http-server.ts";

const SOURCE = "Subject: Hello\r\nFrom: jo@example.com\r\nDate: yesterday\r\n\r\nHi\r\n";

test("a message as mailparser reads it; the finding is there once it was requested", async () => {
  await using server = await createTestServer();
  const { id } = storeMessage(server.mailbox, SOURCE);
  const get = async <Body>(path: string) => (await server.app.inject(`/api/messages/${id}${path}`)).json<Body>();
  const codes = async () => (await get<Finding[]>("/findings")).map(({ code }) => code);

  expect(await codes()).not.toContain("readers-differ");
  const { error, fields } = await get<Readers>("/readers");
  expect(error).toBeNull();
  expect(fields.filter(({ same }) => !same)).toMatchObject([
    { field: "date", visible: true, mailglass: { text: null }, reason: { code: "date-invalid" } },
  ]);
  expect(fields.find(({ field }) => field === "text")?.mailparser).toEqual({ text: "Hi", start: 0, length: 2 });
  expect(await codes()).toContain("readers-differ");
  expect((await get<Message>("")).findings.map(({ code }) => code)).toContain("readers-differ");
});

test("the readers of a message that is not there", async () => {
  await using server = await createTestServer();
  const { statusCode } = await server.app.inject("/api/messages/none/readers");
  expect(statusCode).toBe(404);
});
