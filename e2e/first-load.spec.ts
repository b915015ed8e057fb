import { Inbox } from "./fixtures/inbox.ts";
import { expect, test } from "./fixtures/test.ts";
import { watch } from "./fixtures/watch.ts";

/** What the page asks for when it is opened: little, and of nobody else. */

/** Bytes of compressed JavaScript. */
const MOST = 120 * 1024;

test("the first load has at most 120 KB of compressed JavaScript, and all of it is compressed", async ({
  page,
  send,
}) => {
  await send({ subject: "first" });
  const scripts: Promise<{ name: string; bytes: number; encoding: string | undefined }>[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() !== "script") return;
    scripts.push(
      (async () => ({
        name: new URL(request.url()).pathname,
        bytes: (await request.sizes()).responseBodySize,
        encoding: (await request.response())?.headers()["content-encoding"],
      }))(),
    );
  });
  const inbox = new Inbox(page);
  await inbox.open();
  await expect(inbox.row("first")).toBeVisible();
  const loaded = await Promise.all(scripts);
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter(({ encoding }) => encoding !== "br" && encoding !== "gzip")).toEqual([]);
  expect(loaded.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(MOST);
});

test("no room asks another host for anything", async ({ page, server, send }) => {
  const { incidents } = watch(page, server.url);
  const inbox = new Inbox(page);
  await inbox.open();
  await expect(page.getByTestId("empty-inbox")).toBeVisible();
  await send({ subject: "a mail", text: "text", html: "<p>html</p>" });
  await inbox.openMessage("a mail");
  for (const tab of ["preview", "text", "envelope", "headers", "source", "parts", "session", "findings"]) {
    await page.getByTestId(`tab-${tab}`).click();
    await expect(page.getByTestId(`panel-${tab}`).getByRole("status", { name: "Loading" })).toHaveCount(0);
  }
  for (const room of ["sessions", "settings", "messages"]) {
    await page.getByTestId(`room-${room}`).click();
    await expect(page.getByTestId(`room-${room}`)).toHaveAttribute("aria-current", "page");
  }
  await page.goto("api/docs");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(incidents).toEqual([]);
});
