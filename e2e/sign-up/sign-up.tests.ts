import { connect } from "@mailglass/shared/client";
import type { APIRequestContext } from "@playwright/test";
// oxlint-disable-next-line no-restricted-imports -- the source of what users know as mailglass/playwright
import { test as base, expect } from "../../server/src/package/playwright.ts";

/** Customers of a shop sign up at the same time, each with their own mail. No test deletes anything. */

/** Milliseconds. Generous, because fifty tests share the CPU. */
const WAIT_TIMEOUT_MS = 30_000;

const test = base.extend<object, { readonly mailglass: Awaited<ReturnType<typeof connect>> }>({
  mailglass: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      await using mailglass = await connect(process.env["MAILGLASS_URL"] ?? "", { timeout: WAIT_TIMEOUT_MS });
      await use(mailglass);
    },
    { scope: "worker" },
  ],
  baseURL: process.env["APP_URL"] ?? "",
});

async function post(request: APIRequestContext, path: string, form: Record<string, string>): Promise<string> {
  return (await request.post(path, { form })).text();
}

for (let customer = 1; customer <= 18; customer++) {
  test(`customer ${customer} confirms the address with the link`, async ({ request, mail }) => {
    expect(await post(request, "sign-up", { email: mail.address })).toContain("Look into your mail");
    const message = await mail.waitFor({ subject: "Confirm" });
    const link = message.link("Confirm your address");
    expect(await (await request.get(link)).text()).toContain(`${mail.address} is confirmed`);
    expect((await request.get(link)).status()).toBe(410);
  });

  test(`customer ${customer} is let in with the code`, async ({ request, mail }) => {
    await post(request, "sign-up", { email: mail.address });
    const code = (await mail.waitFor({ subject: "code" })).code();
    expect(await post(request, "code", { email: mail.address, code })).toContain(`Hello ${mail.address}`);
    expect(await post(request, "code", { email: mail.address, code })).toContain("Wrong code");
  });
}

for (let customer = 1; customer <= 6; customer++) {
  test(`customer ${customer} asks for another code, and only that one is good`, async ({ request, mail }) => {
    await post(request, "sign-up", { email: mail.address });
    const first = (await mail.waitFor({ subject: "code" })).code();
    const since = await mail.mark();
    await post(request, "another-code", { email: mail.address });
    const second = (await mail.waitFor({ subject: "code" }, { since })).code();
    await mail.waitForCount(2, { match: { subject: "code" }, exactly: true });
    if (first !== second) {
      expect(await post(request, "code", { email: mail.address, code: first })).toContain("Wrong code");
    }
    expect(await post(request, "code", { email: mail.address, code: second })).toContain("Hello");
  });

  test(`an unknown address ${customer} that asks for a code gets no mail`, async ({ request, mail }) => {
    expect(await post(request, "another-code", { email: mail.address })).toContain("Look into your mail");
    await mail.expectNone({ within: 500 });
  });
}

for (let customer = 1; customer <= 2; customer++) {
  test(`customer ${customer} signs up twice, and gets the two mails once`, async ({ request, mail }) => {
    await post(request, "sign-up", { email: mail.address });
    expect(await post(request, "sign-up", { email: mail.address })).toContain("signed up already");
    const messages = await mail.waitForCount(2, { exactly: true });
    expect(messages.map(({ subject }) => subject)).toEqual(["Confirm your address", "Your code"]);
  });
}
