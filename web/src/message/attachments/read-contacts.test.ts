import { describe, expect, it } from "vitest";
import { readContacts } from "./read-contacts.ts";

const ZOE = [
  "BEGIN:VCARD",
  "VERSION:3.0",
  "FN:Zoë Example",
  "ORG:Example Ltd;Research",
  "TEL;TYPE=cell:+49 1234",
  "EMAIL:zoe@example.com",
  "ADR:;;Street 1;Berlin;;10115;Germany",
  "PRODID:-//x//y",
  "END:VCARD",
].join("\r\n");

describe("the contacts of a vCard file", () => {
  it("have a name and facts", () => {
    expect(readContacts(ZOE)).toEqual([
      {
        name: "Zoë Example",
        facts: [
          { name: "Organization", value: "Example Ltd, Research" },
          { name: "Phone (cell)", value: "+49 1234" },
          { name: "Email", value: "zoe@example.com" },
          { name: "Address", value: "Street 1, Berlin, 10115, Germany" },
        ],
      },
    ]);
  });

  it("can be several", () => {
    expect(readContacts(`${ZOE}\r\n${ZOE.replace("Zoë", "Ann")}\r\n`).map(({ name }) => name)).toEqual([
      "Zoë Example",
      "Ann Example",
    ]);
  });

  it.each(["", "nonsense", "BEGIN:VCARD\r\nFN", "BEGIN:VCARD\r\nFN:A"])("are none if it is invalid: %j", (text) => {
    expect(readContacts(text)).toEqual([]);
  });
});
