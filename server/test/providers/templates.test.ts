import type { MailTemplate } from "@mailglass/shared";
import { createClient } from "@mailglass/shared/client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

/*
 * Templates as each provider has them: which variables they get, how placeholders are written, and what the request may replace.
 */

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterEach(async () => {
  await createClient({ url: app.origin }).deleteMessages();
});
afterAll(() => app.close());

const client = () => createClient({ url: app.origin });
const JO = "jo@example.com";
const ZOE = "zoe@example.net";
const ANN = "ann@example.net";
const email = (address: string) => ({ email: address });

async function post(provider: string, path: string, body: unknown): Promise<unknown> {
  const isForm = body instanceof URLSearchParams;
  const headers = CREDENTIALS[provider] ?? {};
  const response = await fetch(new URL(path, app.origin), {
    method: "POST",
    headers,
    body: isForm ? body.toString() : JSON.stringify(body),
  });
  const text = await response.text();
  expect([response.status, text]).toEqual([expect.toSatisfy((status) => status < 300), text]);
  return text === "" ? "" : JSON.parse(text);
}

async function withTemplate(provider: string, id: string, template: MailTemplate, use: () => Promise<void>) {
  const params = { provider, id };
  await client().putTemplate({ params, body: template });
  try {
    await use();
  } finally {
    await client().deleteTemplate({ params });
  }
}

/** Returns what a recipient got. */
async function received(to: string) {
  const { id } = await client().getLatestMessage({ query: { q: `to:${to}` } });
  const { subject, text, html, headers, findings } = await client().getMessage({ params: { id } });
  const { fields } = await client().getRequest({ params: { id } });
  return {
    subject,
    text: text?.trim(),
    html: html?.trim(),
    headers: headers.map(({ name, value }) => `${name}: ${value}`),
    findings: findings.map(({ code }) => code),
    unknown: fields.filter(({ mappedTo }) => mappedTo === null).map(({ name }) => name),
  };
}

describe("Mailgun", () => {
  const TEMPLATE = { subject: "Stored", html: "<p>{{name}}, {{total}}, {{city}}</p>" };
  const send = (more: Record<string, string>) =>
    post(
      "mailgun",
      "/v3/example.com/messages",
      new URLSearchParams([
        ["from", JO],
        ["to", ZOE],
        ["to", ANN],
        ["template", "order"],
        ["t:version", "v2"],
        ...Object.entries(more),
      ]),
    );

  test("gives a template t:variables, X-Mailgun-Variables and v:", async () => {
    await withTemplate("mailgun", "order", TEMPLATE, async () => {
      await send({ "t:variables": '{"name":"Zoë"}', "h:X-Mailgun-Variables": '{"total":"3"}', "v:city": "Bern" });
      expect(await received(ZOE)).toMatchObject({
        subject: "Stored",
        html: "<p>Zoë, 3, Bern</p>",
        unknown: [],
        findings: expect.not.arrayContaining(["provider-template-unknown"]),
      });
    });
  });

  test("replaces recipient variables in the variables of a template", async () => {
    await withTemplate("mailgun", "order", TEMPLATE, async () => {
      await send({
        subject: "For %recipient.name%",
        "t:variables": '{"name":"%recipient.name%"}',
        "v:city": "%recipient.city%",
        "h:X-Mailgun-Variables": '{"total":"%recipient.total%"}',
        "recipient-variables": JSON.stringify({
          [ZOE]: { name: "Zoë", city: "Bern", total: 3 },
          [ANN]: { name: "Ann", city: "Oslo", total: 4 },
        }),
      });
      expect(await received(ZOE)).toMatchObject({ subject: "For Zoë", html: "<p>Zoë, 3, Bern</p>" });
      expect(await received(ANN)).toMatchObject({ subject: "For Ann", html: "<p>Ann, 4, Oslo</p>" });
    });
  });
});

