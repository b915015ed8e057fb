import type { FrameLocator, Page } from "@playwright/test";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** How a browser shows the preview: colours of the page, and links within the mail. */

const preview = (page: Page): FrameLocator => page.frameLocator('[data-testid="preview-frame"]');

const TALL = '<div style="height:3000px"></div>';

test("a link within the mail scrolls to its target within the frame, and nothing else scrolls", async ({
  page,
  send,
}) => {
  const html = `<p><a href="#sec">by name</a> <a href="#h">by id</a></p>${TALL}<a name="sec">Section</a>${TALL}<h2 id="h">End</h2>${TALL}`;
  await send({ subject: "anchors", html });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("anchors");
  const frame = preview(page);
  const address = page.url();
  for (const [link, place] of [
    ["by name", frame.getByText("Section")],
    ["by id", frame.getByRole("heading", { name: "End" })],
  ] as const) {
    await expect(place).not.toBeInViewport();
    await frame.getByRole("link", { name: link }).click();
    await expect(place).toBeInViewport();
    await frame.getByRole("link", { name: link }).scrollIntoViewIfNeeded();
  }
  expect(page.context().pages()).toHaveLength(1);
  expect(page.url()).toBe(address);
});

const COLORS = `<body bgcolor=000000 text="#ffffff" link="#00ff00" style="margin: 0"><p>shown <a href="https://a.example">link</a></p></body>`;
const WHITE = "rgb(255, 255, 255)";
const BLACK = "rgb(0, 0, 0)";

for (const theme of ["Light mail client", "Dark mail client"]) {
  test(`the mail's own colours are those of the page (${theme})`, async ({ page, send }) => {
    await send({ subject: "colours", html: COLORS });
    const inbox = new InboxPage(page);
    await inbox.open();
    await inbox.openMessage("colours");
    await page.getByRole("radio", { name: theme }).check({ force: true });
    const frame = preview(page);
    await expect(frame.locator("body")).toHaveCSS("background-color", BLACK);
    await expect(frame.locator("body")).toHaveCSS("margin-top", "0px");
    await expect(frame.locator("p")).toHaveCSS("color", WHITE);
    await expect(frame.getByRole("link")).toHaveCSS("color", "rgb(0, 255, 0)");
    // Nothing covers the body's background, so the browser paints all of the page with it.
    await expect(frame.locator("html")).toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
  });
}

test("a white page keeps dark text in a dark mail client", async ({ page, send }) => {
  await send({ subject: "white", html: '<body bgcolor="#ffffff"><p>shown</p></body>' });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("white");
  await page.getByRole("radio", { name: "Dark mail client" }).check({ force: true });
  await expect(preview(page).locator("body")).toHaveCSS("background-color", WHITE);
  await expect(preview(page).locator("p")).toHaveCSS("color", "rgb(26, 26, 26)");
});

test("rules of the mail's style sheet reach html and body", async ({ page, send }) => {
  const html =
    "<html><head><style>html{background:#123456} body.mail{background:#abcdef;color:#010203}</style></head><body class=mail><p>shown</p></body></html>";
  await send({ subject: "sheet", html });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("sheet");
  await expect(preview(page).locator("html")).toHaveCSS("background-color", "rgb(18, 52, 86)");
  await expect(preview(page).locator("body")).toHaveCSS("background-color", "rgb(171, 205, 239)");
  await expect(preview(page).locator("p")).toHaveCSS("color", "rgb(1, 2, 3)");
});

test("pictures are found by their Content-ID however the HTML writes it", async ({ page, send }) => {
  const png =
    "iVBORw0KGgoAAAANSUhEUgAAACgAAAAoCAIAAAADnC86AAAAL0lEQVR4nO3NMQ0AAAgDsImYf2WIwQQJT5P+zbQvIhaLxWKxWCwWi8VisVgsFt9ZzW9ZW//9YfoAAAAASUVORK5CYII=";
  await send({
    subject: "cid",
    html: '<img alt="one" src="CID:a&amp;b@x"><img alt="two" src=" cid:a%26b@x">',
    attachments: [{ filename: "a.png", cid: "a&b@x", content: png, encoding: "base64" }],
  });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("cid");
  for (const name of ["one", "two"]) {
    const picture = preview(page).getByAltText(name);
    await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(40);
  }
});
