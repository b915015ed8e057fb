/* A program that manages templates with Amazon's library, unmodified. A process of its own, as in sdk-program.ts. */

import { SESClient, TestRenderTemplateCommand } from "@aws-sdk/client-ses";
import {
  CreateEmailTemplateCommand,
  DeleteEmailTemplateCommand,
  GetAccountCommand,
  GetEmailTemplateCommand,
  ListEmailTemplatesCommand,
  SESv2Client,
  TestRenderEmailTemplateCommand,
  UpdateEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";

const credentials = { accessKeyId: "AKIATEST", secretAccessKey: "secret" };
const settings = { endpoint: process.argv[2] ?? "", region: "eu-west-1", credentials, maxAttempts: 1 };
const client = new SESv2Client(settings);
const clientV1 = new SESClient(settings);

const TemplateName = "welcome";
const TemplateContent = { Subject: "For {{name}}", Text: "Hello" };
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

await client.send(new CreateEmailTemplateCommand({ TemplateName, TemplateContent }));
await client.send(new CreateEmailTemplateCommand({ TemplateName: "other", TemplateContent }));
const repeated = await client.send(new CreateEmailTemplateCommand({ TemplateName, TemplateContent })).catch(nameOf);
const first = await client.send(new ListEmailTemplatesCommand({ PageSize: 1 }));
const second = await client.send(new ListEmailTemplatesCommand({ PageSize: 1, NextToken: first.NextToken }));
const changed = { Subject: "Changed", Html: "<p>Hello</p>" };
await client.send(new UpdateEmailTemplateCommand({ TemplateName, TemplateContent: changed }));
const Hard = { Subject: "Für {{name}}", Text: "{{#each items}}{{this}};{{/each}}", Html: "<p>{{order.id}}</p>" };
await client.send(new CreateEmailTemplateCommand({ TemplateName: "hard", TemplateContent: Hard }));
await client.send(new CreateEmailTemplateCommand({ TemplateName: "bad", TemplateContent: { Text: "{{#each" } }));
/** Returns what each version answers. */
const render = async (TemplateName: string, data: unknown) => {
  const input = { TemplateName, TemplateData: typeof data === "string" ? data : JSON.stringify(data) };
  const texts = (error: unknown) => (error instanceof Error ? [error.name, error.message] : [String(error)]);
  const source = ({ RenderedTemplate = "" }) => RenderedTemplate;
  const second = await client.send(new TestRenderEmailTemplateCommand(input)).then(source, texts);
  return [second, await clientV1.send(new TestRenderTemplateCommand(input)).then(source, texts)];
};
const rendered = {
  whole: await render("hard", { name: "<Zoë>", items: ["a", "b"], order: { id: "<7>" } }),
  missing: await render("hard", { name: "Zoë", items: [], order: {} }),
  invalid: await render("hard", "no JSON"),
  bad: await render("bad", {}),
  unknown: await render("gone", {}),
};
await client.send(new DeleteEmailTemplateCommand({ TemplateName: "hard" }));
await client.send(new DeleteEmailTemplateCommand({ TemplateName: "bad" }));
const read = await client.send(new GetEmailTemplateCommand({ TemplateName }));
await client.send(new DeleteEmailTemplateCommand({ TemplateName }));
const deleted = await client.send(new GetEmailTemplateCommand({ TemplateName })).catch(nameOf);
const empty = await client
  .send(new CreateEmailTemplateCommand({ TemplateName: "empty", TemplateContent: {} }))
  .catch(nameOf);
const account = await client.send(new GetAccountCommand({}));
client.destroy();
clientV1.destroy();

const pages = [first, second].map(({ TemplatesMetadata = [] }) => TemplatesMetadata.map((one) => one.TemplateName));
console.log(
  JSON.stringify({ repeated, pages, read: read.TemplateContent, deleted, empty, quota: account.SendQuota, rendered }),
);
