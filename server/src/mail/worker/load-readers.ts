import { setImmediate as nextTurn } from "node:timers/promises";
import { createLazy } from "../../base/create-lazy.ts";
import { EMPTY_ENVELOPE } from "../empty-envelope.ts";
import type { Mail } from "../mail.ts";
import { detailJob } from "./view-jobs.ts";

/*
 * Reading the first message of a process takes 50 to 100 ms of CPU time, nearly all of it to load code. Here it is loaded in steps, by
 * reading a small message, and the event loop runs between them.
 */

const SOURCE = [
  "From: =?utf-8?Q?J=C3=BCrgen?= <a@a.example>",
  "Subject: =?iso-8859-1?Q?Gr=FC=DFe?=",
  "Content-Type: multipart/mixed; boundary=b",
  "",
  "--b",
  "Content-Type: text/html; charset=utf-8",
  "",
  "<p style='color: red'>Your code is 123456. <a href='https://a.example/'>Open</a></p>",
  "--b",
  "Content-Type: image/png",
  "Content-Transfer-Encoding: base64",
  "",
  "AAAA",
  "--b--",
  "",
].join("\r\n");

const RAW = Buffer.from(SOURCE);

export const SAMPLE: Mail = { raw: () => RAW, envelope: EMPTY_ENVELOPE };

type LoadStep = (mail: Mail) => Promise<unknown>;

/** What a row needs. Each takes less than 20 ms. Imports come first, then what is only run. */
export const ROW_STEPS: readonly LoadStep[] = [
  () => import("../decode-charset.ts"),
  () => import("../parse-for-row.ts"),
  () => import("../mail-facts.ts"),
  async (mail) => (await import("../parse-for-row.ts")).parseIfCheap(mail),
  async (mail) =>
    (await import("../summarize-mail.ts")).summarizeMail((await import("../parsed-mail.ts")).parseMail(mail)),
  async (mail) => (await import("../lint-mail.ts")).lintMail(mail),
  () => import("../html-to-text.ts"),
  async () => (await import("../html-to-text.ts")).htmlToText("<p>a</p>"),
];

/** What the whole message needs besides. */
export const MESSAGE_STEPS: readonly LoadStep[] = [
  () => import("../find-codes.ts"),
  async (mail) => (await import("../find-codes.ts")).findCodes(mail),
  () => import("../list-findings.ts"),
  async (mail) => (await import("../list-findings.ts")).listFindings(mail, []),
  () => detailJob.load(),
  async (mail) => (await detailJob.load())(mail, { wireFindings: [] }, { isOnMainThread: true }),
];

/** What few messages need: old character sets, format=flowed. It takes about 40 ms of CPU time. */
export const RARE_STEPS: readonly LoadStep[] = [
  async () => (await import("../decode-charset.ts")).decodeCharset(Buffer.from("é"), "cp850"),
  () => import("../libmime.ts").then(({ getLibmime }) => getLibmime()),
];

/** Loads the code that builds rows. Never rejects: what fails will fail again for the message. Later calls return at once. */
export const loadRowReader: () => Promise<void> = createLazy(() => takeSteps(ROW_STEPS));

/**
 * Loads the code that reads messages on the main thread. Never rejects. Later calls return at once. What few messages need is loaded
 * afterwards, so that it delays no response.
 */
export const loadReaders: () => Promise<void> = createLazy(async () => {
  await loadRowReader();
  await takeSteps(MESSAGE_STEPS);
  void takeSteps(RARE_STEPS);
});

async function takeSteps(steps: readonly LoadStep[]): Promise<void> {
  for (const step of steps) {
    await nextTurn();
    await step(SAMPLE).catch(() => undefined);
  }
}
