import type { Locator } from "@playwright/test";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { TABS } from "./fixtures/tabs.ts";
import { expect, test } from "./fixtures/test.ts";
import { watchPage } from "./fixtures/watch-page.ts";

/** The page requests little when it is opened, and only from its own server. */

/** Bytes of compressed JavaScript. */
const MAX_SCRIPT_BYTES = 130 * 1024;

test("the first load has at most 130 KB of compressed JavaScript, and all of it is compressed", async ({
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
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.row("first")).toBeVisible();
  const loaded = await Promise.all(scripts);
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter(({ encoding }) => encoding !== "br" && encoding !== "gzip")).toEqual([]);
  expect(loaded.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
});

test("the first list is requested before the script, and only once", async ({ page, send }) => {
  await send({ subject: "first" });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url().replace(/^.*\/(?=api\/|assets\/)/, "")));
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.row("first")).toBeVisible();
  await expect(inbox.count).toHaveText("1 message · 1 unread");
  const at = asked.indexOf("api/messages?limit=200");
  expect(at).toBeGreaterThan(0);
  expect(at).toBeLessThan(asked.findIndex((url) => url.endsWith(".js")));
  const listRequests = () => asked.filter((url) => url.startsWith("api/messages?limit"));
  expect(listRequests()).toEqual(["api/messages?limit=200"]);
  await send({ subject: "second" });
  await expect(inbox.count).toHaveText("2 messages · 2 unread");
  // Once it is quiet, the counts are compared with the server's, all in one request.
  await expect.poll(() => [...new Set(listRequests())]).toEqual(["api/messages?limit=200", "api/messages?limit=0"]);
});

test("the list of a link with a search is requested before the script, and only once", async ({ page, send }) => {
  await send({ subject: "first" });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url().replace(/^.*\/(?=api\/|assets\/)/, "")));
  const inbox = new InboxPage(page);
  await inbox.open("?q=first+to%3Aann");
  await expect(inbox.row("first")).toBeVisible();
  const lists = asked.filter((url) => url.startsWith("api/messages?") && url.endsWith("limit=200"));
  expect(lists).toEqual(["api/messages?q=first+to%3Aann&limit=200"]);
  expect(asked.indexOf(lists[0] ?? "")).toBeLessThan(asked.findIndex((url) => url.endsWith(".js")));
});

test("the first list needs no locale data, which takes a phone a tenth of a second to load", async ({ page, send }) => {
  await page.addInitScript(() => {
    const created: string[] = [];
    for (const name of ["NumberFormat", "DateTimeFormat", "Collator", "Segmenter"] as const) {
      const { [name]: original } = Intl;
      Object.defineProperty(Intl, name, {
        value: new Proxy(original, {
          construct(target, args) {
            created.push(name);
            return Reflect.construct(target, args) as object;
          },
        }),
      });
    }
    Object.assign(globalThis, { created });
  });
  await send({ subject: "first" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(inbox.row("first")).toBeVisible();
  await expect(inbox.count).toHaveText("1 message · 1 unread");
  expect(await page.evaluate(() => (globalThis as { created?: string[] }).created)).toEqual([]);
});

for (const [size, viewport] of Object.entries({
  desk: { width: 1440, height: 900 },
  phone: { width: 360, height: 780 },
})) {
  test(`the frame is shown before the script is loaded, and does not move afterwards: ${size}`, async ({
    page,
    send,
  }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: "light" });
    await send({ subject: "first" });
    const inbox = new InboxPage(page);
    await inbox.open("settings");
    await page.getByRole("radio", { name: "Dark" }).check();

    let releaseScripts: () => void = () => {};
    const scriptsHeld = new Promise<void>((resolve) => {
      releaseScripts = resolve;
    });
    await page.route("**/*.js", async (route) => {
      await scriptsHeld;
      await route.continue();
    });
    await page.goto(".", { waitUntil: "commit" });
    const navigation = page.locator(size === "phone" ? ".bottom-bar" : ".sidebar");
    await expect(page.getByTestId("frame")).toBeVisible();
    await expect(page.locator("html")).toHaveCSS("color-scheme", "dark");
    const before = await describeAppearance(navigation);
    releaseScripts();
    await expect(inbox.row("first")).toBeVisible();
    await expect(page.getByTestId("frame")).toHaveCount(0);
    expect(await describeAppearance(navigation)).toEqual(before);
    expect(await page.evaluate(layoutShifts)).toEqual([]);
  });
}

test("a linked reply with a preview does not move when its thread and the controls are loaded", async ({
  page,
  send,
}) => {
  await send({ subject: "Plan", messageId: "<plan@example.com>" });
  await send({ subject: "Re: Plan", inReplyTo: "<plan@example.com>", references: "<plan@example.com>", html: "<p>Hi" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("Re: Plan");
  const held = Promise.withResolvers<void>();
  await page.route(/\/thread$|PreviewTab-.*js$/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.reload();
  const panel = page.getByTestId("panel-preview");
  await expect(panel.getByRole("status", { name: "Loading" })).toBeVisible();
  const before = await panel.boundingBox();
  held.resolve();
  await expect(page.getByTestId("thread")).toBeVisible();
  await expect(page.getByTestId("preview-frame")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Phone, 375 px" })).toBeVisible();
  expect(await panel.boundingBox()).toEqual(before);
});

/** Position and style of the element, and of the icons in it. */
async function describeAppearance(navigation: Locator): Promise<unknown> {
  return navigation.evaluate((element) => {
    const place = (one: Element) => [JSON.stringify(one.getBoundingClientRect()), getComputedStyle(one).background];
    const signs = [...element.querySelectorAll("svg")].map((svg) => [
      place(svg),
      svg.innerHTML.replace(/\s+(?=<|$)/g, ""),
    ]);
    return [place(element), signs];
  });
}

/** Layout shifts while the page was loading. */
async function layoutShifts(): Promise<number[]> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().map(({ startTime }) => startTime))).observe({
      type: "layout-shift",
      buffered: true,
    });
    // The observer is called with buffered entries before the next frame, or not at all.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve([])));
  });
}

test("no view sends a request to another host", async ({ page, server, send }) => {
  const { incidents } = watchPage(page, server.url);
  const inbox = new InboxPage(page);
  await inbox.open();
  await expect(page.getByTestId("empty-inbox")).toBeVisible();
  await send({ subject: "a mail", text: "text", html: "<p>html</p>" });
  await inbox.openMessage("a mail");
  for (const tab of TABS) {
    await inbox.openTab(tab);
    await inbox.waitForPanel(tab);
  }
  for (const view of ["sessions", "settings", "messages"]) {
    await page.getByTestId(`nav-${view}`).click();
    await expect(page.getByTestId(`nav-${view}`)).toHaveAttribute("aria-current", "page");
  }
  await page.goto("api/docs");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(incidents).toEqual([]);
});
