import { createClient } from "@mailglass/shared/client";
import { Models, ServerClient } from "postmark";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";

/* Postmark's library manages templates, which are those of our own API, and gets Postmark's errors for what is not available. */

let app: RunningApp;
let postmark: ServerClient;
beforeAll(async () => {
  app = await startTestApp();
  postmark = new ServerClient("token", { useHttps: false, requestHost: new URL(app.origin).host });
});
afterEach(async () => {
  const { Templates } = await postmark.getTemplates();
  for (const { TemplateId } of Templates) await postmark.deleteTemplate(TemplateId);
});
afterAll(() => app.close());

const own = () => createClient({ url: app.origin });
const send = (template: { TemplateAlias: string } | { TemplateId: number }) =>
  postmark.sendEmailWithTemplate({
    ...template,
    From: "jo@example.com",
    To: "zoe@example.net",
    TemplateModel: { name: "Zoë" },
  });
const WELCOME = { Name: "Welcome", Subject: "For {{name}}", HtmlBody: "<p>{{name}}</p>", TextBody: "{{name}}" };

test("a template is stored, listed, read, changed and deleted, by number or alias", async () => {
  const created = await postmark.createTemplate({ ...WELCOME, Alias: "welcome" });
  expect(created).toMatchObject({ Name: "Welcome", Alias: "welcome", Active: true, TemplateType: "Standard" });
  const { TemplateId } = created;
  const plain = await postmark.createTemplate({ ...WELCOME, Name: "Plain" });
  expect(plain.Alias).toBeNull();
  expect(await postmark.getTemplates({ count: 1, offset: 1 })).toMatchObject({ TotalCount: 2, Templates: [created] });
  expect(await postmark.getTemplate(TemplateId)).toMatchObject({ ...WELCOME, Alias: "welcome", TemplateId });
  await postmark.editTemplate("welcome", { Subject: "To {{name}}", Alias: "hello" });
  expect(await postmark.getTemplate("hello")).toMatchObject({ ...WELCOME, Subject: "To {{name}}", TemplateId });
  await expect(postmark.getTemplate("welcome")).rejects.toMatchObject({ statusCode: 422, code: 1101 });
  await send({ TemplateAlias: "hello" });
  await send({ TemplateId });
  await send({ TemplateId: plain.TemplateId });
  const { items } = await own().listMessages();
  expect(items.map(({ subject }) => subject)).toEqual(["For Zoë", "To Zoë", "To Zoë"]);
  expect(await postmark.deleteTemplate(TemplateId)).toMatchObject({ ErrorCode: 0 });
  expect((await postmark.getTemplates()).TotalCount).toBe(1);
});

test("a template that our own API was given has a number, too", async () => {
  await own().putTemplate({
    params: { provider: "postmark", id: "invoice" },
    body: { subject: "Pay", text: "{{name}}" },
  });
  const { TemplateId } = await postmark.getTemplate("invoice");
  await send({ TemplateId });
  expect(await own().getLatestMessage()).toMatchObject({ subject: "Pay" });
});

test("a layout surrounds its templates", async () => {
  await postmark.createTemplate({
    Name: "Frame",
    Alias: "frame",
    TemplateType: Models.TemplateTypes.Layout,
    HtmlBody: "<main>{{{ @content }}}</main>",
    TextBody: "-- {{{@content}}} --",
  });
  await postmark.createTemplate({ ...WELCOME, Alias: "welcome", LayoutTemplate: "frame" });
  await send({ TemplateAlias: "welcome" });
  const { text, html } = await own().getLatestMessage();
  expect([text?.trim(), html?.trim()]).toEqual(["-- Zoë --", "<main><p>Zoë</p></main>"]);
});

test.each([
  ["without a name", { ...WELCOME, Name: undefined }, 1120],
  ["without a text", { Name: "Empty" }, 1120],
  ["with an alias that is not valid", { ...WELCOME, Alias: "7 a" }, 1122],
])("a template %s is refused", async (_name, template, code) => {
  const creating = postmark.createTemplate(Object(template));
  await expect(creating).rejects.toMatchObject({ statusCode: 422, code });
});

test("an alias is used once", async () => {
  await postmark.createTemplate({ ...WELCOME, Alias: "welcome" });
  await expect(postmark.createTemplate({ ...WELCOME, Alias: "welcome" })).rejects.toMatchObject({ code: 1122 });
});

test("nothing bounces, and what is not available has Postmark's error", async () => {
  expect(await postmark.getDeliveryStatistics()).toEqual({ InactiveMails: 0, Bounces: [{ Name: "All", Count: 0 }] });
  expect(await postmark.getBounces()).toEqual({ TotalCount: 0, Bounces: [] });
  const unavailable = { statusCode: 404, message: expect.stringContaining("Mailglass does not have") };
  await expect(postmark.getServer()).rejects.toMatchObject(unavailable);
  await expect(postmark.getOutboundOverview()).rejects.toMatchObject(unavailable);
  await expect(postmark.getOutboundMessages()).rejects.toMatchObject(unavailable);
  await expect(postmark.getWebhooks()).rejects.toMatchObject(unavailable);
});

test.each(["postmark", "sendgrid", "ses", "mailgun", "resend"])(
  "below /%s, every error is the provider's",
  async (name) => {
    const response = await fetch(`${app.origin}/${name}/v9/unknown`);
    const body: unknown = await response.json();
    expect([response.status, body]).toEqual([404, expect.not.objectContaining({ type: expect.any(String) })]);
  },
);

test.each(["/stats/outbound", "/templates"])("without a token, %s is not Postmark's", async (path) => {
  const response = await fetch(app.origin + path, { headers: { authorization: "Bearer re_test" } });
  expect([response.status, await response.json()]).toEqual([
    404,
    expect.objectContaining({ title: expect.any(String) }),
  ]);
  const refused = await fetch(`${app.origin}/postmark/templates`);
  expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ ErrorCode: 10 })]);
});