describe("Mailjet", () => {
  const send = (message: object, more: object = {}) =>
    post("mailjet", "/v3.1/send", {
      Messages: [{ From: { Email: JO }, To: [{ Email: ZOE }], ...message }],
      ...more,
    });

  test("replaces variables, with defaults, also in the texts of the request", async () => {
    await send(
      {
        Subject: "For {{var:name}}",
        TextPart: '{{ var:city:"some city" }}, {{var:order.total:none}}, {{var:gone:""}}.',
        TemplateLanguage: true,
        Variables: { name: "<Zoë>", order: { total: 3 } },
      },
      { Globals: { Variables: { name: "all", city: "Bern" } } },
    );
    expect(await received(ZOE)).toMatchObject({ subject: "For <Zoë>", text: "Bern, 3, .", unknown: [] });
  });

  test("leaves them as they are without TemplateLanguage", async () => {
    await withTemplate("mailjet", "7", { text: "{{var:name}}" }, async () => {
      await send({ TemplateID: 7, Variables: { name: "Zoë" } });
      expect(await received(ZOE)).toMatchObject({ text: "{{var:name}}" });
      await send({ TemplateID: 7, TemplateLanguage: true, Variables: { name: "Zoë" } });
      expect(await received(ZOE)).toMatchObject({ text: "Zoë" });
    });
  });

  test("executes conditions and loops, in a stored template, too", async () => {
    const text =
      "{% for item in var:items %}{% if item.count > 1 %}{{item.count}} {% endif %}{{item.name}};{% endfor %}";
    const Variables = {
      items: [
        { name: "Tea", count: 2 },
        { name: "Mug", count: 1 },
      ],
    };
    const use = { TemplateLanguage: true, Variables };
    await send({ TextPart: text, Subject: "{% if var:vip:false %}Dear{% else %}Hi{% endif %}", ...use });
    expect(await received(ZOE)).toMatchObject({ text: "2 Tea;Mug;", subject: "Hi" });
    await withTemplate("mailjet", "8", { html: `<p>${text}</p>` }, async () => {
      await send({ TemplateID: 8, ...use });
      expect(await received(ZOE)).toMatchObject({ html: "<p>2 Tea;Mug;</p>" });
    });
  });

  test.each([
    [{}, "The variable name has neither a value nor a default. Mailjet does not send it."],
    [
      { TemplateErrorReporting: { Email: JO, Name: "Jo" }, TemplateErrorDeliver: true },
      `The variable name has neither a value nor a default. Mailjet sends it as it is. It reports the error to ${JO}.`,
    ],
  ])("reports a variable without a value (%j)", async (settings, detail) => {
    await send({ TextPart: "{{var:name}}", TemplateLanguage: true, ...settings });
    expect(await received(ZOE)).toMatchObject({
      text: "{{var:name}}",
      findings: expect.arrayContaining(["provider-template-invalid"]),
      unknown: [],
    });
    const { id } = await client().getLatestMessage();
    const { findings } = await client().getMessage({ params: { id } });
    expect(findings.map(({ text }) => text).join("\n")).toContain(detail);
  });
});

describe("Postmark", () => {
  test("renders the templates of a batch", async () => {
    await withTemplate("postmark", "welcome", { subject: "For {{name}}", text: "{{name}}" }, async () => {
      const message = (to: string, name: string) => ({
        From: JO,
        To: to,
        TemplateAlias: "welcome",
        TemplateModel: { name },
      });
      await post("postmark", "/email/batchWithTemplates", { Messages: [message(ZOE, "Zoë"), message(ANN, "Ann")] });
      expect(await received(ZOE)).toMatchObject({ subject: "For Zoë", text: "Zoë" });
      expect(await received(ANN)).toMatchObject({ subject: "For Ann", text: "Ann" });
    });
  });

  test("reads the texts of a bulk message as templates", async () => {
    await post("postmark", "/email/bulk", {
      From: JO,
      Subject: "For {{name}}",
      TextBody: "{{name}}",
      HtmlBody: "<p>{{name}}</p>",
      Messages: [{ To: ZOE, TemplateModel: { name: "<Zoë>" } }, { To: ANN }],
    });
    expect(await received(ZOE)).toMatchObject({ subject: "For <Zoë>", text: "<Zoë>", html: "<p>&lt;Zoë&gt;</p>" });
    expect(await received(ANN)).toMatchObject({ subject: "For", html: "<p></p>" });
  });
});

describe("Mandrill", () => {
  const TEMPLATE = { html: '<div mc:edit="main"><div>old</div></div><p mc:edit="foot">old</p><i>*|NAME|*</i>' };
  const send = (more: object) =>
    post("mandrill", "/api/1.0/messages/send-template", {
      key: "key",
      template_name: "welcome",
      template_content: [{ name: "main", content: "<b>Hello *|NAME|*</b>" }],
      message: {
        to: [email(ZOE)],
        subject: "For *|NAME|*",
        global_merge_vars: [{ name: "NAME", content: "Zoë" }],
        ...more,
      },
    });

  test("fills the editable regions of a template", async () => {
    await withTemplate("mandrill", "welcome", TEMPLATE, async () => {
      await send({});
      expect(await received(ZOE)).toMatchObject({
        subject: "For Zoë",
        html: '<div mc:edit="main"><b>Hello Zoë</b></div><p mc:edit="foot">old</p><i>Zoë</i>',
      });
    });
  });

  test("renders Handlebars if merge_language says so", async () => {
    await withTemplate("mandrill", "welcome", { html: "<i>{{NAME}}, *|NAME|*</i>" }, async () => {
      await send({ merge_language: "handlebars", subject: "{{NAME}}" });
      expect(await received(ZOE)).toMatchObject({ subject: "Zoë", html: "<i>Zoë, *|NAME|*</i>", unknown: [] });
    });
  });
});

