import { createTransport } from "nodemailer";
import { expect, test } from "../../src/package/playwright.ts";

test("passes", async ({ mail, mailglass }) => {
  await createTransport(mailglass.env.SMTP_URL).sendMail({
    from: "app@example.com",
    to: mail.address,
    subject: "Hello",
    text: "Hi",
  });
  const message = await mail.waitFor({ subject: "Hello" });
  expect(message.text).toContain("Hi");
  expect(message).toBeDeliverable();
  expect(message).toHaveNoFindings({ groups: ["grammar", "mime"] });
  await mail.expectNone({ match: "subject:goodbye", within: 20 });
});

test("fails", async ({ mail, mailglass }) => {
  const transport = createTransport(mailglass.env.SMTP_URL);
  await transport.sendMail({ from: "app@example.com", to: mail.address, subject: "Hello", text: "Hi" });
  await using _ = await mailglass.fail({ on: "rcpt", match: { to: mail.address }, reply: "550 5.1.1 Unknown" });
  await transport
    .sendMail({ from: "app@example.com", to: mail.address, subject: "Refused", text: "Hi" })
    .catch(() => undefined);
  await mail.waitFor({ subject: "Welcome" }, { timeout: 20 });
});

test("has findings", async ({ mail, mailglass }) => {
  const raw = "From: app@example.com\r\nSubject: Broken\r\n\r\nHi\r\n";
  const envelope = { from: "app@example.com", to: mail.address };
  await createTransport(mailglass.env.SMTP_URL).sendMail({ envelope, raw });
  expect(await mail.waitFor({ subject: "Broken" })).toHaveNoFindings({ except: ["message-id-missing"] });
});
