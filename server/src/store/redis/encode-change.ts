import type { SharedChange } from "../../mailbox/shared/shared-store.ts";
import { encodeDetails } from "./message-fields.ts";

type Argument = string | Buffer;

/** Converts a change to the arguments of the script: its type, the number of its arguments, and these. */
export function encodeChange(change: SharedChange): Argument[] {
  const args = toArguments(change);
  return [change.type, String(args.length), ...args];
}

function toArguments(change: SharedChange): Argument[] {
  switch (change.type) {
    case "added":
      return [encodeDetails(change.mail), JSON.stringify(change.mail.findings), joinRaw(change.mail.raw)];
    case "deleted":
    case "evicted":
      return [toMembers(change.seqs)];
    case "hidden":
      return [toMembers(change.seqs), change.undo.token, String(change.undo.expiresAt)];
    case "restored":
    case "forgotten":
      return [change.token];
    case "cleared":
      return [];
    case "marked":
      return [
        change.basis === undefined ? "" : String(change.basis),
        JSON.stringify(
          change.marks.map(({ seq, read, tags }) => [
            String(seq),
            read === undefined ? "" : String(Number(read)),
            tags === undefined ? "" : JSON.stringify(tags),
          ]),
        ),
      ];
    case "findings":
      return [String(change.seq), JSON.stringify(change.findings)];
    case "session":
      return [change.session.id, JSON.stringify(change.session)];
    case "fault":
      return [change.fault.id, JSON.stringify(change.fault.rule), String(Number(change.replaces))];
    case "faults-removed":
      return [JSON.stringify(change.ids)];
    case "attempt":
      return [
        JSON.stringify(
          change.rules.map(({ id, after, times, draw }) => [
            id,
            after,
            Number.isFinite(times) ? times : -1,
            draw?.number ?? -1,
            Number(draw?.hits ?? false),
          ]),
        ),
      ];
    case "own-events":
      return [String(change.count)];
  }
}

const toMembers = (seqs: readonly number[]): string => JSON.stringify(seqs.map(String));

function joinRaw(raw: readonly Uint8Array[]): Buffer {
  const [only] = raw;
  if (raw.length !== 1 || only === undefined) return Buffer.concat(raw);
  return Buffer.from(only.buffer, only.byteOffset, only.length);
}
