import * as Type from "typebox";
import { Compile } from "typebox/compile";
import { createInstance } from "../../mailbox/message-ids.ts";
import type { SharedState } from "../../mailbox/shared/shared-store.ts";
import { parse, parseRule, parseSession } from "../stored-values.ts";
import type { OnUnreadable, UnreadableKind } from "../unreadable-rows.ts";
import { FORMAT, OPEN_SCRIPT } from "./lua-open.ts";
import { readSessions } from "./read-changes.ts";
import { StoreAddressError } from "./redis-address.ts";
import { type RedisLink, Script } from "./redis-link.ts";

const SCRIPT = new Script(OPEN_SCRIPT);

type Reply = [
  instance: string,
  seq: string,
  format: string,
  listed: string[],
  undos: string[],
  faults: [id: string, rule: string, seen: string, hits: string, draws: string][],
  sessions: string[],
];

/** Where the caller is: its mailbox, and the newest number that it has applied. */
export interface Position {
  readonly instance: string | undefined;
  readonly seq: number;
}

/**
 * Reads what is kept, except the messages. A mailbox that does not exist is created.
 *
 * @throws {StoreAddressError} if a newer version has written it
 */
export async function openShared(
  link: RedisLink,
  prefix: string,
  position: Position,
  onUnreadable: OnUnreadable,
): Promise<SharedState> {
  const args = [createInstance(), position.instance ?? "", String(position.seq)];
  const [instance, seq, format, ...rest] = (await link.run(SCRIPT, prefix, args)) as Reply;
  if (Number(format) !== FORMAT)
    throw new StoreAddressError(
      `The keys ${prefix} in Redis were written by a newer Mailglass: use that, or another name (redis://…?name=NAME).`,
    );
  const [listed, undos, faults, ids] = rest;
  const sessions = await readSessions(link, prefix, ids);
  const orReport = <Value>(kind: UnreadableKind, value: Value | undefined): Value[] => {
    if (value !== undefined) return [value];
    onUnreadable(kind);
    return [];
  };
  return {
    instance,
    seq: Number(seq),
    listed: listed.map(Number),
    undos: undos.flatMap((json) => orReport("undo", parseUndo(json))).toSorted((a, b) => a.expiresAt - b.expiresAt),
    faults: faults.flatMap(([id, rule, ...counts]) => {
      const [seen = 0, hits = 0, draws = 0] = counts.map((count) => Number(count) || 0);
      return orReport("fault", parseRule(rule)).map((parsed) => ({ id, rule: parsed, seen, hits, draws }));
    }),
    sessions: ids.flatMap((id) => {
      const details = sessions.get(id);
      return details === undefined ? [] : orReport("session", parseSession(details));
    }),
  };
}

const CHECK_UNDO = Compile(Type.Tuple([Type.String(), Type.String(), Type.Array(Type.String())]));

function parseUndo(json: string): SharedState["undos"][number] | undefined {
  const undo = parse(json, CHECK_UNDO);
  if (undo === undefined) return undefined;
  const [token, expiresAt, members] = undo;
  return { token, expiresAt: Number(expiresAt), seqs: members.map(Number) };
}
