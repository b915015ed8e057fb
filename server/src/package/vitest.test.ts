import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { startMailglass } from "./mailglass.ts";
import "./vitest.ts";

test("toHaveReceived waits, and its failure shows what arrived instead", async () => {
  await using mail = await startMailglass();
  const to = mail.address();
  const inbox = mail.inbox({ to });
  await expect(inbox).not.toHaveReceived({ subject: "Welcome" }, { within: 20 });
  await createTransport(mail.env.SMTP_URL).sendMail({
    from: "app@example.com",
    to,
    subject: "Welcome",
    text: "See https://shop.example/start",
  });
  await expect(inbox).toHaveReceived({ subject: "Welcome" });
  await expect(expect(inbox).toHaveReceived("subject:goodbye", { timeout: 20 })).rejects.toThrow(
    /Nearest:\n {2}“Welcome” to .*: not .*subject:goodbye/,
  );
  await expect(expect(inbox).not.toHaveReceived({ subject: "Welcome" })).rejects.toThrow(
    "Expected no messages, but 1 arrived",
  );
  const message = await inbox.waitFor();
  expect(message).toContainLink("/start");
  const everywhere = /start/g;
  for (let round = 0; round < 2; round++) expect(message).toContainLink(everywhere);
  expect(message).not.toContainLink("/stop");
  expect(() => expect(message).toContainLink(/stop/)).toThrow(
    "“Welcome” has no link that matches /stop/. Its links:\n  https://shop.example/start",
  );
});
