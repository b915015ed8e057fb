import {
  connect,
  type FindingSelection,
  type Inbox,
  type Mailglass,
  type Match,
  type NoneOptions,
  type ReceivedMessage,
  WaitError,
  type WaitOptions,
} from "@mailglass/shared/client";
import { expect, inject } from "vitest";
import { findingMatchers } from "./finding-matchers.ts";

type ReceivedOptions = WaitOptions & Pick<NoneOptions, "within">;

interface MailMatchers<Result> {
  /**
   * Waits until a matching message is in the inbox; with `.not`, checks that none arrives (`within`). Must be
   * awaited.
   */
  toHaveReceived(match?: Match, options?: ReceivedOptions): Promise<void>;
  /** Checks whether a link's URL or text contains the text, or matches. */
  toContainLink(match: string | RegExp): Result;
  /**
   * Checks that the message has no errors and warnings in these groups; without groups, those that the list of messages
   * counts. `except` has codes to ignore.
   */
  toHaveNoFindings(selection?: FindingSelection): Result;
  /** Checks that no strict server or large mailbox provider would refuse the message. */
  toBeDeliverable(): Result;
}

declare module "vitest" {
  // The parameters must be spelled as in Vitest.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends MailMatchers<R> {}
}

let connected: Promise<Mailglass> | undefined;

/** Returns the catcher that `mailglass/vitest-setup` started for this run. */
export function mailglass(): Promise<Mailglass> {
  const url = inject("mailglassUrl");
  if (url === undefined)
    throw new Error('No catcher was started: add globalSetup: ["mailglass/vitest-setup"] to the Vitest config.');
  connected ??= connect(url);
  return connected;
}

expect.extend({
  ...findingMatchers,

  async toHaveReceived(inbox: Inbox, match: Match = {}, options: ReceivedOptions = {}) {
    return this.isNot ? checkNotReceived(inbox, match, options) : checkReceived(inbox, match, options);
  },

  toContainLink({ subject, links }: ReceivedMessage, match: string | RegExp) {
    const fits = (text: string) => (typeof match === "string" ? text.includes(match) : text.search(match) >= 0);
    const pass = links.some(({ href, text }) => fits(href) || fits(text));
    const listed = links.map(({ href, text }) => `\n  ${href}${text === "" ? "" : `  (${text})`}`).join("") || " none";
    return {
      pass,
      message: () => `“${subject}” ${pass ? "has" : "has no"} link that matches ${String(match)}. Its links:${listed}`,
    };
  },
});

async function checkReceived(inbox: Inbox, match: Match, options: WaitOptions) {
  try {
    await inbox.waitFor(match, { ...options, fields: ["subject"] });
    return { pass: true, message: () => "" };
  } catch (error) {
    if (!(error instanceof WaitError)) throw error;
    return { pass: false, message: () => error.message };
  }
}

/** Returns the result in the sense of `.not`: passes if a message arrived. */
async function checkNotReceived(inbox: Inbox, match: Match, options: NoneOptions) {
  try {
    await inbox.expectNone({ ...options, match });
    return { pass: false, message: () => "" };
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("Expected no")) throw error;
    return { pass: true, message: () => error.message };
  }
}
