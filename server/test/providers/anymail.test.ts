import { join } from "node:path";
import { createClient } from "@mailglass/shared/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFolderForAllTests, describeFailure, isInstalled, runProcess } from "../support/run-program.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { expectFullMessage } from "./expect-full-message.ts";
import { FULL } from "./full-message.ts";

/** A backend of django-anymail. */
interface Backend {
  /** The provider's name here. */
  readonly provider: string;
  /** Its settings, for the origin of the provider's API. */
  readonly settings: (origin: string) => Readonly<Record<string, unknown>>;
  /** What anymail reports for each recipient. */
  readonly status: "queued" | "sent";
  /** What the backend or the API cannot express. */
  readonly lacks?: readonly "image"[];
}

const BACKENDS: Readonly<Record<string, Backend>> = {
  sendgrid: {
    provider: "sendgrid",
    settings: (origin) => ({ SENDGRID_API_KEY: "SG.test", SENDGRID_API_URL: `${origin}/v3/` }),
    status: "queued",
  },
  resend: {
    provider: "resend",
    settings: (origin) => ({ RESEND_API_KEY: "re_test", RESEND_API_URL: `${origin}/` }),
    status: "queued",
  },
  amazon_ses: {
    provider: "ses",
    settings: (origin) => ({
      AMAZON_SES_CLIENT_PARAMS: {
        endpoint_url: origin,
        region_name: "eu-west-1",
        aws_access_key_id: "AKIATEST",
        aws_secret_access_key: "secret",
      },
      AMAZON_SES_MESSAGE_TAG_NAME: "kind",
    }),
    status: "queued",
  },
  mailgun: {
    provider: "mailgun",
    settings: (origin) => ({ MAILGUN_API_KEY: "key-test", MAILGUN_API_URL: `${origin}/v3` }),
    status: "queued",
  },
  postmark: {
    provider: "postmark",
    settings: (origin) => ({ POSTMARK_SERVER_TOKEN: "token", POSTMARK_API_URL: `${origin}/` }),
    status: "sent",
  },
  brevo: {
    provider: "brevo",
    settings: (origin) => ({ BREVO_API_KEY: "xkeysib-test", BREVO_API_URL: `${origin}/v3/` }),
    status: "queued",
    // The backend refuses inline images.
    lacks: ["image"],
  },
  mailjet: {
    provider: "mailjet",
    settings: (origin) => ({
      MAILJET_API_KEY: "key",
      MAILJET_SECRET_KEY: "secret",
      MAILJET_API_URL: `${origin}/v3.1/`,
    }),
    status: "sent",
  },
  mailtrap: {
    provider: "mailtrap",
    settings: (origin) => ({ MAILTRAP_API_TOKEN: "token", MAILTRAP_API_URL: `${origin}/api/` }),
    status: "queued",
  },
  mailersend: {
    provider: "mailersend",
    settings: (origin) => ({
      MAILERSEND_API_TOKEN: "token",
      MAILERSEND_API_URL: `${origin}/v1/`,
      MAILERSEND_BATCH_SEND_MODE: "use-bulk-email",
    }),
    status: "queued",
  },
  sparkpost: {
    provider: "sparkpost",
    settings: (origin) => ({ SPARKPOST_API_KEY: "key", SPARKPOST_API_URL: `${origin}/api/v1` }),
    status: "queued",
  },
  mandrill: {
    provider: "mandrill",
    settings: (origin) => ({ MANDRILL_API_KEY: "key", MANDRILL_API_URL: `${origin}/api/1.0` }),
    status: "sent",
  },
};

const isAnymailInstalled = isInstalled("python3", "-c", "import anymail, boto3");

/** What the backend understood of the reply. */
interface AnymailStatus {
  readonly cid: string | null;
  readonly status: readonly string[];
  readonly recipients: Readonly<Record<string, { readonly status: string; readonly id: string | null }>>;
}

const stateDir = createFolderForAllTests();
const caFile = join(stateDir, "ca", "certificate.pem");

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp({ httpsPort: 0, stateDir });
});
afterAll(() => app.close());

const base64 = ({ content, ...file }: { readonly content: Buffer }) => ({
  ...file,
  content: content.toString("base64"),
});

/** @param batch a template for several recipients, sent instead of the full message */
async function send(backend: string, origin: string, batch?: object): Promise<AnymailStatus> {
  const { settings, lacks = [] } = BACKENDS[backend] as Backend;
  const full = { ...FULL, file: base64(FULL.file), image: base64(FULL.image) };
  const input = JSON.stringify({ backend, settings: settings(origin), full, image: !lacks.includes("image"), batch });
  const program = new URL("./send_with_anymail.py", import.meta.url).pathname;
  const env = { REQUESTS_CA_BUNDLE: caFile, AWS_CA_BUNDLE: caFile };
  const result = await runProcess("python3", [program], { input, env });
  expect(describeFailure(result)).toBe("");
  return JSON.parse(result.out.toString());
}

