import type { MessageSummary } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { countNotInEnvelope, groupRecipients } from "./people.ts";

type People = Partial<Record<"to" | "cc" | "bcc" | "recipients", readonly string[]>>;

function messageTo({ to = [], cc = [], bcc = [], recipients = [] }: People): MessageSummary {
  const mailboxes = (addresses: readonly string[]) => addresses.map((address) => ({ name: "", address }));
  return {
    to: mailboxes(to),
    cc: mailboxes(cc),
    bcc: mailboxes(bcc),
    recipients: [...recipients],
    addressCounts: { to: to.length, cc: cc.length, bcc: bcc.length, replyTo: 0, recipients: recipients.length },
  } as MessageSummary;
}

const describeGroups = (message: MessageSummary) =>
  groupRecipients(message).map(
    ({ role, people, isHidden }) =>
      `${role}${isHidden ? " hidden" : ""} ${people.map(({ address }) => address).join()}`,
  );

describe("recipients in the head", () => {
  it.each<[People, string[]]>([
    [{ to: ["a@x.example"], recipients: ["a@x.example"] }, ["to a@x.example"]],
    [{ to: ["a@x.example"], recipients: ["A@x.example", "b@x.example"] }, ["to a@x.example", "bcc hidden b@x.example"]],
    [
      { to: ["a@x.example"], cc: ["c@x.example"], bcc: ["b@x.example"], recipients: ["b@x.example", "d@x.example"] },
      ["to a@x.example", "cc c@x.example", "bcc b@x.example", "bcc hidden d@x.example"],
    ],
    [{ recipients: ["a@x.example"] }, ["to a@x.example"]],
    [{}, []],
  ])("of %j are %j", (people, groups) => {
    expect(describeGroups(messageTo(people))).toEqual(groups);
  });

  it("are not called hidden while only the first addresses are known", () => {
    const message = messageTo({ to: ["a@x.example"], recipients: ["b@x.example"] });
    const partial = { ...message, addressCounts: { ...message.addressCounts, to: 30 } };
    expect(describeGroups(partial)).toEqual(["to a@x.example"]);
    expect(countNotInEnvelope(partial)).toBe(0);
  });

  it("that the message was not sent to are counted", () => {
    expect(countNotInEnvelope(messageTo({ to: ["a@x.example", "b@x.example"], recipients: ["a@x.example"] }))).toBe(1);
    expect(countNotInEnvelope(messageTo({ to: ["a@x.example"] }))).toBe(0);
  });
});
