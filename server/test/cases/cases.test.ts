import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RawClient } from "../smtp/raw-client.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";

/*
 * Small messages as mail programs send them, and how each must be read. A case is NAME.eml, sent by SMTP byte for byte,
 * and a row of cases.json with expectations of the API's answers and the authority for them.
 */

type Operator = "equals" | "contains" | "has" | "lacks" | "startswith";
/** Path in the API's responses, the comparison, and the expected value. */
type Expectation = readonly [path: string, operator: Operator, wanted: unknown];

interface Case {
  readonly case: string;
  /** The specification, or the readers that agree. */
  readonly authority: string;
  readonly expect: readonly Expectation[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8"));

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

it.each(cases)("$case", checkCase);

async function checkCase({ case: name, expect: expectations }: Case): Promise<void> {
  await deliver(readFileSync(new URL(`${name}.eml`, import.meta.url)));
  const message = await getJson<{ id: string }>("messages/latest");
  for (const [path, operator, wanted] of expectations) {
    const actual = await readPath(message, path);
    expect(holds(actual, operator, wanted), `${path} ${operator} ${show(wanted)}; it is ${show(actual)}`).toBe(true);
  }
}

/** Sends a source unchanged, by a client that changes no byte. */
async function deliver(source: Buffer): Promise<void> {
  const client = await RawClient.connect({ port: app.smtp.port });
  await client.read();
  for (const command of [
    "EHLO client.example.com",
    "MAIL FROM:<sender@example.com> BODY=8BITMIME",
    "RCPT TO:<rcpt@example.net>",
    "DATA",
  ])
    await client.command(command);
  const text = source.toString("latin1").replace(/(^|\n)\./g, "$1..");
  const reply = await client.command(`${text}${text.endsWith("\r\n") ? "" : "\r\n"}.`);
  client.end();
  if (!reply.startsWith("250")) throw new Error(`The server rejected the message: ${reply}`);
}

async function getText(path: string): Promise<string> {
  const response = await fetch(`${app.origin}/api/${path}`);
  if (!response.ok) throw new Error(`${path} has status ${response.status}`);
  return response.text();
}

async function getJson<Value>(path: string): Promise<Value> {
  return JSON.parse(await getText(path));
}

/** `message.…`, `parts.…`: members, of each item of a list. `findings`: codes. `preview`: HTML. `attachment.NAME`: its text. */
async function readPath(message: { readonly id: string }, path: string): Promise<unknown> {
  const [view = "", ...keys] = path.split(".");
  const base = `messages/${message.id}`;
  switch (view) {
    case "message":
      return pick(message, keys);
    case "parts":
      return pick(await getJson(`${base}/parts`), keys);
    case "findings":
      return pick(await getJson(`${base}/findings`), ["code"]);
    case "preview":
      return getText(`${base}/preview`);
    case "attachment": {
      const { attachments } = await getJson<{ attachments: { filename: string; part: string }[] }>(base);
      const part = attachments.find(({ filename }) => filename === keys.join("."))?.part;
      return part === undefined ? null : (await getText(`${base}/parts/${part}`)).replaceAll("\r\n", "\n");
    }
    default:
      throw new Error(`There is no view ${view}`);
  }
}

function pick(value: unknown, [key, ...keys]: readonly string[]): unknown {
  if (key === undefined) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => pick(item, [key, ...keys]));
  return pick(Object(value)[key] ?? null, keys);
}

function holds(actual: unknown, operator: Operator, wanted: unknown): boolean {
  if (operator === "equals") return isEqual(actual, wanted);
  if (actual === null) return operator === "lacks";
  if (typeof actual !== "string" && !Array.isArray(actual))
    throw new Error(`${show(actual)} is neither a text nor a list`);
  switch (operator) {
    case "contains":
    case "has":
      return actual.includes(String(wanted));
    case "lacks":
      return !actual.includes(String(wanted));
    case "startswith":
      return typeof actual === "string" && actual.startsWith(String(wanted));
  }
}

const isEqual = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const show = (value: unknown) => JSON.stringify(value)?.slice(0, 300);
