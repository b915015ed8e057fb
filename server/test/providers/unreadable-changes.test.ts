import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { PROVIDERS } from "../../src/compat/providers/providers.ts";
import { type AllApis, allApis } from "../support/all-apis.ts";
import { CREDENTIALS } from "./credentials.ts";

/*
 * Routes of providers that change something besides sending mail: templates, and scheduled emails. Each request is made invalid in many
 * ways, and must change nothing.
 */

interface Change {
  readonly provider: string;
  readonly method: "DELETE" | "PATCH" | "POST" | "PUT";
  /** With a template, a version or an email that exists. */
  readonly path: string;
  /** As registered. */
  readonly route: string;
  /** Members of the body, which is JSON, or a form for Mailgun; undefined if there is no body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Bodies whose members have values that are not valid. */
  readonly badBodies?: readonly unknown[];
}

const TEMPLATES = "/v3/:domain/templates";
const SES = "/v2/email/templates";
const TOO_LATE = "2031-02-31T00:00:00Z";

const CHANGES: readonly Change[] = [
  {
    provider: "mailgun",
    method: "POST",
    route: TEMPLATES,
    path: "/v3/example.com/templates",
    body: { name: "new", template: "x" },
    badBodies: [
      { name: "new", template: "" },
      { name: "new", template: "x", headers: '{"Subject":1}' },
    ],
  },
  { provider: "mailgun", method: "DELETE", route: TEMPLATES, path: "/v3/example.com/templates" },
  {
    provider: "mailgun",
    method: "PUT",
    route: `${TEMPLATES}/:name`,
    path: "/v3/example.com/templates/order",
    body: { description: "changed" },
  },
  {
    provider: "mailgun",
    method: "DELETE",
    route: `${TEMPLATES}/:name`,
    path: "/v3/example.com/templates/order",
  },
  {
    provider: "mailgun",
    method: "POST",
    route: `${TEMPLATES}/:name/versions`,
    path: "/v3/example.com/templates/order/versions",
    body: { tag: "v2", template: "x" },
    badBodies: [{ tag: "v2", template: "x", active: "maybe" }],
  },
  {
    provider: "mailgun",
    method: "PUT",
    route: `${TEMPLATES}/:name/versions/:tag`,
    path: "/v3/example.com/templates/order/versions/v1",
    body: { template: "changed" },
    badBodies: [{ template: "" }, { comment: "x", active: "maybe" }, { template: "x", headers: "[]" }],
  },
  {
    provider: "mailgun",
    method: "DELETE",
    route: `${TEMPLATES}/:name/versions/:tag`,
    path: "/v3/example.com/templates/order/versions/v1",
  },
  {
    provider: "postmark",
    method: "POST",
    route: "/templates",
    path: "/templates",
    body: { Name: "New", HtmlBody: "x" },
    badBodies: [
      { Name: "", HtmlBody: "x" },
      { Name: "New", HtmlBody: "" },
      { Name: "New", HtmlBody: "x", TemplateType: "other" },
    ],
  },
  {
    provider: "postmark",
    method: "PUT",
    route: "/templates/:id",
    path: "/templates/welcome",
    body: { Subject: "changed" },
    badBodies: [{ Name: "" }, { HtmlBody: "" }, { Subject: "changed", TemplateType: "Layout" }],
  },
  { provider: "postmark", method: "DELETE", route: "/templates/:id", path: "/templates/welcome" },
  {
    provider: "ses",
    method: "POST",
    route: SES,
    path: SES,
    body: { TemplateName: "New", TemplateContent: { Subject: "x" } },
    badBodies: [{ TemplateName: "New", TemplateContent: { subject: "x" } }],
  },
  {
    provider: "ses",
    method: "PUT",
    route: `${SES}/:name`,
    path: `${SES}/welcome`,
    body: { TemplateContent: { Subject: "changed" } },
    badBodies: [
      { TemplateContent: { Subject: 5 } },
      { TemplateContent: { Subject: "changed", text: "x" } },
      { TemplateContent: [{ Subject: "changed" }] },
      { TemplateContent: { Subject: "changed" }, TemplateName: "other" },
    ],
  },
  { provider: "ses", method: "DELETE", route: `${SES}/:name`, path: `${SES}/welcome` },
  {
    provider: "resend",
    method: "PATCH",
    route: "/emails/:id",
    path: "/emails/EMAIL",
    body: { scheduled_at: "2031-01-01T00:00:00Z" },
    badBodies: [
      { scheduled_at: TOO_LATE },
      { scheduled_at: "2031-01-01 zzz" },
      { scheduled_at: "2020-01-01T00:00:00Z" },
      { scheduled_at: "" },
    ],
  },
  { provider: "resend", method: "POST", route: "/emails/:id/cancel", path: "/emails/EMAIL/cancel" },
];

