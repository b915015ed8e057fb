import { createClient } from "@mailglass/shared/client";
import { BulkEmailMessage, BulkEmailRequest, ServerClient } from "postmark";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const client = (token: string) => new ServerClient(token, { useHttps: false, requestHost: new URL(app.origin).host });

test("Postmark's library sends a bulk request and asks for its status", async () => {
  const recipients = ["zoe@example.net", "ann@example.net"].map((to) => new BulkEmailMessage(to, { name: to }));
  const request = new BulkEmailRequest("jo@example.com", recipients, "For {{name}}", undefined, "Hello {{name}}");
  const sent = await client("token").sendBulkEmail(request);
  expect(sent).toMatchObject({ Id: expect.stringMatching(/^[\da-f-]{36}$/), Status: "Accepted" });
  expect(await client("token").getBulkEmailStatus(sent.Id)).toEqual({
    Id: sent.Id,
    SubmittedAt: sent.SubmittedAt,
    TotalMessages: 2,
    PercentageCompleted: 1,
    Status: "Completed",
    Subject: "For {{name}}",
  });
  const { items } = await createClient({ url: app.origin }).listMessages();
  expect(items.map(({ subject }) => subject).sort()).toEqual(["For ann@example.net", "For zoe@example.net"]);
  await expect(client("other").getBulkEmailStatus(sent.Id)).rejects.toMatchObject({ statusCode: 404 });
});

test("what is wrong with all messages is reported once", async () => {
  const messages = ["zoe@example.net", "ann@example.net"].map((To) => ({ To }));
  const response = await fetch(`${app.origin}/email/bulk`, {
    method: "POST",
    headers: CREDENTIALS["postmark"] ?? {},
    body: JSON.stringify({ From: "nobody", Subject: "Hi", TextBody: "Hello", Messages: messages }),
  });
  expect([response.status, Object(await response.json()).Message]).toEqual([
    422,
    "The address From “nobody” is not valid. Write it as jo@example.com.",
  ]);
});
