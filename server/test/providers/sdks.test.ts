import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createClient } from "@mailglass/shared/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFolderForAllTests } from "../support/run-program.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { expectFullMessage } from "./expect-full-message.ts";
import { FULL } from "./full-message.ts";

/** The library of a provider. */
interface Sdk {
  /** The provider's name here. */
  readonly provider: string;
  readonly library: string;
  /** It cannot be used over HTTP. */
  readonly httpsOnly?: boolean;
  /** What the library or the API cannot express. */
  readonly lacks?: readonly ("cc" | "file" | "header" | "image")[];
}

const SDKS: readonly Sdk[] = [
  { provider: "sendgrid", library: "@sendgrid/mail" },
  { provider: "resend", library: "resend" },
  { provider: "ses", library: "@aws-sdk/client-sesv2" },
  { provider: "ses", library: "@aws-sdk/client-ses", lacks: ["header", "file", "image"] },
  { provider: "mailgun", library: "mailgun.js" },
  { provider: "postmark", library: "postmark" },
  { provider: "brevo", library: "@getbrevo/brevo", lacks: ["image"] },
  { provider: "sparkpost", library: "sparkpost", lacks: ["cc"] },
  { provider: "mailtrap", library: "mailtrap" },
  { provider: "mailersend", library: "mailersend" },
  { provider: "mailjet", library: "node-mailjet", httpsOnly: true },
];

const stateDir = createFolderForAllTests();

let app: RunningApp;
let program: ChildProcess;
beforeAll(async () => {
  app = await startTestApp({ httpsPort: 0, stateDir });
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(stateDir, "ca", "certificate.pem") };
  program = fork(new URL("./sdk-program.ts", import.meta.url), { execArgv: [], env });
});
afterAll(async () => {
  program.kill();
  await app.close();
});

/** Sends the full message. Returns the id that the provider's reply gave to it. */
async function sendFull(library: string, origin: string): Promise<string> {
  program.send({ library, origin });
  const [{ id, error }] = await once(program, "message");
  if (error !== undefined) throw new Error(error);
  return id;
}

const originFor = ({ httpsOnly = false }: Sdk): string =>
  httpsOnly ? `https://localhost:${app.https?.port}` : app.origin;

/** Native paths, and those below the provider's name, which SDKs keep. */
const BASES = [
  ["at native paths", (sdk: Sdk) => originFor(sdk)],
  ["below a prefix", (sdk: Sdk) => `${originFor(sdk)}/${sdk.provider}`],
] as const;

describe.each(BASES)("an unmodified library sends %s", (_base, baseOf) => {
  test.each(SDKS.map((sdk) => [sdk.library, sdk] as const))("%s", async (_library, sdk) => {
    const lacks = new Set<string>(sdk.lacks);
    const client = createClient({ url: app.origin });
    await client.deleteMessages();
    const id = await sendFull(sdk.library, baseOf(sdk));
    const { items } = await client.listMessages({ query: { q: `to:${FULL.to.address} source:${sdk.provider}` } });
    const message = await client.getMessage({ params: { id: items[0]?.id ?? "" } });
    expectFullMessage(message, sdk.provider, { hasCc: !lacks.has("cc") });
    if (!lacks.has("header")) expect(message.headers).toContainEqual(expect.objectContaining(FULL.header));
    const files = message.attachments.map(({ filename, contentId }) => contentId ?? filename);
    const expected = [...(lacks.has("file") ? [] : [FULL.file.name]), ...(lacks.has("image") ? [] : [FULL.image.cid])];
    expect(files.sort()).toEqual(expected.sort());
    for (const { part, contentId } of message.attachments) {
      const bytes = await client.getPart({ params: { id: message.id, number: part } });
      expect(Buffer.from(bytes)).toEqual(contentId === null ? FULL.file.content : FULL.image.content);
    }
    const all = await client.listMessages();
    expect(all.items.flatMap(({ recipients }) => recipients)).toContain(FULL.bcc);

    const request = await client.getRequest({ params: { id: message.id } });
    expect(id).not.toBe("");
    expect(request.messageId).toContain(id);
    expect(request.fields.filter(({ mappedTo }) => mappedTo === null)).toEqual([]);
    const problems = message.findings.filter(({ severity }) => severity !== "info").map(({ code }) => code);
    expect(problems).toEqual(lacks.has("image") ? ["cid-unresolved"] : []);
    expect(JSON.stringify(request)).not.toMatch(/SG\.test|re_test|key-test|xkeysib-test|mlsn\.test|AKIATEST/);
  });
});

/** Libraries that send a request again by themselves. */
const RETRYING = SDKS.filter(({ library }) => library.startsWith("@aws-sdk/") || library === "@getbrevo/brevo");

describe.each([429, 503])("after status %i, a library that retries sends the message once", (status) => {
  test.each(RETRYING.map(({ library, provider }) => [library, provider] as const))("%s", async (library, provider) => {
    const client = createClient({ url: app.origin });
    await client.deleteMessages();
    const rule = { on: "http", match: { provider }, status, times: 1 };
    const headers = { "content-type": "application/json" };
    const added = await fetch(`${app.origin}/api/faults`, { method: "POST", headers, body: JSON.stringify(rule) });
    expect(added.ok).toBe(true);
    expect(await sendFull(library, app.origin)).not.toBe("");
    expect((await client.listMessages()).total).toBe(1);
  });
});