describe.skipIf(!isAnymailInstalled)("django-anymail, unmodified, sends over HTTPS with its backend for", () => {
  test.each(Object.entries(BACKENDS))("%s", { timeout: 60_000 }, async (name, { provider, status }) => {
    const client = createClient({ url: app.origin });
    await client.deleteMessages();
    const sent = await send(name, `https://localhost:${app.https?.port}/${provider}`);
    expect(sent.status).toEqual([status]);
    expect(Object.keys(sent.recipients).sort()).toEqual([FULL.bcc, FULL.cc, FULL.to.address].sort());
    for (const { id } of Object.values(sent.recipients)) expect(id).toEqual(expect.stringMatching(/./));

    const { items } = await client.listMessages();
    expect(new Set(items.flatMap(({ recipients }) => recipients))).toEqual(
      new Set([FULL.to.address, FULL.cc, FULL.bcc]),
    );
    const { id = "" } = items.find(({ recipients }) => recipients.includes(FULL.to.address)) ?? {};
    const message = await client.getMessage({ params: { id } });
    expectFullMessage(message, provider, { hasCc: true });
    expect(message.headers).toContainEqual(expect.objectContaining(FULL.header));
    const files = message.attachments.map(({ filename, contentId }) => contentId ?? filename);
    expect(files.sort()).toEqual([FULL.file.name, ...(sent.cid === null ? [] : [sent.cid])].sort());
    for (const { part, contentId } of message.attachments) {
      const bytes = await client.getPart({ params: { id, number: part } });
      expect(Buffer.from(bytes)).toEqual(contentId === null ? FULL.file.content : FULL.image.content);
    }
    const request = await client.getRequest({ params: { id } });
    expect(request.fields.filter(({ mappedTo }) => mappedTo === null)).toEqual([]);
  });
});

/** Backends that send stored templates, with a text of one in the provider's language. */
const TEMPLATES: Readonly<
  Record<string, { readonly id?: string; readonly text: string; readonly lacks?: readonly ("metadata" | "sender")[] }>
> = {
  // Other ids are those of legacy templates.
  sendgrid: { id: "d-7", text: "{{name}} {{shop}}" },
  amazon_ses: { text: "{{name}} {{shop}}" },
  mailgun: { text: "{{name}} {{shop}}" },
  postmark: { text: "{{name}} {{shop}}" },
  brevo: { text: "{{params.name}} {{params.shop}}" },
  mailjet: { text: "{{var:name}} {{var:shop}}" },
  mailersend: { text: "{{name}} {{shop}}", lacks: ["metadata"] },
  // The template has the sender.
  sparkpost: { text: "{{name}} {{shop}}", lacks: ["sender"] },
  mandrill: { text: "*|name|* *|SHOP|*" },
};

/** A batch for two recipients. */
const BATCH = {
  merge_data: { "zoe@example.net": { name: "Zoë" }, "ann@example.net": { name: "Ann" } },
  merge_global_data: { shop: "Shop" },
  metadata: { order: "17" },
};

describe.skipIf(!isAnymailInstalled)("django-anymail sends a template to each recipient with its backend for", () => {
  test.each(Object.entries(TEMPLATES))(
    "%s",
    { timeout: 60_000 },
    async (name, { id: template = "7", text, lacks = [] }) => {
      const { provider } = BACKENDS[name] as Backend;
      const client = createClient({ url: app.origin });
      await client.deleteMessages();
      await client.putTemplate({ params: { provider, id: template }, body: { subject: "Stored", text } });
      await send(name, `${app.origin}/${provider}`, {
        ...BATCH,
        template_id: template,
        metadata: lacks.includes("metadata") ? null : BATCH.metadata,
        sender: !lacks.includes("sender"),
      });
      const { items } = await client.listMessages();
      const received = await Promise.all(items.map(({ id }) => client.getMessage({ params: { id } })));
      expect(
        received.map((message) => `${message.recipients.join()}: ${message.subject}: ${message.text?.trim()}`).sort(),
      ).toEqual(["ann@example.net: Stored: Ann Shop", "zoe@example.net: Stored: Zoë Shop"]);
      for (const { id, tags } of received) {
        expect(tags.join()).toContain(FULL.tag);
        const { fields } = await client.getRequest({ params: { id } });
        expect(fields.filter(({ mappedTo }) => mappedTo === null)).toEqual([]);
      }
    },
  );
});
