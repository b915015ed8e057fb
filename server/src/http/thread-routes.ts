import type { MessageSummary, Thread } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Mailbox, ThreadEntry } from "../mailbox/mailbox.ts";
import { findDuplicate } from "../mailbox/threads/find-duplicate.ts";
import { findParent, findThread, type ThreadMember } from "../mailbox/threads/find-thread.ts";
import { addRoute } from "./add-route.ts";
import type { HttpDeps } from "./deps.ts";
import { notFoundProblem } from "./http-problem.ts";
import { listRepeatFindings } from "./repeat-findings.ts";

/** Maximum number of messages of a thread that are listed, and of messages with the same Message-ID. */
const MAX_MESSAGES = 200;
const MAX_SAME_ID = 20;

/** Serves the thread of a message. */
export function addThreadRoute(app: FastifyInstance, { mailbox }: HttpDeps): void {
  addRoute(app, "getThread", ({ params }) => readThread(mailbox, params.id));
}

async function readThread(mailbox: Mailbox, id: string): Promise<Thread> {
  const entries = await mailbox.threads.entries();
  const own = entries.find(({ handle }) => handle.id === id);
  if (own === undefined) {
    if (mailbox.handle(id) === undefined) throw notFoundProblem("message", id);
    return { ...EMPTY_THREAD, searched: entries.length };
  }
  const members = await findThread(entries, own);
  const parent = findParent(entries, own);
  const same =
    own.messageId === "" ? [] : entries.filter((entry) => entry !== own && entry.messageId === own.messageId);
  return {
    messages: await Promise.all(limitMembers(members, own).map((member) => describeMember(mailbox, member))),
    messageCount: members.length,
    problems: await listProblems(mailbox, own, parent),
    duplicateOf: (await findDuplicate(entries, own))?.handle.id ?? null,
    sameMessageId: same.slice(0, MAX_SAME_ID).map(({ handle }) => handle.id),
    previousWithSubject: findPreviousWithSubject(entries, own)?.handle.id ?? null,
    findings: listRepeatFindings(same),
    searched: entries.length,
  };
}

/** The thread of a message that is older than all that are indexed. */
const EMPTY_THREAD: Omit<Thread, "searched"> = {
  messages: [],
  messageCount: 0,
  problems: [],
  duplicateOf: null,
  sameMessageId: [],
  previousWithSubject: null,
  findings: [],
};

/** Keeps the first messages of a long thread, and the message itself. */
function limitMembers(members: readonly ThreadMember[], own: ThreadEntry): readonly ThreadMember[] {
  if (members.length <= MAX_MESSAGES) return members;
  const kept = members.slice(0, MAX_MESSAGES - 1);
  const self = members.find(({ entry }) => entry === own);
  return self === undefined || kept.includes(self) ? kept : [...kept, self];
}

async function describeMember(mailbox: Mailbox, { entry: { handle }, depth }: ThreadMember) {
  const { id, receivedAt, from, sender, subject } = await mailbox.row(handle);
  return { id, receivedAt, from: nameSender(from, sender), subject, depth };
}

function nameSender(from: MessageSummary["from"], sender: string): string {
  return from?.name || from?.address || sender;
}

/** Says why Gmail would not show the message in the conversation of the one that it answers. */
async function listProblems(
  mailbox: Mailbox,
  own: ThreadEntry,
  parent: ThreadEntry | undefined,
): Promise<Thread["problems"]> {
  const hasReferences = own.references.length > 0 || own.inReplyTo.length > 0;
  if (!hasReferences) {
    if (!own.isReply) return [];
    return [
      {
        code: "references-missing",
        text: "This will not thread in Gmail: the subject says that it is a reply, but References and In-Reply-To are missing.",
        other: null,
      },
    ];
  }
  const problems: Thread["problems"] = [];
  if (parent !== undefined && parent.baseSubject !== own.baseSubject) {
    const { subject } = await mailbox.row(parent.handle);
    problems.push({
      code: "subject-differs",
      text: `This will not thread in Gmail: its subject differs from that of the message it answers, “${subject}”.`,
      other: parent.handle.id,
    });
  }
  if (own.references.length === 0)
    problems.push({
      code: "references-missing",
      text: "References is missing, and In-Reply-To alone does not suffice: Gmail and others may begin a new thread.",
      other: null,
    });
  if (parent === undefined)
    problems.push({
      code: "parent-unknown",
      text: "The message that it answers is not in this mailbox.",
      other: null,
    });
  return problems;
}

/** Finds the newest older message with the same subject. A message without a subject has none. */
function findPreviousWithSubject(entries: readonly ThreadEntry[], own: ThreadEntry): ThreadEntry | undefined {
  if (own.baseSubject === "") return undefined;
  return entries.find(({ handle, baseSubject }) => handle.seq < own.handle.seq && baseSubject === own.baseSubject);
}