/** It renders a template, and changes nothing. */
const RENDERS = "POST /v2/email/templates/:name/render";

test("every route that changes something is attacked", () => {
  const all = PROVIDERS.flatMap(({ readRoutes = [] }) => readRoutes)
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("/"))
    .map(({ method, path }) => `${method} ${path}`);
  expect(CHANGES.map(({ method, route }) => `${method} ${route}`).toSorted()).toEqual(
    all.filter((name) => name !== RENDERS).toSorted(),
  );
});

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";

/** Stores what the changes are about. Returns the id of a scheduled email. */
async function prepare({ app }: AllApis): Promise<string> {
  const post = async (provider: string, url: string, body: object) => {
    const isForm = provider === "mailgun";
    const payload = isForm ? new URLSearchParams(Object.entries(body)).toString() : JSON.stringify(body);
    const headers = { ...CREDENTIALS[provider], "content-type": isForm ? FORM : JSON_TYPE };
    const response = await app.inject({ method: "POST", url, payload, headers });
    expect([url, response.statusCode]).toEqual([url, 200]);
    return response;
  };
  const order = { name: "order", template: "x", tag: "v1", description: "An order" };
  await post("mailgun", "/v3/example.com/templates", order);
  await post("mailgun", "/v3/example.com/templates", { ...order, name: "other" });
  await post("postmark", "/templates", { Name: "Welcome", Alias: "welcome", Subject: "x", HtmlBody: "x" });
  await post("ses", SES, { TemplateName: "welcome", TemplateContent: { Subject: "x", Text: "x" } });
  const email = { from: "jo@example.com", to: "zoe@example.net", subject: "x", text: "x" };
  const response = await post("resend", "/emails", { ...email, scheduled_at: "2030-01-01T00:00:00Z" });
  return response.json().id;
}

async function stateOf({ app }: AllApis): Promise<unknown> {
  const get = async (provider: string, url: string) =>
    (await app.inject({ url, headers: { ...CREDENTIALS[provider] } })).json();
  return {
    mailgun: await get("mailgun", "/v3/example.com/templates?active=yes"),
    versions: await get("mailgun", "/v3/example.com/templates/order/versions"),
    version: await get("mailgun", "/v3/example.com/templates/order/versions/v1"),
    postmark: await get("postmark", "/templates?Count=100&Offset=0"),
    welcome: await get("postmark", "/templates/welcome"),
    ses: await get("ses", SES),
    sesWelcome: await get("ses", `${SES}/welcome`),
    resend: await get("resend", "/emails"),
  };
}

interface Attempt {
  readonly what: string;
  readonly search?: string;
  readonly body?: Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const field = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

const toText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const encode = (body: unknown, isForm: boolean): string =>
  isForm
    ? new URLSearchParams(
        Object.entries(Object(body)).map(([name, value]): [string, string] => [name, toText(value)]),
      ).toString()
    : JSON.stringify(body);

function brokenForms(body: Readonly<Record<string, unknown>>): Attempt[] {
  const entries = Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]);
  const [name = "", value = ""] = entries[0] ?? [];
  const text = encode(body, true);
  const whole = entries.map((entry) => field(...entry)).join("");
  const multipart = [
    whole,
    `${whole}--b`,
    `${whole}--b\r\nContent-Disposition: form-data; na`,
    `${whole}${field("zzz", "1")}--b--\r\n`,
    `${whole}${field(name, value)}--b--\r\n`,
  ];
  return [
    ...[`${text}&${name}=other`, `${text}&zzz=1`, `${text}&`, `${text}%ZZ`, `${text}%FF`, `\uFEFF${text}`].map(
      (broken) => ({ what: broken, body: Buffer.from(broken), type: FORM }),
    ),
    ...multipart.map((broken) => ({
      what: broken,
      body: Buffer.from(broken),
      type: "multipart/form-data; boundary=b",
    })),
    { what: "a list", body: Buffer.from(text.replace(`${name}=`, `${name}[]=`)), type: FORM },
    { what: "no UTF-8", body: Buffer.from(`${text}\xff`, "latin1"), type: FORM },
    { what: "UTF-16", body: Buffer.from(text, "utf16le"), type: `${FORM}; charset=utf-16` },
    ...[JSON_TYPE, "text/plain"].map((type) => ({ what: type, body: Buffer.from(text), type })),
  ];
}

