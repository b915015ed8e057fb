import { createClient } from "@mailglass/shared/client";
import Mailgun from "mailgun.js";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

/*
 * Mailgun's templates and their versions, with Mailgun's own library.
 */

const DOMAIN = "example.com";

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const mailgun = () => new Mailgun(FormData).client({ username: "api", key: "key", url: app.origin });
const templates = () => mailgun().domains.domainTemplates;
const client = () => createClient({ url: app.origin });

beforeEach(async () => {
  await templates().destroyAll(DOMAIN);
  await client().deleteMessages();
});

const createOrder = () =>
  templates().create(DOMAIN, {
    name: "order",
    description: "An order",
    template: "<p>First, {{name}}</p>",
    headers: JSON.stringify({ Subject: "First {{name}}" }) as never,
  });

const addVersion = (tag: string, active: "yes" | "no") =>
  templates().createVersion(DOMAIN, "order", {
    tag,
    template: `<h1>Order</h1><p>${tag}, {{name}}</p>`,
    comment: `Version ${tag}`,
    active: active as never,
  });

/** Sends with the template, and returns what arrived. */
async function send(options: object) {
  await mailgun().messages.create(DOMAIN, {
    from: "jo@example.com",
    to: "zoe@example.net",
    template: "order",
    "t:variables": JSON.stringify({ name: "Zoë" }),
    ...options,
  });
  const { id } = await client().getLatestMessage();
  const { subject, html, text, findings } = await client().getMessage({ params: { id } });
  const codes = findings.map(({ code }) => code).filter((code) => code.startsWith("provider-"));
  return { subject, html: html?.trim(), text: text?.trim().replaceAll("\r\n", "\n"), codes };
}

test("a template and its versions are stored, read, changed and deleted", async () => {
  expect(await createOrder()).toMatchObject({
    name: "order",
    description: "An order",
    createdAt: expect.any(Date),
    version: {
      tag: "initial",
      engine: "handlebars",
      active: true,
      template: "<p>First, {{name}}</p>",
      headers: { Subject: "First {{name}}" },
    },
  });
  expect(await addVersion("v2", "yes")).toMatchObject({
    status: 200,
    message: "new version of the template has been stored",
    template: { name: "order", version: { tag: "v2", active: true, comment: "Version v2" } },
  });
  const { template } = await templates().listVersions(DOMAIN, "order");
  expect(template.versions).toMatchObject([
    { tag: "initial", active: false },
    { tag: "v2", active: true, comment: "Version v2" },
  ]);
  expect(await templates().getVersion(DOMAIN, "order", "initial")).toMatchObject({
    version: { template: "<p>First, {{name}}</p>" },
  });
  const change = { template: "<p>Changed</p>" };
  expect(await templates().updateVersion(DOMAIN, "order", "v2", change)).toMatchObject({
    message: "version has been updated",
    templateName: "order",
    templateVersion: { tag: "v2" },
  });
  const active = { active: "yes" } as never;
  expect(await templates().get(DOMAIN, "order", active)).toMatchObject({ version: change, description: "An order" });
  await templates().update(DOMAIN, "order", { description: "All orders" });
  await templates().destroyVersion(DOMAIN, "order", "v2");
  const left = await templates().get(DOMAIN, "order", active);
  expect([left.description, left.version]).toEqual(["All orders", undefined]);
  expect(await templates().destroy(DOMAIN, "order")).toMatchObject({
    message: "template has been deleted",
    templateName: "order",
  });
  await expect(templates().get(DOMAIN, "order")).rejects.toMatchObject({ status: 404, details: "template not found" });
  expect((await client().listTemplates({ params: { provider: "mailgun" } })).ids).toEqual([]);
});

test("templates are listed in pages", async () => {
  for (const name of ["a", "b", "c"]) await templates().create(DOMAIN, { name, description: "", template: "x" });
  const first = await templates().list(DOMAIN, { limit: 2 });
  expect(first.items.map(({ name }) => name)).toEqual(["a", "b"]);
  const second = await templates().list(DOMAIN, { limit: 2, page: first.pages.next.page as never });
  expect(second.items.map(({ name }) => name)).toEqual(["c"]);
  const back = await templates().list(DOMAIN, { page: second.pages.previous.page as never });
  expect(back.items.map(({ name }) => name)).toEqual(["a", "b"]);
});

test("a message is written with the active version, or the one that it names", async () => {
  await createOrder();
  expect(await send({})).toMatchObject({ subject: "First Zoë", html: "<p>First, Zoë</p>", codes: [] });
  await addVersion("v2", "yes");
  expect(await send({ subject: "Own" })).toMatchObject({ subject: "Own", html: "<h1>Order</h1><p>v2, Zoë</p>" });
  const first = await send({ "t:version": "initial" });
  expect(first).toMatchObject({ subject: "First Zoë", html: "<p>First, Zoë</p>", text: undefined });
  expect(await send({ "t:version": "v3" })).toMatchObject({ codes: ["provider-template-unknown"] });
});