test("SparkPost replaces variables in header fields", async () => {
  await post("sparkpost", "/api/v1/transmissions", {
    content: { from: JO, subject: "For {{name}}", text: "x", headers: { "X-Order": "{{name}} {{order.id}}" } },
    substitution_data: { order: { id: 17 } },
    recipients: [{ address: email(ZOE), substitution_data: { name: "Zoe" } }],
  });
  expect(await received(ZOE)).toMatchObject({
    subject: "For Zoe",
    headers: expect.arrayContaining(["X-Order: Zoe 17"]),
  });
});

test("Amazon SES takes the ARN of a template", async () => {
  await withTemplate("ses", "welcome", { subject: "For {{name}}", text: "Hi" }, async () => {
    await post("ses", "/v2/email/outbound-emails", {
      FromEmailAddress: JO,
      Destination: { ToAddresses: [ZOE] },
      Content: {
        Template: {
          TemplateArn: "arn:aws:ses:eu-west-1:123456789012:template/welcome",
          TemplateData: '{"name":"Zoë"}',
        },
      },
    });
    expect(await received(ZOE)).toMatchObject({ subject: "For Zoë" });
  });
});

describe("Amazon SES", () => {
  const TEMPLATE = {
    subject: "For {{name}}",
    text: "{{#if code}}{{code}}{{else}}none{{/if}} {{#each items}}{{this}} {{@index}} {{../city}}{{/each}}",
    html: "<p>{{name}} {{order.item.id}}</p>",
  };
  const find = async () => {
    const { findings } = await client().getLatestMessage();
    return findings.flatMap(({ code, text }) => (code === "provider-variable-missing" ? [text] : []));
  };

  test("names the variables of which a template has no value, as it then sends nothing", async () => {
    await withTemplate("ses", "welcome", TEMPLATE, async () => {
      const send = (variables: object) =>
        post("ses", "/v2/email/outbound-emails", {
          FromEmailAddress: JO,
          Destination: { ToAddresses: [ZOE] },
          Content: { Template: { TemplateName: "welcome", TemplateData: JSON.stringify(variables) } },
        });
      await send({ name: "Zoë", items: ["a"] });
      expect(await find()).toEqual([expect.stringMatching(/: \.\.\/city, order\.item\.id$/)]);
      expect(await received(ZOE)).toMatchObject({ subject: "For Zoë", text: "none a 0", html: "<p>Zoë </p>" });
      await send({ name: "Zoë", items: ["a"], city: null, order: { item: { id: 7 } } });
      expect(await find()).toEqual([]);
    });
  });

  test("reports it for each entry of a bulk request, and in version 1", async () => {
    const Template = { TemplateContent: { Subject: "Hi", Text: "For {{name}}" }, TemplateData: "{}" };
    await post("ses", "/v2/email/outbound-bulk-emails", {
      FromEmailAddress: JO,
      DefaultContent: { Template },
      BulkEmailEntries: [{ Destination: { ToAddresses: [ZOE] } }],
    });
    expect(await find()).toEqual([expect.stringMatching(/: name$/)]);
    await withTemplate("ses", "welcome", TEMPLATE, async () => {
      const response = await fetch(app.origin, {
        method: "POST",
        headers: CREDENTIALS["ses"] ?? {},
        body: `Action=SendTemplatedEmail&Source=${JO}&Destination.ToAddresses.member.1=${ANN}&Template=welcome&TemplateData={}`,
      });
      expect(response.status).toBe(200);
      expect(await find()).toEqual([expect.stringMatching(/: name, order\.item\.id$/)]);
    });
  });

  test("does not escape values in HTML", async () => {
    await withTemplate("ses", "welcome", { subject: "Hi", html: "<p>{{name}}</p>" }, async () => {
      await post("ses", "/v2/email/outbound-emails", {
        FromEmailAddress: JO,
        Destination: { ToAddresses: [ZOE] },
        Content: { Template: { TemplateName: "welcome", TemplateData: '{"name":"<b>Zoë</b>"}' } },
      });
      expect(await received(ZOE)).toMatchObject({ html: "<p><b>Zoë</b></p>" });
    });
  });
});

test("SendGrid's template has the subject; elsewhere that of the request takes precedence", async () => {
  const template = { subject: "Stored", text: "Hi" };
  await withTemplate("sendgrid", "d-1", template, async () => {
    const personalizations = [{ to: [email(ZOE)] }];
    await post("sendgrid", "/v3/mail/send", { personalizations, from: email(JO), subject: "Own", template_id: "d-1" });
    expect(await received(ZOE)).toMatchObject({ subject: "Stored" });
  });
  await withTemplate("brevo", "1", template, async () => {
    await post("brevo", "/v3/smtp/email", {
      to: [email(ANN)],
      subject: "For {{params.name}}",
      templateId: 1,
      params: { name: "Ann" },
    });
    expect(await received(ANN)).toMatchObject({ subject: "For Ann" });
  });
});

test("a template of an unknown provider is refused", async () => {
  const response = await fetch(`${app.origin}/api/templates/sendgird/1`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: "Hi" }),
  });
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("sendgrid, resend")]);
});
