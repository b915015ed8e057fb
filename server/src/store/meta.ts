import type { DatabaseSync } from "node:sqlite";
import { createInstance, ID_LENGTH, INSTANCE_LENGTH, MAX_STORED_SEQ } from "../mailbox/message-ids.ts";
import type { StoreState } from "../mailbox/store.ts";

export type Meta = Pick<StoreState, "instance" | "seq">;

/**
 * How far the number of the newest event is set ahead of the newest message if it was lost. There may have been later events, whose
 * number must not be used again.
 */
const LOST_SEQ_LEAD = 1_000_000_000;

const INSTANCE = new RegExp(`^[0-9A-Za-z]{${INSTANCE_LENGTH}}$`);

/**
 * Reads the instance and the high-water mark. What cannot be read is derived from the newest message, so that its id stays valid.
 *
 * @returns also whether they were read as they are
 */
export function readMeta(db: DatabaseSync): Meta & { readonly isIntact: boolean } {
  const values = readValues(db);
  const newest = readNewest(db);
  const instance = values.instance ?? newest?.instance ?? createInstance();
  const newestSeq = newest?.seq ?? 0;
  if (values.instance !== undefined && values.seq !== undefined && values.seq >= newestSeq)
    return { instance, seq: values.seq, isIntact: true };
  return { instance, seq: Math.max(newestSeq, values.seq ?? 0) + LOST_SEQ_LEAD, isIntact: false };
}

export function writeMeta(db: DatabaseSync, { instance, seq }: Meta): void {
  const put = db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
  put.run("instance", instance);
  put.run("seq", String(seq));
}

function readValues(db: DatabaseSync): Partial<Meta> {
  const values = new Map<unknown, string>();
  ignoreErrors(() => {
    for (const { key, value } of db.prepare("SELECT key, value FROM meta").iterate()) values.set(key, String(value));
  });
  const instance = values.get("instance") ?? "";
  const seq = values.get("seq") ?? "";
  return {
    ...(INSTANCE.test(instance) && { instance }),
    ...(/^\d{1,15}$/.test(seq) && Number(seq) <= MAX_STORED_SEQ && { seq: Number(seq) }),
  };
}

function readNewest(db: DatabaseSync): Meta | undefined {
  let newest: Meta | undefined;
  ignoreErrors(() => {
    const row = db.prepare("SELECT seq, id FROM messages WHERE seq <= ? ORDER BY seq DESC LIMIT 1").get(MAX_STORED_SEQ);
    const instance = String(row?.["id"]).slice(0, INSTANCE_LENGTH);
    if (String(row?.["id"]).length === ID_LENGTH && INSTANCE.test(instance))
      newest = { instance, seq: Number(row?.["seq"]) };
  });
  return newest;
}

/** Of a damaged file, everything that is readable is used. */
function ignoreErrors(read: () => void): void {
  try {
    read();
  } catch {}
}
