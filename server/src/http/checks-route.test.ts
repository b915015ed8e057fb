import type { MessageChecks } from "@mailglass/shared";
import { expect, test } from "vitest";
import { createTestServer, storeMessage } from "../../test/support/test-http-server.ts";

const HTML = '<table role="presentation"><tr><td style="display:flex">Hi</td></tr></table><video></video>';
const SOURCE = `Subject: Hello\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(HTML).toString("base64")}\r\n`;

async function getChecks(source: string): Promise<MessageChecks> {
  await using server = await createTestServer();
  const { id } = storeMessage(server.mailbox, source);
  const response = await server.app.inject(`/api/messages/${id}/checks`);
  expect(response.statusCode).toBe(200);
  return response.json<MessageChecks>();
}

test("reports by feature which clients do not support the HTML", async () => {
  const { html } = await getChecks(SOURCE);
  expect(html?.dataUpdated).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(html?.featureCount).toBeGreaterThanOrEqual(307);
  const flex = html?.features.find(({ slug }) => slug === "css-display-flex");
  expect(flex).toMatchObject({ title: "display:flex", category: "css", count: 1 });
  expect(flex?.url).toBe("https://www.caniemail.com/features/css-display-flex/");
  expect(flex?.clients.none).toContainEqual({
    client: "Outlook Windows",
    family: "Outlook",
    version: "2019",
    since: "2007",
    notes: [],
  });
  expect(flex?.clients.full).toContain("Apple Mail macOS");
  const place = flex?.places[0];
  const written = place?.in === "source" ? SOURCE.slice(place.start, place.end) : "";
  expect(HTML).toContain(Buffer.from(written, "base64").toString().slice(3, -3));
  expect(Buffer.from(written, "base64").toString()).toContain("play:fl");
});

test("scores each family of clients, those with the most users first", async () => {
  const { html } = await getChecks(SOURCE);
  expect(html?.families.slice(0, 3).map(({ family }) => family)).toEqual(["Apple Mail", "Gmail", "Outlook"]);
  for (const { full, partial, none } of html?.families ?? []) expect(full + partial + none).toBeCloseTo(100, 0);
  expect(html?.families.find(({ family }) => family === "Outlook")?.clients).toContain("Outlook Windows");
});

test("is null for a message without HTML", async () => {
  expect(await getChecks("Subject: Hello\r\n\r\nHi\r\n")).toMatchObject({
    kindCount: expect.any(Number),
    html: null,
    dkim: { signatures: [] },
    spam: null,
    links: null,
  });
});
