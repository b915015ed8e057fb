import { createInstance } from "../../mailbox/message-ids.ts";
import type { SharedState } from "../../mailbox/shared/shared-store.ts";
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
export async function openShared(link: RedisLink, prefix: string, position: Position): Promise<SharedState> {
  const args = [createInstance(), position.instance ?? "", String(position.seq)];
  const [instance, seq, format, ...rest] = (await link.run(SCRIPT, prefix, args)) as Reply;
  if (Number(format) !== FORMAT)
    throw new StoreAddressError(
      `The keys ${prefix} in Redis were written by a newer Mailglass: use that, or another name (redis://…?name=NAME).`,
    );
  const [listed, undos, faults, ids] = rest;
  const sessions = await readSessions(link, prefix, ids);
  return {
    instance,
    seq: Number(seq),
    listed: listed.map(Number),
    undos: undos.map(toUndo).toSorted((a, b) => a.expiresAt - b.expiresAt),
    faults: faults.map(([id, rule, ...counts]) => {
      const [seen = 0, hits = 0, draws = 0] = counts.map(Number);
      return { id, rule: JSON.parse(rule), seen, hits, draws };
    }),
    sessions: ids.flatMap((id) => {
      const details = sessions.get(id);
      return details === undefined ? [] : [JSON.parse(details)];
    }),
  };
}

function toUndo(json: string): SharedState["undos"][number] {
  const [token, expiresAt, members] = JSON.parse(json) as [string, string, string[]];
  return { token, expiresAt: Number(expiresAt), seqs: members.map(Number) };
}
