import { createTransport } from "nodemailer";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** Content never has to be scrolled sideways, except the lines of the source of a message, which are as long as they were sent. */

/** Elements of a tab that scroll sideways, by class; its toolbar may. */
function findSidewaysScrollers(panel: Element): string[] {
  return [...panel.querySelectorAll("*")]
    .filter((element) => !element.classList.contains("panel-bar"))
    .filter((element) => element.scrollWidth > element.clientWidth)
    .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowX))
    .map((element) => element.className);
}

async function buildEnclosedMessage(): Promise<Buffer> {
  const writer = createTransport({ streamTransport: true, buffer: true });
  const { message } = await writer.sendMail({
    from: "kim@northwind.example",
    subject: "the terms",
    html: "<p>As said.</p>",
    attachments: [{ filename: "minutes.csv", content: "a;b\n" }],
  });
  return message as Buffer;
}

const LONG_NAME = "chart-of-your-usage-by-week.2025-09.".repeat(4);

for (const width of [360, 768, 900, 1440]) {
  test(`no tab is wider than its panel, in a window of ${width} px`, async ({ page, send }) => {
    await page.setViewportSize({ width, height: 780 });
    await send({
      subject: `widths ${LONG_NAME}`,
      to: `${"long".repeat(15)}@${"long".repeat(12)}.example`,
      text: `Hello, ${LONG_NAME}`,
      html: `<p>Hello</p><img src="cid:${LONG_NAME}@acme.example">${"<td>minified</td>".repeat(40)}`,
      attachments: [
        { filename: `${LONG_NAME}png`, cid: `${LONG_NAME}@acme.example`, content: "not a picture" },
        { filename: `${LONG_NAME}xlsx`, content: Buffer.alloc(1_234_567) },
        { filename: "terms.eml", contentType: "message/rfc822", content: await buildEnclosedMessage() },
      ],
    });
    const inbox = new InboxPage(page);
    await inbox.open();
    await inbox.row("widths").click();
    for (const tab of ["html", "text", "links", "attachments", "envelope", "headers", "parts", "session", "checks"]) {
      await inbox.openTab(tab);
      const panel = await inbox.waitForPanel(tab);
      await expect(panel.locator("*")).not.toHaveCount(0);
      expect(await panel.evaluate(findSidewaysScrollers), tab).toEqual([]);
    }
  });
}

test("the subject fits into a row of a window of 768 px, and so does the content of a session", async ({
  page,
  send,
}) => {
  await page.setViewportSize({ width: 768, height: 780 });
  const subject = "Your invoice 2026-1142 of this month";
  await send({ subject, text: "x" });
  const isWhole = (text: Element) =>
    text.getBoundingClientRect().right <= (text.parentElement?.getBoundingClientRect().right ?? 0);
  const inbox = new InboxPage(page);
  await inbox.open();
  expect(await inbox.row(subject).locator(".row-title").evaluate(isWhole)).toBe(true);
  await inbox.open("sessions");
  const carried = page.getByTestId("session-row").getByText(subject);
  expect(await carried.evaluate(isWhole)).toBe(true);
  await page.setViewportSize({ width: 360, height: 780 });
  expect(await carried.evaluate(isWhole)).toBe(true);
});

for (const width of [360, 768, 1440]) {
  test(`a very long name leaves the time in its row, in a window of ${width} px`, async ({ page, send }) => {
    await page.setViewportSize({ width, height: 780 });
    await send({ subject: "long", from: { name: "A name that never ends ".repeat(12), address: "jo@example.com" } });
    const inbox = new InboxPage(page);
    await inbox.open();
    const row = inbox.row("long");
    const findTimeOverflow = () =>
      row.evaluate((element) => {
        const time = element.querySelector("time")?.getBoundingClientRect().right ?? Infinity;
        return time - element.getBoundingClientRect().right;
      });
    await expect.poll(findTimeOverflow).toBeLessThan(0);
    await row.click();
    await inbox.waitForPanel("text");
    if (width > 720) await expect.poll(findTimeOverflow).toBeLessThan(0);
  });
}

for (const width of [390, 768, 1440]) {
  test(`subject, facts and controls begin on one line, in a window of ${width} px`, async ({ page, send }) => {
    await page.setViewportSize({ width, height: 780 });
    await send({ subject: "aligned", html: "<p>Hello</p>" });
    const inbox = new InboxPage(page);
    await inbox.open();
    await inbox.openMessage("aligned");
    const subject = page.getByTestId("subject");
    const left = (element: Element) => {
      const { paddingLeft } = getComputedStyle(element);
      return element.getBoundingClientRect().left + Number.parseFloat(paddingLeft);
    };
    const facts = await page.locator(".message-facts").evaluate(left);
    expect(await subject.evaluate(left)).toBe(facts);
    const controls = page.getByRole("group", { name: "Width" });
    if (width < 1000) expect(Math.abs((await controls.evaluate(left)) - facts)).toBeLessThanOrEqual(8);
  });
}

for (const width of [360, 1024, 1440]) {
  test(`the filters of the sessions fit beside an open session, in a window of ${width} px`, async ({ page, send }) => {
    await page.setViewportSize({ width, height: 780 });
    await send({ subject: "hello" });
    await new InboxPage(page).open("sessions");
    const bar = page.locator(".sessions-head");
    const findOverflow = () =>
      bar.evaluate((element) => {
        const edge = element.getBoundingClientRect();
        return [...element.children]
          .filter(
            (child) => child.getBoundingClientRect().right > edge.right || child.scrollWidth > child.clientWidth + 1,
          )
          .map(({ textContent }) => textContent);
      });
    await expect(bar).toContainText("1 session");
    expect(await findOverflow()).toEqual([]);
    await page.getByTestId("session-row").click();
    await expect(page.getByTestId("transcript")).toBeVisible();
    expect(await findOverflow()).toEqual([]);
  });
}
