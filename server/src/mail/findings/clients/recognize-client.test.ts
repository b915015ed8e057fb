import { expect, test } from "vitest";
import { CLIENT_SAMPLES } from "../../../../test/support/client-samples.ts";
import { createMail } from "../../../../test/support/create-mail.ts";
import { ParsedMail } from "../../parsed-mail.ts";
import { type ClientTraits, readClientTraits, readSessionTraits } from "./client-traits.ts";
import { recognizeClient } from "./recognize-client.ts";

test.each(Object.entries(CLIENT_SAMPLES))("%s is recognised", (_name, { library, helo, mailParameters, lines }) => {
  const mail = createMail(lines);
  const envelope = { ...mail.envelope, helo, from: { address: "a@x.test", parameters: [...mailParameters] } };
  expect(recognizeClient(readClientTraits(new ParsedMail({ raw: () => mail.raw(), envelope })))).toBe(library);
});

const NOTHING: ClientTraits = {
  helo: "shop.example",
  mailParameters: [],
  commands: [],
  fieldNames: ["From", "To", "Subject", "Date"],
  messageId: "",
  date: "",
  mailers: [],
  boundaries: [],
};

test.each<[string, Partial<ClientTraits>]>([
  ["nothing in particular", {}],
  ["a UUID as Message-ID, as of many libraries", { messageId: "96d93e08-edc3-4ac3-86a6-a92dc7de3b4c@example.com" }],
  ["a hexadecimal Message-ID", { messageId: "64ff1b49975d8df8e3d48ae4bcca1c59@example.com" }],
  ["EHLO localhost", { helo: "localhost" }],
  ["an upper-case SIZE", { mailParameters: [{ keyword: "SIZE", value: "100" }] }],
  ["marks of two libraries", { boundaries: ["--_NmP-a7ed1d8af4acd51f-Part_1", `b1_${"a".repeat(32)}`] }],
  ["Thunderbird", { mailers: ["Mozilla Thunderbird"], boundaries: ["------------8aJ0yYZ1cGmB7ykY0vPqz4kV"] }],
  ["Apple Mail", { mailers: ["Apple Mail (2.3731)"], boundaries: ["Apple-Mail=_8D7B7DDE-0E6C-4A0B-9D4C-2B1E6D0A"] }],
  ["Outlook", { mailers: ["Microsoft Outlook 16.0"], boundaries: ["----=_NextPart_000_0001_01DA2F5B.5C3A8D20"] }],
  ["Evolution, whose boundaries begin as MailKit's", { boundaries: ["=-jGV5sS7tWZAdMpDZ4fzi"] }],
  ["Swift Mailer", { messageId: "64ff1b49975d8df8e3d48ae4bcca1c59@swift.generated", boundaries: ["_=_swift_1_a_=_"] }],
])("%s is not recognised", (_name, traits) => {
  expect(recognizeClient({ ...NOTHING, ...traits })).toBeNull();
});

test.each<[string, Partial<ClientTraits>]>([
  // Written after the sources of MimeKit, which these tests cannot run.
  [
    "mailkit",
    {
      helo: "[127.0.0.1]",
      fieldNames: ["From", "Date", "Subject", "Message-Id", "To", "MIME-Version", "Content-Type"],
      messageId: "7YA3L5J0XZU4.2TBWGFJ0GW2O2@shop",
      boundaries: ["=-Qw0FkRAp1Ym2aWuYgGLUKw=="],
    },
  ],
  ["nodemailer", { mailers: ["nodemailer (2.7.2; +https://nodemailer.com/; SMTP/2.7.2[client:2.12.0])"] }],
  ["phpmailer", { mailers: ["PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)"] }],
  ["phpmailer", { boundaries: ["b1=_2f7CcZ4vKJfJxLw0zI5pS3yFf2nqkV0aUu0a2sQ"] }],
  ["jakarta", { messageId: "1234567.1.1500000000000.JavaMail.tomcat@shop.example" }],
  ["go", { helo: "localhost", boundaries: ["f2e5d2618b49c0085498d6cdda7e0d4c47e74c66b716802d8746dc5a1954"] }],
])("%s is recognised by %o", (library, traits) => {
  expect(recognizeClient({ ...NOTHING, ...traits })).toBe(library);
});

test.each<[string | null, string[]]>([
  ["python", ["ehlo [127.0.0.1]", "quit"]],
  ["python", ["ehlo shop", "mail FROM:<a@x.test> size=10", "rset"]],
  ["go", ["EHLO localhost", "MAIL FROM:<a@x.test> BODY=8BITMIME SMTPUTF8", "QUIT"]],
  [null, ["EHLO localhost", "MAIL FROM:<a@x.test>", "QUIT"]],
  [null, ["EHLO localhost", "MAIL FROM:<a@x.test> BODY=8BITMIME", "QUIT"]],
  [null, ["ehlo localhost", "mail from:<a@x.test>"]],
  [null, []],
])("%s is recognised by a session of %o", (library, lines) => {
  const transcript = lines.map((text, at) => ({
    number: at + 1,
    at,
    kind: "client" as const,
    text,
    bytes: text.length,
  }));
  const helo = lines[0]?.slice(5) ?? "";
  expect(recognizeClient(readSessionTraits({ helo, transcript }))).toBe(library);
});
