import { createFieldTerm, parseQuery, type Query } from "@mailglass/shared";
import { expect, test } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "./create-mailbox.ts";

const asked = (text: string): Query => {
  const query = parseQuery(text, 0);
  if (query.type === "error") throw new Error(text);
  return query;
};

test.each([
  ["a subject", createFieldTerm("subject", "Total  5\u00a0€")],
  ["a subject, otherwise blank", createFieldTerm("subject", "total 5 €")],
  ["words", asked('"Total  5"')],
  ["a name", asked('from:"Ann\u00a0 Lee"')],
  ["a tag", asked('tag:"two  blanks"')],
  ["a user", asked('user:"two  words"')],
  ["an address", createFieldTerm("from", '"two  parts"@example.org')],
  ["a recipient", createFieldTerm("bcc", '"two  parts"@example.net')],
])("blanks of any kind and number are one blank in %s", async (_what, query) => {
  const mailbox = createMailbox();
  const from = '=?utf-8?Q?Ann=C2=A0=C2=A0Lee?= <ann@example.com>, <"two  parts"@example.org>';
  const envelope = {
    to: [{ address: '"two  parts"@example.net', parameters: [] }],
    auth: { mechanism: "PLAIN", user: "Two  Words" },
  };
  const message = createIncoming({ from, subject: "=?utf-8?Q?Total__5=C2=A0=E2=82=AC?=", envelope });
  mailbox.add({ ...message, tags: ["two  blanks"] });
  expect((await mailbox.search(query, { limit: 10 })).items).toHaveLength(1);
});
