import type { Info, MessageSelection, StreamEvent } from "@mailglass/shared";
import { formatAmount } from "../model/format.ts";
import { indexOfMessage } from "../model/inbox.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { client, describeError } from "./client.ts";
import { isNotFoundError } from "./is-not-found.ts";
import { inboxStore } from "./stores.ts";
import { showToast } from "./toasts.ts";

/**
 * Deletions that can be undone, whichever window requested them. The server holds the messages. The page learns of an undo from
 * the answer to its own request, from the event of the deletion, or, when it connects, from the server's list.
 */
interface KnownUndo {
  /** Messages that were deleted. */
  readonly count: number;
  readonly closeToast: () => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Milliseconds for which the server keeps deleted messages. */
const UNDO_MS = 60_000;

/** By token, oldest first. */
const knownUndos = new Map<string, KnownUndo>();
/** The run of the server that they are of. */
let instance = "";

export const canUndo = (): boolean => knownUndos.size > 0;

/** Deletes messages on the server and offers to undo that. Rejects where the server refuses. */
export async function deleteWithUndo(selection: MessageSelection): Promise<void> {
  const label = selection.ids && describeMessages(selection.ids);
  const {
    deleted,
    undo,
    expiresAt = "",
  } = await client.deleteSelectedMessages({
    body: { ...selection, undoable: true },
  });
  if (undo !== undefined)
    offerUndo(undo, { expiresAt, count: deleted, label: label ?? formatAmount(deleted, "message") });
}

/** Takes note of deletions and restorations, before the list does: its rows still have the subjects. */
export function noteUndoEvents(events: readonly StreamEvent[]): void {
  for (const event of events) {
    if (event.type === "message.restored") withdrawUndo(event.undo);
    else if (event.type === "mailbox.cleared") withdrawAll();
    else if (event.type === "message.removed" && event.undo !== undefined) {
      const { undo, ids, expiresAt = "" } = event;
      offerUndo(undo, { expiresAt, count: ids.length, label: describeMessages(ids) });
    }
  }
}

/** Takes over the server's list, after a reload or a lost connection. */
export function noteServerUndos({ instance: current, undos }: Info): void {
  if (instance !== current) withdrawAll();
  instance = current;
  for (const { undo, expiresAt, messages } of undos) {
    offerUndo(undo, { expiresAt, count: messages, label: formatAmount(messages, "message") });
  }
}

function offerUndo(
  undo: string,
  { expiresAt, count, label }: { readonly expiresAt: string; readonly count: number; readonly label: string },
): void {
  if (knownUndos.has(undo)) return;
  const closeToast = showToast(`Deleted ${label}`, { action: { label: "Undo", run: () => void restore(undo) } });
  const timer = setTimeout(() => withdrawUndo(undo), remainingMs(expiresAt));
  knownUndos.set(undo, { count, closeToast, timer });
}

/** Milliseconds that are left, by the clock of this machine unless that differs too much from the server's. */
function remainingMs(expiresAt: string): number {
  const remaining = Date.parse(expiresAt) - Date.now();
  return remaining > 0 && remaining < UNDO_MS ? remaining : UNDO_MS;
}

function withdrawUndo(undo: string): void {
  const known = knownUndos.get(undo);
  if (known === undefined) return;
  clearTimeout(known.timer);
  known.closeToast();
  knownUndos.delete(undo);
}

function withdrawAll(): void {
  for (const undo of knownUndos.keys()) withdrawUndo(undo);
}

/** Undoes the last deletion for which there is still time. */
export function undoLastDeletion(): void {
  const undo = [...knownUndos.keys()].at(-1);
  if (undo !== undefined) void restore(undo);
}

async function restore(undo: string): Promise<void> {
  const known = knownUndos.get(undo);
  if (known === undefined) return;
  known.closeToast();
  // Until the answer is here it cannot be requested again.
  knownUndos.delete(undo);
  try {
    const { restored } = await client.restoreMessages({ body: { undo } });
    clearTimeout(known.timer);
    if (restored < known.count)
      showToast(`Restored ${restored} of ${known.count}: the others were evicted by newer mail.`);
  } catch (reason) {
    showToast(describeError(reason), { kind: "error" });
    if (!isNotFoundError(reason)) knownUndos.set(undo, known);
  }
}

/** One by its subject, so that it is clear which of several deletions would be undone. */
function describeMessages(ids: readonly string[]): string {
  const inbox = inboxStore.get();
  const subject = ids.length === 1 ? inbox.rows[indexOfMessage(inbox, ids[0] ?? null)]?.subject : undefined;
  return subject ? `“${revealHidden(subject.slice(0, 60))}”` : formatAmount(ids.length, "message");
}
