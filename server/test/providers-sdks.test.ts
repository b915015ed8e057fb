import sendgrid from "@sendgrid/mail";
import { Resend } from "resend";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function latest() {
  const response = await fetch(`${app.origin}/api/messages/latest`);
  return response.json();
}

test("SendGrid", async () => {
  sendgrid.setApiKey("SG.test");
  sendgrid.client.setDefaultRequest("baseUrl", `${app.origin}/`);
  const [response] = await sendgrid.send({ to: "zoe@example.net", from: "Jo <jo@example.com>", subject: "Hi", text: "t", html: "<p>h</p>" });
  expect(response.statusCode).toBe(202);
  console.log(response.headers["x-message-id"], await latest());
  console.log(await (await fetch(`${app.origin}/api/messages/${(await latest()).id}/request`)).json());
});

test("Resend", async () => {
  const resend = new Resend("re_test", { baseUrl: app.origin });
  const sent = await resend.emails.send({ to: "zoe@example.net", from: "Jo <jo@example.com>", subject: "Hi", text: "t", html: "<p>h</p>" });
  console.log(sent, await latest());
});
