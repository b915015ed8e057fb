import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { KeptFault, StoreChange } from "../mailbox/store.ts";
import { CONTENT_TABLES, ContentWriter } from "./contents.ts";
import { joinRaw, MESSAGE_COLUMNS, toMessageRow } from "./mail-rows.ts";

type Session = Extract<StoreChange, { type: "session" }>["session"];

/** Tables with rows for a message. */
const MESSAGE_TABLES = ["messages", ...CONTENT_TABLES];

/** Numbers, as a parameter in JSON. */
const IN_LIST = "seq IN (SELECT value FROM json_each(?))";

/** Writes changes inside a transaction of the caller, with prepared statements. */
export class ChangeWriter {
  readonly #db: DatabaseSync;
  readonly #maxSessions: number;
  readonly #contents: ContentWriter;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync, maxSessions: number) {
    this.#db = db;
    this.#maxSessions = maxSessions;
    this.#contents = new ContentWriter(db);
  }

  write(change: StoreChange): void {
    switch (change.type) {
      case "added": {
        const row = toMessageRow(change.mail);
        const columns = MESSAGE_COLUMNS.join(", ");
        this.#run(
          `INSERT INTO messages (${columns}) VALUES (${MESSAGE_COLUMNS.map(() => "?").join(", ")})`,
          ...MESSAGE_COLUMNS.map((column) => row[column]),
        );
        this.#contents.write(change.mail.seq, joinRaw(change.mail.raw));
        if (change.session !== undefined) this.#putSession(change.session);
        return;
      }
      case "deleted": {
        const seqs = JSON.stringify(change.seqs);
        for (const table of MESSAGE_TABLES) this.#run(`DELETE FROM ${table} WHERE ${IN_LIST}`, seqs);
        return;
      }
      case "hidden":
      case "restored":
        this.#run(
          `UPDATE messages SET deleted = ? WHERE ${IN_LIST}`,
          Number(change.type === "hidden"),
          JSON.stringify(change.seqs),
        );
        return;
      case "cleared":
        for (const table of MESSAGE_TABLES) this.#run(`DELETE FROM ${table}`);
        return;
      case "marked":
        for (const { seq, read, tags } of change.marks)
          this.#run(
            "UPDATE messages SET read = ?, tags = coalesce(?, tags) WHERE seq = ?",
            Number(read),
            tags && JSON.stringify(tags),
            seq,
          );
        return;
      case "findings":
        this.#run("UPDATE messages SET findings = ? WHERE seq = ?", JSON.stringify(change.findings), change.seq);
        return;
      case "session":
        this.#putSession(change.session);
        return;
      case "fault":
        this.#putFault(change.fault);
        return;
      case "fault-used": {
        const { id, seen, hits } = change.fault;
        this.#run("UPDATE faults SET seen = ?, hits = ? WHERE id = ?", seen, hits, id);
        return;
      }
      case "faults-removed":
        for (const id of change.ids) this.#run("DELETE FROM faults WHERE id = ?", id);
        return;
    }
  }

  #putSession(session: Session): void {
    this.#run(
      `INSERT INTO sessions (id, opened_at, failed, details) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET failed = excluded.failed, details = excluded.details`,
      session.id,
      session.openedAt,
      Number(session.failed),
      JSON.stringify(session),
    );
    this.#run("DELETE FROM sessions WHERE number <= (SELECT max(number) FROM sessions) - ?", this.#maxSessions);
  }

  #putFault({ id, rule, seen, hits }: KeptFault): void {
    this.#run(
      `INSERT INTO faults (id, rule, seen, hits) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, seen = excluded.seen, hits = excluded.hits`,
      id,
      JSON.stringify(rule),
      seen,
      hits,
    );
  }

  #run(sql: string, ...values: (string | number | bigint | null | Uint8Array | undefined)[]): void {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    statement.run(...values.map((value) => value ?? null));
  }
}
