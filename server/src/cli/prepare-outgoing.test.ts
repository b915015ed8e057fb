import { expect, test } from "vitest";
import { cutAtLoneDot, prepareOutgoing, type SendmailInput } from "./prepare-outgoing.ts";

const COMPLETE = "From: jo@example.com\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nMessage-ID: <1@example.com>\n";

function prepare(source: string, options: Partial<SendmailInput> = {}) {
  const prepared = prepareOutgoing({
    recipients: [],
    fromHeaders: true,
    sender: "jo@example.com",
    name: undefined,
    domain: "host.example",
    now: new Date("2024-01-01T10:00:00Z"),
    ...options,
    source: Buffer.from(source, "latin1"),
  });
  return { ...prepared, source: prepared.source.toString("latin1") };
}

test("To:, Cc: and Bcc: say who gets it, each once, and Bcc: leaves", () => {
  const { to, source } = prepare(
    `${COMPLETE}To: Ann <ann@example.com>,\n bob@example.com\nCc: ann@example.com\nBCC: secret@example.com,\n\tmore@example.com\nSubject: Hi\n\nHello\n`,
  );
  expect(to).toEqual(["ann@example.com", "bob@example.com", "secret@example.com", "more@example.com"]);
  expect(source).toBe(
    `${COMPLETE}To: Ann <ann@example.com>,\n bob@example.com\nCc: ann@example.com\nSubject: Hi\n\nHello\n`,
  );
});

test("recipients on the command line precede those of the header", () => {
  expect(prepare(`${COMPLETE}To: ann@example.com\n\n`, { recipients: ["bob@example.com"] }).to).toEqual([
    "bob@example.com",
    "ann@example.com",
  ]);
});

test("without -t the header says nothing about who gets it, but Bcc: leaves all the same", () => {
  const { to, source } = prepare(`${COMPLETE}To: ann@example.com\nBcc: eve@example.com\n\n`, {
    fromHeaders: false,
    recipients: ["root"],
  });
  expect(to).toEqual(["root@host.example"]);
  expect(source).not.toContain("eve");
});

test("a resent message goes to the Resent recipients", () => {
  const { to, source } = prepare(
    `Resent-To: new@example.com\nResent-Bcc: hidden@example.com\n${COMPLETE}To: old@example.com\n\n`,
  );
  expect(to).toEqual(["new@example.com", "hidden@example.com"]);
  expect(source).not.toContain("Resent-Bcc");
});

test("From:, Date: and Message-ID: are added if they are missing, with the message's own line ends", () => {
  const { source } = prepare("To: ann@example.com\r\n\r\nHello\r\n", { name: 'Jo "J" Sender' });
  expect(source).toMatch(
    /^From: "Jo \\"J\\" Sender" <jo@example\.com>\r\nDate: Mon, 01 Jan 2024 10:00:00 \+0000\r\nMessage-ID: <[\w-]+@host\.example>\r\nTo: ann@example\.com\r\n\r\nHello\r\n$/,
  );
});

test("a name can neither add a header field nor hold bytes that are not ASCII", () => {
  expect(prepare("To: a@b\n\n", { name: "Jo\r\nBcc: eve@example.com" }).source).toMatch(
    /^From: "Jo {2}Bcc: eve@example\.com" </,
  );
  expect(prepare("To: a@b\n\n", { name: "Jörg" }).source).toMatch(/^From: =\?UTF-8\?B\?SsO2cmc=\?= </);
});

test("a body without a header stays a body", () => {
  expect(prepare("Just a line\nand another\n").source).toMatch(/Message-ID: <[^>]+>\n\nJust a line\nand another\n$/);
});

test("the line of an mbox in front is left out", () => {
  expect(prepare(`From jo Mon Jan  1 10:00:00 2024\n${COMPLETE}\nHello\n`).source).toBe(`${COMPLETE}\nHello\n`);
});

test("bytes that are no UTF-8 stay as they are", () => {
  const source = `${COMPLETE}Subject: caf\xe9\n\n\x00\xff\x80 \n`;
  expect(prepare(source).source).toBe(source);
});

test.each([
  ["a\n.\nb\n", "a\n"],
  [".\nb", ""],
  ["a\r\n.\r\nb", "a\r\n"],
  ["a\n.", "a\n"],
  ["a\n..\n. \n.b\n", "a\n..\n. \n.b\n"],
])("of %j the message is %j where a dot ends it", (source, message) => {
  expect(cutAtLoneDot(Buffer.from(source)).toString()).toBe(message);
});

test("a line that is no field stays where it is", () => {
  const source = `${COMPLETE}To: ann@example.com\nno field at all\nBcc: eve@example.com\nSubject: Hi\n\nHello\n`;
  expect(prepare(source).source).toBe(source.replace("Bcc: eve@example.com\n", ""));
});
