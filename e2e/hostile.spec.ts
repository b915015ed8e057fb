import type { Page } from "@playwright/test";
import { Dialogue } from "./fixtures/dialogue.ts";
import { expect, test } from "./fixtures/evil.ts";
import { HOSTILE_FORMS, HOSTILE_HTML, type Hostile, LONG_NAME, TURNED } from "./fixtures/hostile.ts";
import type { RunningServer } from "./fixtures/server.ts";
import { watch } from "./fixtures/watch.ts";

/** Mail that wants to run, to ask or to break something: it is shown in every room, and gets nothing. */

const TABS = ["preview", "text", "envelope", "headers", "source", "parts", "session", "findings"];

/** The flag that every script of the hostile set raises. */
const ran = (): boolean => Reflect.get(globalThis, "ran") === true;

async function send(server: RunningServer, { source, to }: Hostile): Promise<void> {
  const dialogue = await Dialogue.open(server.smtp);
  await dialogue.say("EHLO evil.example");
  expect(await dialogue.deliver(source, "eve@evil.example", to)).toMatch(/^250 /);
  dialogue.close();
}

/** Opens the newest mail as a person would, then each of its rooms. */
async function visitRooms(page: Page): Promise<void> {
  await page.getByTestId("message-row").first().click();
  for (const tab of TABS) {
    await page.getByTestId(`tab-${tab}`).click();
    const room = page.getByTestId(`panel-${tab}`);
    await expect(room).toBeVisible();
    await expect(room.getByRole("status", { name: "Loading" })).toHaveCount(0);
    await expect(room.locator("*")).not.toHaveCount(0);
    await expect(page.getByRole("alert")).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${tab} is too wide`).toBe(
      true,
    );
  }
  expect(await page.evaluate(ran)).toBe(false);
  await expect(page.getByTestId("message-row")).toHaveCount(1);
}

for (const [name, make] of Object.entries(HOSTILE_FORMS)) {
  test(`${name}: every room opens, nothing runs, nothing is fetched`, async ({ page, server, beacon }) => {
    const { incidents } = watch(page, server.url);
    await page.goto(".");
    await send(server, make(beacon.origin));
    await visitRooms(page);
    expect(incidents).toEqual([]);
    expect(beacon.hits).toEqual([]);
  });
}

for (const [name, make] of Object.entries(HOSTILE_HTML)) {
  test(`${name}: nothing runs; nothing is fetched before it is asked for, and then only pictures, styles and fonts`, async ({
    page,
    server,
    beacon,
  }) => {
    const { incidents } = watch(page, server.url);
    await page.goto(".");
    await send(server, make(beacon.origin));
    await visitRooms(page);
    await page.getByTestId("tab-preview").click();
    await expect(page.frameLocator("iframe").getByText("shown")).toBeVisible();
    await page.getByRole("radio", { name: "Dark mail client" }).check();
    await expect(page.frameLocator("iframe").getByText("shown")).toBeVisible();
    expect(incidents).toEqual([]);
    expect(beacon.hits).toEqual([]);

    const load = page.getByRole("button", { name: "Load" });
    if ((await load.count()) > 0) {
      await load.click();
      await expect.poll(() => page.frame({ url: /remote=true/ })).not.toBeNull();
      await page.frame({ url: /remote=true/ })?.waitForLoadState("load");
      expect(beacon.hits).not.toEqual([]);
    }
    for (const { method, headers } of beacon.hits) {
      expect(method).toBe("GET");
      expect(["image", "style", "font"]).toContain(headers["sec-fetch-dest"]);
      expect(headers).not.toHaveProperty("referer");
      expect(headers).not.toHaveProperty("cookie");
    }
    for (const frame of page.frames()) expect(await frame.evaluate(ran)).toBe(false);
  });
}

test("names that turn or hide their letters are seen to do so", async ({ page, server }) => {
  await page.goto(".");
  await send(server, TURNED);
  await page.getByTestId("message-row").first().click();
  await expect(page.getByTestId("subject")).toHaveText("bidi ⟨U+202E⟩gnp.exe ⟨U+2066⟩x⟨U+2069⟩ ⟨U+200B⟩⟨U+200F⟩");
  await expect(page.getByTestId("subject")).toHaveAttribute("title", /^bidi ⟨U\+202E⟩gnp\.exe/);
  // The text room shows a text as it is meant to be read; all others show what is there.
  for (const tab of TABS.filter((tab) => tab !== "text")) {
    await page.getByTestId(`tab-${tab}`).click();
    await expect(page.getByTestId(`panel-${tab}`).getByRole("status", { name: "Loading" })).toHaveCount(0);
    await expect(page.getByTestId(`panel-${tab}`), tab).not.toContainText(/[\u202a-\u202e\u2066-\u2069]/);
  }
  await page.getByTestId("tab-parts").click();
  await expect(page.getByTestId("part").last()).toContainText("invoice⟨U+202E⟩fdp.exe");
});

test("an attachment whose name is 10,000 characters long, and turned, has a name of a few", async ({
  page,
  server,
}) => {
  await page.goto(".");
  await send(server, LONG_NAME);
  await page.getByTestId("message-row").first().click();
  const attachment = page.getByTestId("attachment");
  await expect(attachment).toBeVisible();
  for (const name of ["aria-label", "title"]) {
    const text = (await attachment.getAttribute(name)) ?? "";
    expect(text).toContain("⟨U+202E⟩");
    expect(text.length).toBeLessThan(300);
  }
  expect((await attachment.boundingBox())?.width).toBeLessThanOrEqual(260);
  const [download] = await Promise.all([page.waitForEvent("download"), attachment.click()]);
  expect(download.suggestedFilename().length).toBeLessThanOrEqual(255);
});