test("with t:text, the message has a text that is written from the HTML", async () => {
  await createOrder();
  await addVersion("v2", "yes");
  expect(await send({ "t:text": "yes" })).toMatchObject({ text: "Order\nv2, Zoë", codes: [] });
  expect(await send({ "t:text": "yes", text: "Own" })).toMatchObject({ text: "Own" });
});

test("a version can be given by the template's own API", async () => {
  await client().putTemplate({ params: { provider: "mailgun", id: "order@v2" }, body: { html: "<p>Put</p>" } });
  await client().putTemplate({ params: { provider: "mailgun", id: "order" }, body: { html: "<p>Active</p>" } });
  expect(await send({ "t:version": "v2" })).toMatchObject({ html: "<p>Put</p>", codes: [] });
  expect(await send({})).toMatchObject({ html: "<p>Active</p>", codes: [] });
});

test("what is not valid gets Mailgun's errors, and changes nothing", async () => {
  await createOrder();
  const request = async (method: string, path: string, body?: Record<string, string>) => {
    const headers = CREDENTIALS["mailgun"] ?? {};
    const response = await fetch(`${app.origin}/v3/${DOMAIN}/templates${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: new URLSearchParams(body) }),
    });
    return [response.status, Object(await response.json()).message];
  };
  expect(await request("POST", "", {})).toEqual([400, "Missing mandatory parameter: name"]);
  expect(await request("POST", "", { name: "a b" })).toEqual([400, "Invalid parameter: name is invalid"]);
  expect(await request("POST", "", { name: "order" })).toEqual([409, "template order already exists"]);
  const engine = { name: "b", template: "x", engine: "jinja" };
  expect(await request("POST", "", engine)).toEqual([400, "Invalid parameter: engine jinja is not supported"]);
  expect(await request("GET", "/order/versions/v9")).toEqual([404, "template version not found"]);
  expect(await request("POST", "/gone/versions", { tag: "v" })).toEqual([404, "template not found"]);
  expect(await request("POST", "/order/versions", { tag: "v" })).toEqual([
    400,
    "Missing mandatory parameter: template",
  ]);
  const repeated = { tag: "initial", template: "x" };
  expect(await request("POST", "/order/versions", repeated)).toEqual([409, "version initial already exists"]);
  expect(await request("PUT", "/order", {})).toEqual([400, "No fields are provided to update"]);
  const headers = { headers: "no JSON" };
  expect(await request("PUT", "/order/versions/initial", headers)).toEqual([400, "headers must be a JSON object."]);
  expect((await templates().list(DOMAIN)).items).toHaveLength(1);
  const { version } = await templates().get(DOMAIN, "order", { active: "yes" } as never);
  expect(version).toMatchObject({ tag: "initial", headers: { Subject: "First {{name}}" } });
});

test("a template that was given without versions, or a version without a template, has what it has", async () => {
  const put = (id: string, html: string) =>
    client().putTemplate({ params: { provider: "mailgun", id }, body: { html } });
  await put("order", "<p>Given</p>");
  await templates().update(DOMAIN, "order", { description: "Orders" });
  await addVersion("v2", "no");
  const { template } = await templates().listVersions(DOMAIN, "order");
  expect(template.versions).toMatchObject([
    { tag: "initial", active: true },
    { tag: "v2", active: false },
  ]);
  expect(await send({})).toMatchObject({ html: "<p>Given</p>" });
  await put("alone@v1", "<p>Alone</p>");
  expect((await templates().list(DOMAIN)).items.map(({ name }) => name)).toEqual(["alone", "order"]);
  expect(await templates().getVersion(DOMAIN, "alone", "v1")).toMatchObject({ version: { template: "<p>Alone</p>" } });
  await templates().destroyAll(DOMAIN);
  expect((await templates().list(DOMAIN)).items).toEqual([]);
});

test("what is too long is refused", async () => {
  const headers = JSON.stringify({ Subject: "s", "Reply-To": "x".repeat(10_000) }) as never;
  const template = { name: "order", description: "", template: "x" };
  await expect(templates().create(DOMAIN, { ...template, headers })).rejects.toMatchObject({ status: 400 });
  const html = "x".repeat(1_000_001);
  await expect(templates().create(DOMAIN, { ...template, template: html })).rejects.toMatchObject({ status: 400 });
  expect((await templates().list(DOMAIN)).items).toEqual([]);
});
