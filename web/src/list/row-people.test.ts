import { expect, it } from "vitest";
import { formatRecipients, formatSender } from "./row-people.ts";

const from = { name: "Cron", address: "root@web2.example" };

it.each([
  { words: [], expected: "Cron" },
  { words: ["cron"], expected: "Cron" },
  { words: ["root"], expected: "Cron <root@web2.example>" },
  { words: ["elsewhere"], expected: "Cron" },
])("the sender is shown with the part that matches $words", ({ words, expected }) => {
  expect(formatSender({ from, sender: "x@y.example" }, words)).toBe(expected);
});

it.each([
  { words: [], expected: "Ann +2" },
  { words: ["bob"], expected: "bob@example.com +2" },
  { words: ["ann@"], expected: "Ann <ann@example.com> +2" },
  { words: ["audit"], expected: "audit@example.com +2" },
])("the recipient is shown that matches $words", ({ words, expected }) => {
  const message = {
    to: [
      { name: "Ann", address: "ann@example.com" },
      { name: "", address: "bob@example.com" },
    ],
    recipients: ["ann@example.com", "bob@example.com", "audit@example.com"],
    addressCounts: { to: 2, cc: 0, bcc: 0, replyTo: 0, recipients: 3 },
  };
  expect(formatRecipients(message, words)).toBe(expected);
});
