/* A program that manages templates with Amazon's library, unmodified. A process of its own, as in sdk-program.ts. */

import {
  CreateEmailTemplateCommand,
  DeleteEmailTemplateCommand,
  GetAccountCommand,
  GetEmailTemplateCommand,
  ListEmailTemplatesCommand,
  SESv2Client,
  UpdateEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";

const credentials = { accessKeyId: "AKIATEST", secretAccessKey: "secret" };
const client = new SESv2Client({ endpoint: process.argv[2] ?? "", region: "eu-west-1", credentials, maxAttempts: 1 });

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
const read = await client.send(new GetEmailTemplateCommand({ TemplateName }));
await client.send(new DeleteEmailTemplateCommand({ TemplateName }));
const deleted = await client.send(new GetEmailTemplateCommand({ TemplateName })).catch(nameOf);
const empty = await client
  .send(new CreateEmailTemplateCommand({ TemplateName: "empty", TemplateContent: {} }))
  .catch(nameOf);
const account = await client.send(new GetAccountCommand({}));
client.destroy();

const pages = [first, second].map(({ TemplatesMetadata = [] }) => TemplatesMetadata.map((one) => one.TemplateName));
console.log(JSON.stringify({ repeated, pages, read: read.TemplateContent, deleted, empty, quota: account.SendQuota }));
