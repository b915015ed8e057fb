import { setImmediate as nextTurn } from "node:timers/promises";
import { encodingExists, getDecoder } from "iconv-lite";
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

const createSample = (raw: Buffer): Mail => ({ raw: () => raw, envelope: EMPTY_ENVELOPE });

export const SAMPLE = createSample(Buffer.from(SOURCE));
/** It needs a part of the code only, so that the rest is loaded in another step. */
const PLAIN = createSample(Buffer.from("From: a@a.example\r\nSubject: a\r\n\r\nb\r\n"));

type LoadStep = (mail: Mail) => Promise<unknown>;

const summarize: LoadStep = async (mail) =>
  (await import("../summarize-mail.ts")).summarizeMail((await import("../parsed-mail.ts")).parseMail(mail));
const lint: LoadStep = async (mail) => (await import("../lint-mail.ts")).lintMail(mail);
const listAllFindings: LoadStep = async (mail) => (await import("../list-findings.ts")).listFindings(mail, []);
const readDetail: LoadStep = async (mail) =>
  (await detailJob.load())(mail, { wireFindings: [] }, { isOnMainThread: true });

/** What a row needs. Each takes less than 20 ms. Imports come first, then what is only run. */
export const ROW_STEPS: readonly LoadStep[] = [
  () => import("../decode-charset.ts"),
  () => import("../parse-for-row.ts"),
  () => import("../mail-facts.ts"),
  async (mail) => (await import("../parse-for-row.ts")).parseIfCheap(mail),
  () => summarize(PLAIN),
  () => import("../html-to-text.ts"),
  async () => (await import("../html-to-text.ts")).htmlToText("<p>a</p>"),
  summarize,
  () => lint(PLAIN),
  lint,
];

/** What the whole message needs besides. */
export const MESSAGE_STEPS: readonly LoadStep[] = [
  () => import("../find-codes.ts"),
  async (mail) => (await import("../find-codes.ts")).findCodes(mail),
  () => import("../list-findings.ts"),
  () => listAllFindings(PLAIN),
  async () => (await import("../html-support/feature-index.ts")).getFeatureIndex(),
  listAllFindings,
  // The tables of character sets; and libmime, which names parts and uses that of GBK.
  async () => encodingExists("cp850"),
  async () => getDecoder("gbk"),
  async () => (await import("../decode-charset.ts")).decodeCharset(Buffer.from("é"), "cp850"),
  () => import("../libmime.ts").then(({ getLibmime }) => getLibmime()),
  () => detailJob.load(),
  () => readDetail(PLAIN),
  readDetail,
];

/** Loads the code that builds rows. Never rejects: what fails will fail again for the message. Later calls return at once. */
export const loadRowReader: () => Promise<void> = createLazy(() => takeSteps(ROW_STEPS));

/** Loads the code that reads messages on the main thread. Never rejects. Later calls return at once. */
export const loadReaders: () => Promise<void> = createLazy(async () => {
  await loadRowReader();
  await takeSteps(MESSAGE_STEPS);
});

async function takeSteps(steps: readonly LoadStep[]): Promise<void> {
  for (const step of steps) {
    await nextTurn();
    await step(SAMPLE).catch(() => undefined);
  }
}
