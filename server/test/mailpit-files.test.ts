import { describe, expect, onTestFinished, test } from "vitest";
import type { Message, MessagesSummary } from "../src/compat/mailpit/api-types.ts";
import { startTestApp } from "./support/running-app.ts";

/** In which lists Mailpit 1.33 has a part, and whether it counts it in rows; observed. */

type Lists = { readonly inline: readonly string[]; readonly attachments: readonly string[]; readonly count: number };

async function readLists(source: readonly string[]): Promise<Lists> {
  const app = await startTestApp();
  onTestFinished(() => app.close());
  await app.send({ envelope: { from: "ann@example.com", to: "bob@example.com" }, raw: source.join("\r\n") });
  const get = async <Answer>(path: string) => (await (await fetch(`${app.origin}/api/v1/${path}`)).json()) as Answer;
  const [row] = (await get<MessagesSummary>("messages")).messages;
  const found = async (text: string) => (await get<MessagesSummary>(`search?query=${text}`)).messages_count > 0;
  expect(await found("has:attachment")).toBe(row?.Attachments !== 0);
  const { Inline: inline, Attachments: attachments } = await get<Message>("message/latest");
  return {
    inline: inline.map(({ FileName }) => FileName),
    attachments: attachments.map(({ FileName }) => FileName),
    count: row?.Attachments ?? -1,
  };
}

const multipart = (type: string, ...fields: readonly string[]) => [
  "Subject: Files",
  `Content-Type: ${type}; boundary=b`,
  "",
  "--b",
  "Content-Type: text/html",
  "",
  '<img src="cid:logo@x">',
  "--b",
  ...fields,
  "",
  "data",
  "--b--",
  "",
];

const ID = "Content-ID: <logo@x>";

describe("the lists of files", () => {
  test.each<[string, string[], Lists]>([
    [
      "a picture that the HTML shows, sent as an attachment",
      ["Content-Type: image/png", "Content-Disposition: attachment; filename=logo.png", ID],
      { inline: [], attachments: ["logo.png"], count: 1 },
    ],
    [
      "a picture without a disposition; its id is its name",
      ["Content-Type: image/png", ID],
      { inline: ["logo@x"], attachments: [], count: 0 },
    ],
    [
      "a document without a disposition that nothing shows",
      ["Content-Type: application/pdf; name=a.pdf"],
      { inline: ["a.pdf"], attachments: [], count: 0 },
    ],
    [
      "bytes, inline: in both lists",
      ["Content-Type: application/octet-stream; name=a.bin", "Content-Disposition: inline"],
      { inline: ["a.bin"], attachments: ["a.bin"], count: 1 },
    ],
    [
      "text of the body with a name",
      ["Content-Type: text/plain; name=a.txt"],
      { inline: [], attachments: [], count: 0 },
    ],
    [
      "an attachment without a name: counted, not listed",
      ["Content-Type: application/pdf", "Content-Disposition: attachment"],
      { inline: [], attachments: [], count: 1 },
    ],
    [
      "a disposition that is not known is `attachment`",
      ["Content-Type: application/pdf", "Content-Disposition: other; filename=a.pdf"],
      { inline: [], attachments: ["a.pdf"], count: 1 },
    ],
  ])("%s", async (_what, fields, expected) => {
    expect(await readLists(multipart("multipart/related", ...fields))).toEqual(expected);
  });

  test.each<[string, string[], Lists]>([
    [
      "OpenPGP",
      ["Content-Type: application/pgp-signature; name=signature.asc"],
      { inline: ["signature.asc"], attachments: [], count: 0 },
    ],
    ["OpenPGP without a name", ["Content-Type: application/pgp-signature"], { inline: [], attachments: [], count: 0 }],
    [
      "S/MIME",
      ["Content-Type: application/pkcs7-signature", "Content-Disposition: attachment; filename=smime.p7s"],
      { inline: [], attachments: ["smime.p7s"], count: 1 },
    ],
  ])("a signature: %s", async (_what, fields, expected) => {
    expect(await readLists(multipart("multipart/signed", ...fields))).toEqual(expected);
  });

  test.each<[string, string[], Lists]>([
    ["a document", ["Content-Type: application/pdf; name=a.pdf"], { inline: [], attachments: ["a.pdf"], count: 1 }],
    [
      "a calendar, inline",
      ["Content-Type: text/calendar; name=a.ics", "Content-Disposition: inline"],
      { inline: ["a.ics"], attachments: [], count: 0 },
    ],
    ["text", ["Content-Type: text/plain; name=a.txt"], { inline: [], attachments: [], count: 0 }],
  ])("a message that is only %s", async (_what, fields, expected) => {
    expect(await readLists(["Subject: Files", ...fields, "", "data", ""])).toEqual(expected);
  });
});
