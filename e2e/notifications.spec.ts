import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** System notifications. A headless browser has none, so the page gets a double that records them. */
const notificationDouble = (answer: NotificationPermission) => `
  window.notifications = [];
  window.Notification = class extends EventTarget {
    static permission = "default";
    static async requestPermission() { return (this.permission = ${JSON.stringify(answer)}); }
    constructor(title, options) { super(); window.notifications.push({ title, ...options }); window.latest = this; }
    close() {}
  };
  let hidden = false;
  Object.defineProperty(document, "hidden", { get: () => hidden });
  window.setHidden = (value) => { hidden = value; };
`;

test("a notification announces new mail while the page is hidden, and opens it", async ({ page, send }) => {
  await page.addInitScript(notificationDouble("granted"));
  const inbox = new InboxPage(page);
  await inbox.open("settings");
  await page.getByText("Browser notifications", { exact: true }).click();
  await send({ subject: "while one looks" });
  await expect(page.getByTestId("announcer")).toHaveText(/while one looks/);
  await page.evaluate("setHidden(true)");
  await send({ subject: "while one looks away" });
  await expect
    .poll(() => page.evaluate("notifications"))
    .toEqual([{ title: "while one looks away", body: "from Jo Sender", tag: "mailglass" }]);
  await page.evaluate("latest.dispatchEvent(new Event('click'))");
  await expect(page.getByTestId("subject")).toHaveText("while one looks away");
});

test("the page says that the browser does not allow notifications", async ({ page }) => {
  await page.addInitScript(notificationDouble("denied"));
  await new InboxPage(page).open("settings");
  await page.getByText("Browser notifications", { exact: true }).click();
  await expect(page.getByTestId("toast")).toHaveText(/Notifications are blocked/);
});
