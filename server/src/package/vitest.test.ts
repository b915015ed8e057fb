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
    /Closest:\n {2}“Welcome” to .*: not .*subject:goodbye/,
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

test("toHaveNoFindings and toBeDeliverable state the fix", async () => {
  await using mail = await startMailglass();
  const inbox = mail.inbox({ to: mail.address() });
  const transport = createTransport(mail.env.SMTP_URL);
  const letter = { from: "app@example.com", to: inbox.address, subject: "Welcome", text: "Hi" };
  await transport.sendMail(letter);
  const good = await inbox.waitFor({ subject: "Welcome" });
  expect(good).toBeDeliverable();
  expect(good).toHaveNoFindings({ groups: ["grammar", "mime", "envelope"] });
  good.expectDeliverable();
  expect(() => expect(good).not.toBeDeliverable()).toThrow("“Welcome” has no error");

  const raw = "From: app@example.com\r\nSubject: Broken\r\nMessage-ID: <1@example.com>\r\n\r\nHi\r\n";
  await transport.sendMail({ envelope: letter, raw });
  const bad = await inbox.waitFor({ subject: "Broken" });
  const failure =
    /^“Broken” has 1 finding in grammar:\n {2}error {4}date-missing \(RFC 5322 §3\.6\.1\): The message has no Date field\.\n {11}Fix: Add Date/;
  expect(() => expect(bad).toHaveNoFindings({ groups: ["grammar"] })).toThrow(failure);
  expect(() => bad.expectNoFindings({ groups: ["grammar"] })).toThrow(failure);
  expect(bad).toHaveNoFindings({ groups: ["grammar"], except: ["date-missing"] });
  expect(bad).not.toBeDeliverable();
  expect(() => bad.expectDeliverable()).toThrow("1 error for which a server may refuse it");
});
