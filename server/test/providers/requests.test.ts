import { connect, createClient } from "@mailglass/shared/client";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { PROVIDERS } from "../../src/compat/providers/providers.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterEach(async () => {
  const client = createClient({ url: app.origin });
  await client.deleteMessages();
  await client.deleteFaults();
});
afterAll(() => app.close());

const RESEND = { from: "Jo <jo@example.com>", to: ["zoe@example.net"], subject: "Hi", text: "Hello" };

function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(new URL(path, app.origin), {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const postResend = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  post("/emails", body, { ...CREDENTIALS["resend"], ...headers });

const countMessages = async () => (await createClient({ url: app.origin }).listMessages()).total;

/** All routes, with values in place of the parameters. */
const ROUTES = PROVIDERS.flatMap((provider) =>
  provider.routes.map((route) => ({ name: provider.name, path: route.path.replace(/:\w+/g, "example") })),
);

describe("a request that cannot be read is refused in the provider's own form, and stores nothing", () => {
  const bodies = [
    "",
    "{",
    "[]",
    "null",
    "7",
    '"text"',
    "{}",
    '{"from":7,"to":{},"personalizations":[1],"Messages":{}}',
    "\0\xff",
  ];
  test.each(ROUTES)("$name $path", async ({ name, path }) => {
    const isRefusal = (status: number) => status >= 400 && (name === "mandrill" || status < 500);
    for (const body of bodies) {
      const response = await post(path, body, CREDENTIALS[name]);
      expect([response.status, body]).toEqual([expect.toSatisfy(isRefusal), body]);
    }
    expect(await countMessages()).toBe(0);
  });

  test("of any JSON", async () => {
    const route = fc.constantFrom(...ROUTES.filter(({ path }) => path !== "/"));
    await fc.assert(
      fc.asyncProperty(route, fc.json(), async ({ name, path }, body) => {
        const response = await post(path, body, CREDENTIALS[name]);
        await response.text();
        expect(name === "mandrill" || response.status < 500).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

test.each(PROVIDERS.filter(({ name }) => name !== "mandrill").map(({ name, routes }) => [name, routes[0]?.path ?? ""]))(
  "%s requires a credential",
  async (_name, path) => {
    const response = await post(path.replace(/:\w+/g, "example"), {});
    expect([401, 403]).toContain(response.status);
  },
);

test("only the keys of --provider-key are accepted, if it is given", async () => {
  const strict = await startTestApp({ providerKey: ["re_right"] });
  const send = (key: string) =>
    fetch(`${strict.origin}/emails`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(RESEND),
    });
  expect((await send("re_wrong")).status).toBe(401);
  expect((await send("re_right")).status).toBe(200);
  await strict.close();
});

test("--web-auth does not apply to programs that send, but to everything that returns mail", async () => {
  const closed = await startTestApp({ webAuth: ["user:pass"] });
  const sent = await fetch(`${closed.origin}/emails`, {
    method: "POST",
    headers: CREDENTIALS["resend"] ?? {},
    body: JSON.stringify(RESEND),
  });
  expect(sent.status).toBe(200);
  expect((await fetch(`${closed.origin}/api/messages`)).status).toBe(401);
  await closed.close();
});

test("a page of another origin can send nothing", async () => {
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  expect((await postResend(RESEND, headers)).status).toBe(403);
  expect(await countMessages()).toBe(0);
});

test("a repeated idempotency key sends nothing again, and not for another body", async () => {
  const key = { "idempotency-key": "order-17" };
  const first = await (await postResend(RESEND, key)).json();
  expect(await (await postResend(RESEND, key)).json()).toEqual(first);
  const conflict = await postResend({ ...RESEND, subject: "Other" }, key);
  expect(conflict.status).toBe(409);
  expect(await conflict.json()).toMatchObject({ name: "invalid_idempotent_request" });
  expect(await countMessages()).toBe(1);
});

test("Mailgun sends to recipients in Cc and Bcc, even if recipient variables are for nobody in To", async () => {
  const body = { from: "jo@example.com", to: "", cc: "zoe@example.net", bcc: "ann@example.net", text: "Hello" };
  const form = new URLSearchParams({ ...body, "recipient-variables": "{}" }).toString();
  expect((await post("/v3/example.com/messages", form, CREDENTIALS["mailgun"])).status).toBe(200);
  const { recipients } = await createClient({ url: app.origin }).getLatestMessage();
  expect(recipients).toEqual(["zoe@example.net", "ann@example.net"]);
});

test("SparkPost takes an address as a text, too", async () => {
  const content = { from: "Jo <jo@example.com>", subject: "Hi", text: "Hello" };
  const body = { content, recipients: [{ address: "zoe@example.net" }] };
  expect((await post("/api/v1/transmissions", body, CREDENTIALS["sparkpost"])).status).toBe(200);
  const { from, recipients } = await createClient({ url: app.origin }).getLatestMessage();
  expect([from, recipients]).toEqual([{ name: "Jo", address: "jo@example.com" }, ["zoe@example.net"]]);
});

describe("a fault", () => {
  const addFault = (rule: object) =>
    fetch(`${app.origin}/api/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ on: "http", ...rule }),
    });

  test("answers in the provider's own form, as often as it says", async () => {
    await addFault({ match: { provider: "resend", to: "zoe@*" }, status: 429, retryAfter: 2, times: 1 });
    const refused = await postResend(RESEND);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "2"]);
    expect(await refused.json()).toMatchObject({ name: "rate_limit_exceeded", statusCode: 429 });
    expect((await postResend(RESEND)).status).toBe(200);
    expect(await countMessages()).toBe(1);
  });

  test.each([400, 503])("with status %i has it in the body, too, as Resend does", async (status) => {
    await addFault({ status });
    const refused = await postResend(RESEND);
    expect([refused.status, await refused.json()]).toEqual([status, expect.objectContaining({ statusCode: status })]);
  });

  test("drops the connection", async () => {
    await addFault({ drop: true });
    await expect(postResend(RESEND)).rejects.toThrow("fetch failed");
    expect(await countMessages()).toBe(0);
  });

  test("does not apply to another provider", async () => {
    await addFault({ match: { provider: "sendgrid" }, status: 500 });
    expect((await postResend(RESEND)).status).toBe(200);
  });

  test.each([
    [{ reply: "451 4.7.1 Later" }],
    [{ retryAfter: 3 }],
    [{ status: 200 }],
    [{ status: 500, drop: true }],
    [{ status: 500, reject: true }],
    [{ on: "rcpt", reject: true }],
    [{ on: "rcpt", status: 500 }],
    [{ on: "rcpt", reply: "550", match: { provider: "ses" } }],
    [{}],
  ])("that makes no sense is refused: %j", async (rule) => {
    expect((await addFault(rule)).status).toBe(400);
  });
});

describe("large requests", () => {
  test("an attachment of 10 MB arrives byte for byte", async () => {
    const content = Buffer.alloc(10 * 1024 * 1024, "0123456789abcdef");
    const attachments = [
      { filename: "a.bin", content: content.toString("base64"), content_type: "application/octet-stream" },
    ];
    expect((await postResend({ ...RESEND, attachments })).status).toBe(200);
    const client = createClient({ url: app.origin });
    const { id, attachments: stored } = await client.getLatestMessage();
    const bytes = await client.getPart({ params: { id, number: stored[0]?.part ?? "" } });
    expect(Buffer.compare(Buffer.from(bytes), content)).toBe(0);
  });

  test("1,000 personalizations are 1,000 messages, each with its own request", async () => {
    const personalizations = Array.from({ length: 1_000 }, (_, index) => ({
      to: [{ email: `user${index}@example.net` }],
      subject: `Number ${index}`,
    }));
    const body = {
      from: { email: "jo@example.com" },
      personalizations,
      content: [{ type: "text/plain", value: "Hello" }],
    };
    expect((await post("/v3/mail/send", body, CREDENTIALS["sendgrid"])).status).toBe(202);
    expect(await countMessages()).toBe(1_000);
    const client = createClient({ url: app.origin });
    const { id, subject } = await client.getLatestMessage({ query: { q: "to:user700@example.net" } });
    expect(subject).toBe("Number 700");
    const { fields } = await client.getRequest({ params: { id } });
    expect(fields.map(({ value }) => value)).toContain("user700@example.net");
    expect(fields.map(({ value }) => value)).not.toContain("user701@example.net");
  });
});

/** Routes that accept no mail, with values in place of the parameters. */
const READ_ROUTES = PROVIDERS.flatMap(({ name, readRoutes = [] }) =>
  readRoutes.map(({ method, path }) => ({ name, method, path: path.replace(/:\w+/g, "example") })),
);

describe("a request that accepts no mail never fails with 500, whatever it contains", () => {
  const bodies = [
    "",
    "{",
    "[]",
    "null",
    '{"TemplateName":[],"TemplateContent":7,"TemplateData":{}}',
    "name[]=a&name[]=b&template=%00",
    "\0\xff",
  ];
  const long = "x".repeat(300);
  test.each(READ_ROUTES)("$name: $method $path", async ({ name, method, path }) => {
    const places = [
      path,
      path.replaceAll("example", "%2e%2e%2f%00"),
      path.replaceAll("example", long),
      `${path}?limit=-1&page=x&p=%00&PageSize=x&NextToken=-1`,
    ];
    for (const place of places)
      for (const body of method === "GET" ? [undefined] : bodies) {
        const init = { method, headers: CREDENTIALS[name] ?? {}, ...(body !== undefined && { body }) };
        const { status } = await fetch(new URL(place, app.origin), init);
        expect([status, place, body]).toEqual([expect.toSatisfy((code) => code < 500), place, body]);
      }
  });
});

describe("errors that have a form of their own", () => {
  const resendError = async (body: unknown, headers = {}) => {
    const response = await postResend(body, headers);
    return [response.status, Object(await response.json()).name];
  };

  test("Resend: an address in from, and an idempotency key that is too long", async () => {
    expect(await resendError({ ...RESEND, from: "nobody" })).toEqual([422, "invalid_from_address"]);
    expect(await resendError({ ...RESEND, from: "nobody", to: "nobody" })).toEqual([422, "validation_error"]);
    expect(await resendError({ ...RESEND, from: undefined })).toEqual([422, "missing_required_field"]);
    const key = { "idempotency-key": "k".repeat(257) };
    expect(await resendError(RESEND, key)).toEqual([400, "invalid_idempotency_key"]);
    expect(await countMessages()).toBe(0);
  });

  test("Amazon SES: more than 50 entries of a bulk request", async () => {
    const template = { TemplateContent: { Subject: "Hi", Text: "Hello" }, TemplateData: "{}" };
    const body = (count: number) => ({
      FromEmailAddress: "jo@example.com",
      DefaultContent: { Template: template },
      BulkEmailEntries: Array.from({ length: count }, () => ({ Destination: { ToAddresses: ["zoe@example.net"] } })),
    });
    const path = "/v2/email/outbound-bulk-emails";
    const refused = await post(path, body(51), CREDENTIALS["ses"]);
    expect([refused.status, refused.headers.get("x-amzn-errortype")]).toEqual([400, "BadRequestException"]);
    expect((await post(path, body(50), CREDENTIALS["ses"])).status).toBe(200);
    expect(await countMessages()).toBe(50);
  });

  test("several problems in one text are sentences", async () => {
    const response = await post("/v3/smtp/email", { sender: { email: "jo@example.com" } }, CREDENTIALS["brevo"]);
    expect(Object(await response.json()).message).toMatch(/^to is missing\. .+ is missing$/);
  });
});

test("the path of Postmark's library for Java ends with a slash", async () => {
  const email = { From: "jo@example.com", To: "zoe@example.net", Subject: "Hi", TextBody: "Hello" };
  const response = await post("/postmark/email/", email, CREDENTIALS["postmark"]);
  expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ ErrorCode: 0 })]);
});

describe("templates", () => {
  const TEMPLATE = { subject: "Hello {{name}}", html: "<p>{{name}}: {{#each items}}{{this}} {{/each}}</p>" };
  const send = (items: readonly number[] = [1, 2]) =>
    post(
      "/v3/mail/send",
      {
        from: { email: "jo@example.com" },
        personalizations: [{ to: [{ email: "zoe@example.net" }], dynamic_template_data: { name: "<Zoë>", items } }],
        template_id: "d-1",
      },
      CREDENTIALS["sendgrid"],
    );

  test("are rendered where they are known, and escaped in HTML only", async () => {
    const client = createClient({ url: app.origin });
    await client.putTemplate({ params: { provider: "sendgrid", id: "d-1" }, body: TEMPLATE });
    expect((await send()).status).toBe(202);
    const { subject, html } = await client.getLatestMessage();
    expect([subject, html?.trim()]).toEqual(["Hello <Zoë>", "<p>&lt;Zoë&gt;: 1 2 </p>"]);
    await client.deleteTemplate({ params: { provider: "sendgrid", id: "d-1" } });
  });

  test("that are not known show their variables", async () => {
    expect((await send()).status).toBe(202);
    const { text, findings } = await createClient({ url: app.origin }).getLatestMessage();
    expect(text).toContain("name: <Zoë>");
    expect(findings.map(({ code }) => code)).toContain("provider-template-unknown");
  });

  test("cannot reach prototypes", async () => {
    const client = createClient({ url: app.origin });
    const html = "<p>{{constructor.name}}{{#with __proto__}}{{toString}}{{/with}}</p>";
    await client.putTemplate({ params: { provider: "sendgrid", id: "d-1" }, body: { html } });
    expect((await send()).status).toBe(202);
    expect((await client.getLatestMessage()).html?.trim()).toBe("<p></p>");
    await client.deleteTemplate({ params: { provider: "sendgrid", id: "d-1" } });
  });

  test("cannot reach what Mustache would find in prototypes", async () => {
    const client = createClient({ url: app.origin });
    const text =
      "({{constructor.name}}) ({{toString}}) ({{list}}) ({{list.constructor.name}}) ({{#list}}{{.}} {{/list}})";
    const template = { provider: "postmark", id: "7" };
    await client.putTemplate({ params: template, body: { subject: "Hi", text } });
    const body = { From: "jo@example.com", To: "zoe@example.net", TemplateId: 7, TemplateModel: { list: [1, 2] } };
    expect((await post("/email/withTemplate", body, CREDENTIALS["postmark"])).status).toBe(200);
    expect((await client.getLatestMessage()).text?.trim()).toBe("() () ([1,2]) () (1 2 )");
    await client.deleteTemplate({ params: template });
  });

  test("that take long are a finding, and the message is kept", async () => {
    const client = createClient({ url: app.origin });
    const html = `${"{{#each @root.items}}".repeat(4)}${"{{/each}}".repeat(4)}`;
    await client.putTemplate({ params: { provider: "sendgrid", id: "d-1" }, body: { html } });
    expect((await send(Array.from({ length: 200 }, (_, at) => at))).status).toBe(202);
    const { findings } = await client.getLatestMessage();
    expect(findings.map(({ text }) => text).join()).toMatch(/Rendering takes more than 1000 ms/);
    await client.deleteTemplate({ params: { provider: "sendgrid", id: "d-1" } });
  });

  test("that render to too much are a finding, and do not hold up other requests", async () => {
    const client = createClient({ url: app.origin });
    const html = `${"{{#each @root.items}}".repeat(6)}0123456789${"{{/each}}".repeat(6)}`;
    await client.putTemplate({ params: { provider: "sendgrid", id: "d-1" }, body: { html } });
    const ended: string[] = [];
    const sending = send(Array.from({ length: 10 }, (_, at) => at)).finally(() => ended.push("send"));
    for (let count = 0; count < 5; count++) {
      expect(await client.getInfo()).toMatchObject({ name: "mailglass" });
      ended.push("info");
    }
    expect((await sending).status).toBe(202);
    expect(ended[0]).toBe("info");
    const { findings } = await client.getLatestMessage();
    expect(findings.map(({ code }) => code)).toContain("provider-template-invalid");
    await client.deleteTemplate({ params: { provider: "sendgrid", id: "d-1" } });
  });
});

test("a path with an inbox of Mailtrap is its sandbox", async () => {
  const email = { from: { email: "jo@example.com" }, to: [{ email: "zoe@example.net" }], subject: "Hi", text: "Hello" };
  expect((await post("/api/send/123", email, CREDENTIALS["mailtrap"])).status).toBe(200);
  const { findings } = await createClient({ url: app.origin }).getLatestMessage();
  expect(findings.map(({ code }) => code)).toContain("provider-sandbox");
});

test("Mandrill's libraries ask whether the key is valid", async () => {
  const ping = async (path: string) => (await post(`/api/1.3/users/${path}`, { key: "any" })).json();
  expect([await ping("ping"), await ping("ping2")]).toEqual(["PONG!", { PING: "PONG!" }]);
  expect((await post("/api/1.3/users/ping", {})).status).toBe(500);
  expect(await countMessages()).toBe(0);
});

test("POST / without an action of SES is not found", async () => {
  expect((await post("/", "a=1", CREDENTIALS["ses"])).status).toBe(404);
});

test("a message in a test has the request that sent it", async () => {
  await postResend(RESEND);
  const mailglass = await connect(app.origin);
  const message = await mailglass.waitFor({ to: "zoe@example.net" });
  expect(await message.request()).toMatchObject({ provider: "resend", path: "/emails", reply: { status: 200 } });
  await mailglass.close();
});

describe("what libraries send that is not in the documentation", () => {
  const ses = (body: string) =>
    post("/", body, { ...CREDENTIALS["ses"], "content-type": "application/x-www-form-urlencoded" });

  test("empty lists, which AWS libraries write as an empty text", async () => {
    const body =
      "Action=SendEmail&Source=jo%40example.com&Destination.ToAddresses.member.1=zoe%40example.net&Destination.CcAddresses=" +
      "&Destination.BccAddresses=&ReplyToAddresses=&Tags=&Message.Subject.Data=Hi&Message.Body.Text.Data=Hello";
    expect((await ses(body)).status).toBe(200);
    const { items } = await createClient({ url: app.origin }).listMessages();
    expect(items[0]?.findingCounts.warning).toBe(0);
  });

  test("the quota, which django-ses asks for first", async () => {
    const response = await ses("Action=GetSendQuota&Version=2010-12-01");
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining("<Max24HourSend>")]);
    expect(await countMessages()).toBe(0);
  });

  test("parameters in the query", async () => {
    const body = {
      recipients: [{ address: "zoe@example.net" }],
      content: { from: "jo@example.com", subject: "Hi", text: "x" },
    };
    const response = await post("/api/v1/transmissions?num_rcpt_errors=3", body, CREDENTIALS["sparkpost"]);
    expect(response.status).toBe(200);
  });

  test("empty lists and objects are no unknown fields", async () => {
    expect((await postResend({ ...RESEND, attachments: [], tags: [], cc: [], template: null })).status).toBe(200);
    const client = createClient({ url: app.origin });
    const { items } = await client.listMessages();
    const { findings } = await client.getMessage({ params: { id: items[0]?.id ?? "" } });
    expect(findings.map(({ code }) => code)).not.toContain("provider-unknown-field");
  });

  test("the bytes of a file as a list of numbers", async () => {
    const attachments = [{ filename: "a.txt", content: [104, 105] }];
    expect((await postResend({ ...RESEND, attachments })).status).toBe(200);
    const client = createClient({ url: app.origin });
    const { items } = await client.listMessages();
    const bytes = await client.getPart({ params: { id: items[0]?.id ?? "", number: "2" } });
    expect(Buffer.from(bytes).toString()).toBe("hi");
  });

  test("a calendar among SendGrid's contents", async () => {
    const content = [
      { type: "text/plain", value: "Hello" },
      { type: "text/calendar", value: "BEGIN:VCALENDAR\r\nEND:VCALENDAR" },
    ];
    const body = {
      personalizations: [{ to: [{ email: "zoe@example.net" }] }],
      from: { email: "jo@example.com" },
      subject: "Hi",
      content,
    };
    expect((await post("/v3/mail/send", body, CREDENTIALS["sendgrid"])).status).toBe(202);
    const client = createClient({ url: app.origin });
    const { items } = await client.listMessages();
    const message = await client.getMessage({ params: { id: items[0]?.id ?? "" } });
    expect(JSON.stringify(message.contents)).toContain("calendar");
  });

  test("a message for each of 1,000 recipients: all are kept", async () => {
    const to = Array.from({ length: 1_000 }, (_, number) => ({ email: `u${number}@example.net` }));
    const variables = to.map(({ email }) => ({ rcpt: email, vars: [{ name: "N", content: email }] }));
    const message = { from_email: "jo@example.com", to, subject: "Hi *|N|*", text: "Hello", merge_vars: variables };
    expect((await post("/api/1.0/messages/send", { key: "key", message })).status).toBe(200);
    expect(await countMessages()).toBe(1_000);
  });
});
