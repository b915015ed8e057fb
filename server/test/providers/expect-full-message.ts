import type { Message } from "@mailglass/shared";
import { expect } from "vitest";
import { FULL } from "./full-message.ts";

/** Checks what every library can send of the full message. */
export function expectFullMessage(message: Message, source: string, { hasCc }: { readonly hasCc: boolean }): void {
  expect(message).toMatchObject({
    source,
    sender: FULL.from.address,
    from: FULL.from,
    to: [FULL.to],
    cc: hasCc ? [{ name: "", address: FULL.cc }] : [],
    bcc: [],
    replyTo: [{ name: "", address: FULL.replyTo }],
    subject: FULL.subject,
    codes: [{ value: "482913" }],
    links: [{ href: "https://example.com/confirm?t=1" }],
  });
  expect(message.text?.trimEnd().split(/\r?\n/)).toEqual(FULL.text.split("\n"));
  expect(message.html?.trimEnd()).toBe(FULL.html);
  expect(message.tags.join()).toContain(FULL.tag);
}