function brokenJson(body: Readonly<Record<string, unknown>>): Attempt[] {
  const json = JSON.stringify(body);
  const [name = ""] = Object.keys(body);
  const wrong = Object.keys(body).flatMap((member) =>
    [5, true, ["x"], { a: "x" }].map((value) => ({ ...body, [member]: value })),
  );
  const texts = [
    ...[...wrong, [body], [], null, "x", { ...body, zzz: 1 }, { [name.toLowerCase() + "_"]: "x" }].map((one) =>
      JSON.stringify(one),
    ),
    `${json}x`,
    json.slice(0, -1),
    `\uFEFF${json}`,
    `{"${name}":"other",${json.slice(1)}`,
    encode(body, true),
  ];
  return [
    ...texts.map((broken) => ({ what: broken, body: Buffer.from(broken), type: JSON_TYPE })),
    { what: "UTF-16", body: Buffer.from(json), type: `${JSON_TYPE}; charset=utf-16` },
  ];
}

function attemptsOf({ provider, body, badBodies = [] }: Change): Attempt[] {
  const isForm = provider === "mailgun";
  const type = isForm ? FORM : JSON_TYPE;
  const whole = body && { body: Buffer.from(encode(body, isForm)), type };
  const searches = ["?", "?&", "?zzz=1", "?name=", "?name=order", "?%00=1", "?name=%ZZ", "?_method=GET"];
  const headers = [{ "x-http-method-override": "GET" }, { "if-match": "x" }, { "content-encoding": "gzip" }];
  return [
    ...searches.map((search) => ({ what: search, search, ...whole })),
    ...headers.map((one) => ({ what: JSON.stringify(one), headers: one, ...whole, body: gzipSync(whole?.body ?? "") })),
    ...(body === undefined
      ? ["zzz", '{"name":"order"}', "name=order", "null", '["x"]'].map((text) => ({
          what: text,
          body: Buffer.from(text),
          type: JSON_TYPE,
        }))
      : isForm
        ? brokenForms(body)
        : brokenJson(body)),
    ...(body === undefined ? [] : [{ what: "no body" }]),
    ...badBodies.map((bad) => ({ what: JSON.stringify(bad), body: Buffer.from(encode(bad, isForm)), type })),
  ];
}

const named = CHANGES.map((change) => [`${change.method} ${change.route}`, change] as const);

test.each(named)("%s changes nothing unless all of it can be read", { timeout: 60_000 }, async (_name, change) => {
  await using server = await allApis();
  const path = change.path.replace("EMAIL", await prepare(server));
  const before = await stateOf(server);
  for (const base of [path, `/${change.provider}${path}`]) {
    for (const { what, search = "", body, type, headers } of attemptsOf(change)) {
      const { status, body: answer } = await server.send(change.method, `${base}${search}`, {
        headers: { ...CREDENTIALS[change.provider], ...(type !== undefined && { "content-type": type }), ...headers },
        body,
      });
      expect([what, status, answer]).toEqual([what, expect.toSatisfy((code) => code >= 400 && code < 500), answer]);
      expect(answer).not.toBe("");
      expect([what, await stateOf(server)]).toEqual([what, before]);
    }
  }
  const isForm = change.provider === "mailgun";
  const { status } = await server.send(change.method, path, {
    headers: { ...CREDENTIALS[change.provider], "content-type": isForm ? FORM : JSON_TYPE },
    body: change.body && Buffer.from(encode(change.body, isForm)),
  });
  expect(status).toBe(200);
  expect(await stateOf(server)).not.toEqual(before);
});
