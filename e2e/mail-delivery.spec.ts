import { createClient } from "@mailglass/shared/client";
import { isClientAvailable, MAIL_CLIENTS } from "./fixtures/mail-clients.ts";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import { ODD_SOURCES, SAMPLE_MAILS, UTF8_ADDRESS_MAIL } from "./fixtures/sample-mails.ts";
import { expect, test } from "./fixtures/test.ts";

/**
 * The main job: a mail that a program sends appears on the open page without a reload, and is stored byte for byte.
 */

for (const [program, deliver] of Object.entries(MAIL_CLIENTS)) {
  test(`mail sent with ${program} appears on the open page, and its source is what was sent`, async ({
    page,
    server,
  }) => {
    test.skip(!isClientAvailable(program), `${program} is not installed`);
    await page.goto(".");
    await expect(page.getByTestId("connection")).toHaveAttribute("data-state", "open");
    const client = createClient({ url: server.url });
    for (const [name, mail] of Object.entries(SAMPLE_MAILS)) {
      await deliver(server, mail);
      await expect(page.getByRole("option").filter({ hasText: name })).toBeVisible();
      const { id } = await client.getLatestMessage({});
      expect(
        Buffer.from(await client.getRaw({ params: { id } })).equals(mail.source),
        `${name}: the source differs`,
      ).toBe(true);
    }
  });
}

for (const program of ["python3", "curl", "nodemailer"]) {
  test(`${program} sends to UTF-8 addresses`, async ({ page, server }) => {
    test.skip(!isClientAvailable(program), `${program} is not installed`);
    await page.goto(".");
    await MAIL_CLIENTS[program]?.(server, UTF8_ADDRESS_MAIL);
    await expect(page.getByRole("option").filter({ hasText: "UTF-8 addresses ✓" })).toBeVisible();
    const message = await createClient({ url: server.url }).getLatestMessage({});
    expect(message).toMatchObject({ sender: "jürgen@example.com", recipients: ["用户@example.jp"] });
  });
}

test("mail sent with nodemailer, attachments included, appears and opens", async ({ page, send }) => {
  await page.goto(".");
  await send({
    subject: "From nodemailer",
    html: '<p>Hello <b>Ann</b></p><img src="cid:one">',
    attachments: [
      { filename: "one.png", cid: "one", content: Buffer.from("89504e470d0a1a0a", "hex") },
      { filename: "invoice.pdf", content: "%PDF-1.4" },
    ],
  });
  await page.getByRole("option").filter({ hasText: "From nodemailer" }).click();
  await expect(page.frameLocator("iframe").getByText("Hello Ann")).toBeVisible();
});

for (const [name, source] of Object.entries(ODD_SOURCES)) {
  test(`a source with ${name} is kept byte for byte`, async ({ server }) => {
    const smtp = await RawSmtpClient.connect(server.smtp);
    await smtp.send("EHLO client.example");
    expect(await smtp.sendMessage(source)).toMatch(/^250 /);
    smtp.close();
    const client = createClient({ url: server.url });
    const { id } = await client.getLatestMessage({});
    expect(Buffer.from(await client.getRaw({ params: { id } })).equals(source)).toBe(true);
  });
}

test.describe("with a limit of 64 KiB", () => {
  test.use({ options: ["--max-message-bytes=64k"] });

  test("a message over the limit gets 552, and the next command is answered", async ({ server }) => {
    const smtp = await RawSmtpClient.connect(server.smtp);
    await smtp.send("EHLO client.example");
    expect(await smtp.sendMessage(Buffer.from("0123456789abcd\r\n".repeat(65_536)))).toMatch(/^552 5\.3\.4 /);
    expect(await smtp.sendMessage(Buffer.from("Subject: next\r\n\r\nsmall\r\n"))).toMatch(/^250 /);
    smtp.close();
  });
});
