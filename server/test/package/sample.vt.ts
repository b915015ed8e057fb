import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { mailglass } from "../../src/package/vitest.ts";

test("mail that is sent by the environment arrives", async () => {
  const mail = await mailglass();
  const to = mail.address();
  await createTransport(process.env.SMTP_URL).sendMail({ from: "app@example.com", to, subject: "Hello", text: "Hi" });
  await expect(mail.inbox({ to })).toHaveReceived({ subject: "Hello" });
});
