import { join } from "node:path";
import { createClient } from "@mailglass/shared/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFolderForAllTests, describeFailure, isInstalled, runProcess } from "../support/run-program.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { expectFullMessage } from "./expect-full-message.ts";
import { FULL } from "./full-message.ts";

/*
 * Bridges of Symfony Mailer, as Debian packages them, over HTTPS, which is all that they speak. Mailjet's has its port fixed: 443.
 */

/** A bridge of Symfony Mailer. */
interface Bridge {
  /** The provider's name here. */
  readonly provider: string;
  /** The name of its folder. */
  readonly bridge: string;
  /** Scheme and credentials of the DSN. */
  readonly dsn: string;
  /** The provider's API has no inline images. */
  readonly lacksImage?: boolean;
}

const BRIDGES: readonly Bridge[] = [
  { provider: "sendgrid", bridge: "Sendgrid", dsn: "sendgrid+api://KEY" },
  { provider: "mailgun", bridge: "Mailgun", dsn: "mailgun+api://KEY:example.com" },
  { provider: "postmark", bridge: "Postmark", dsn: "postmark+api://KEY" },
  { provider: "mandrill", bridge: "Mailchimp", dsn: "mandrill+api://KEY" },
  { provider: "brevo", bridge: "Sendinblue", dsn: "sendinblue+api://KEY", lacksImage: true },
];

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

/** Returns the id that the bridge read in the reply. */
async function sendFull({ bridge, dsn }: Bridge): Promise<string> {
  const full = { ...FULL, file: base64(FULL.file), image: base64(FULL.image) };
  const input = JSON.stringify({ bridge, dsn: `${dsn}@localhost:${app.https?.port}`, full });
  const program = new URL("./send_with_symfony.php", import.meta.url).pathname;
  const trust = ["-d", `openssl.cafile=${caFile}`, "-d", `curl.cainfo=${caFile}`];
  const result = await runProcess("php", [...trust, program], { input });
  expect(describeFailure(result)).toBe("");
  return JSON.parse(result.out.toString()).id;
}

const isBridgeInstalled = ({ bridge }: Bridge): boolean =>
  isInstalled(
    "php",
    "-r",
    `(@include "Symfony/Component/HttpClient/autoload.php") && (@include "Symfony/Component/Mailer/Bridge/${bridge}/autoload.php") || exit(1);`,
  );

describe("Symfony Mailer, unmodified, sends over HTTPS with its bridge for", () => {
  test.for(BRIDGES)("$provider", { timeout: 60_000 }, async (bridge, { skip }) => {
    skip(!isBridgeInstalled(bridge), "the bridge is not installed");
    const client = createClient({ url: app.origin });
    await client.deleteMessages();
    const id = await sendFull(bridge);
    const { items } = await client.listMessages();
    expect(items.map(({ recipients }) => recipients.toSorted())).toEqual([
      [FULL.to.address, FULL.cc, FULL.bcc].toSorted(),
    ]);
    const message = await client.getMessage({ params: { id: items[0]?.id ?? "" } });
    expectFullMessage(message, bridge.provider, { hasCc: true });
    expect(message.headers).toContainEqual(expect.objectContaining(FULL.header));
    const files = message.attachments.map(({ filename, contentId }) => contentId ?? filename);
    expect(files.toSorted()).toEqual([FULL.image.cid, FULL.file.name].toSorted());
    const request = await client.getRequest({ params: { id: message.id } });
    expect(request.fields.filter(({ mappedTo }) => mappedTo === null)).toEqual([]);
    // Mandrill's reply has an id for each recipient.
    if (bridge.provider !== "mandrill") expect(request.messageId).toContain(id);
    const problems = message.findings.filter(({ severity }) => severity !== "info").map(({ code }) => code);
    expect(problems).toEqual(bridge.lacksImage === true ? ["cid-unresolved"] : []);
  });
});
