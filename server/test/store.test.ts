import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import nodemailer from "nodemailer";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type ChildServer, startChildServer } from "./support/child-server.ts";
import {
  CLI_PATH,
  createTempFolder,
  isInstalled,
  type ProcessResult,
  runMailglass,
  runProcess,
} from "./support/run-program.ts";

// The built server with --store: restarts, a file that it cannot use, and a disk that becomes full.

async function start(file: string, ...flags: string[]): Promise<ChildServer> {
  const server = await startChildServer({ built: true, flags: ["--store", file, ...flags] });
  onTestFinished(() => server.kill());
  return server;
}

const send = (server: ChildServer, subject: string, text = "Hello") =>
  nodemailer
    .createTransport({ host: "127.0.0.1", port: server.smtpPort })
    .sendMail({ from: "a@example.com", to: "b@example.net", subject, text });

const get = (server: ChildServer, path: string) => fetch(`http://127.0.0.1:${server.httpPort}${path}`);

async function readSubjects(server: ChildServer): Promise<string[]> {
  const page = (await (await get(server, "/api/messages")).json()) as { items: { subject: string }[] };
  return page.items.map(({ subject }) => subject);
}

const readInfo = async (server: ChildServer) =>
  (await (await get(server, "/api/info")).json()) as { instance: string; store: { failure: string | null } | null };

/** Allows the server to write files up to this many bytes. Node ignores the signal, so that writes fail. */
function limitFileSize(server: ChildServer, bytes: number | "unlimited"): void {
  const { status } = spawnSync("prlimit", ["--pid", String(server.pid), `--fsize=${bytes}:unlimited`]);
  expect(status).toBe(0);
}

test("after a restart, messages, sessions, marks and faults are there, and clients can resume", async () => {
  const file = join(createTempFolder(), "mail.db");
  const first = await start(file);
  await send(first, "One");
  await send(first, "Two");
  const origin = `http://127.0.0.1:${first.httpPort}`;
  await fetch(`${origin}/api/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ on: "rcpt", reply: "450 4.2.0 Later", match: { to: "never@example.com" } }),
  });
  const before = await readInfo(first);
  expect(await first.stop()).toBe(0);
  const second = await start(file);
  expect(await readSubjects(second)).toEqual(["Two", "One"]);
  expect((await readInfo(second)).instance).toBe(before.instance);
  const metrics = await (await get(second, "/metrics")).text();
  expect(metrics).toContain("\nmailpit_messages 2\n");
  // Counted since the start.
  expect(metrics).toContain("\nmailpit_messages_deleted_total 0\n");
  expect(metrics).toContain("\nmailpit_smtp_accepted_size_bytes_total 0\n");
  const { items: faults } = { items: (await (await get(second, "/api/faults")).json()) as unknown[] };
  expect(faults).toHaveLength(1);
  const sessions = (await (await get(second, "/api/sessions")).json()) as { items: { id: string; messages: number }[] };
  expect(sessions.items.map(({ messages }) => messages)).toEqual([1, 1]);
  const session = (await (await get(second, `/api/sessions/${sessions.items[0]?.id}`)).json()) as {
    transcript: { text: string }[];
  };
  expect(session.transcript.map(({ text }) => text)).toContain("DATA");
  await send(second, "Three");
  expect(await readSubjects(second)).toEqual(["Three", "Two", "One"]);
  expect(await second.stop()).toBe(0);
});

test.skipIf(!isInstalled("prlimit", "--version"))(
  "on a full disk mail is refused with 451, reads go on, and it recovers by itself",
  async () => {
    const file = join(createTempFolder(), "mail.db");
    const server = await start(file);
    await send(server, "Before");
    limitFileSize(server, 8_192);
    await expect(send(server, "During", "x".repeat(100_000))).rejects.toMatchObject({
      responseCode: 451,
      response: expect.stringContaining("451 4.3.0"),
    });
    expect((await readInfo(server)).store?.failure).toContain(file);
    const notReady = await get(server, "/readyz");
    expect([notReady.status, await notReady.text()]).toEqual([503, expect.stringContaining("cannot be written")]);
    expect((await get(server, "/livez")).status).toBe(200);
    expect(await (await get(server, "/metrics")).text()).toContain("mailglass_store_up 0");
    const origin = `http://127.0.0.1:${server.httpPort}`;
    const imported = await fetch(`${origin}/api/messages`, {
      method: "POST",
      headers: { "content-type": "message/rfc822" },
      body: "Subject: Imported\r\n\r\nx\r\n",
    });
    expect([imported.status, await imported.json()]).toEqual([
      503,
      expect.objectContaining({ type: "urn:mailglass:problem:store-failed" }),
    ]);
    const provided = await fetch(`${origin}/postmark/email`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-postmark-server-token": "x" },
      body: JSON.stringify({ From: "a@example.com", To: "b@example.net", Subject: "Provided", TextBody: "x" }),
    });
    expect(provided.status).toBe(503);
    expect(await readSubjects(server)).toEqual(["Before"]);
    expect(server.log.filter(({ level }) => level === "error")).toHaveLength(1);
    limitFileSize(server, "unlimited");
    await vi.waitFor(async () => expect((await get(server, "/readyz")).status).toBe(200));
    await send(server, "After");
    expect(await readSubjects(server)).toEqual(["After", "Before"]);
    expect(await runMailglass(["store", "check", file])).toMatchObject({ code: 0 });
    expect(await server.stop()).toBe(0);
  },
);

// Root may write to every file, unless the file system is mounted for reading.
const canMount =
  process.getuid?.() === 0 &&
  spawnSync("unshare", ["--mount", "sh", "-c", "mount -t tmpfs none /mnt && mount -o remount,ro /mnt"]).status === 0;

/** Runs `mailglass` while this folder can only be read. */
function runWithReadOnly(folder: string, args: readonly string[]): Promise<ProcessResult> {
  const script = `folder=$1; shift; mount --bind "$folder" "$folder" && mount -o remount,ro,bind "$folder" && exec "$@"`;
  const command = [process.execPath, "--conditions=source", CLI_PATH, ...args];
  return runProcess("unshare", ["--mount", "sh", "-c", script, "sh", folder, ...command]);
}

describe("one line and exit code 2", () => {
  const expectRefused = async (file: string, reason: RegExp) => {
    const { code, errors } = await runMailglass(["--store", file, "--smtp-port", "0", "--http-port", "0"]);
    expect([code, errors.trim().split("\n")]).toEqual([2, [expect.stringMatching(reason)]]);
  };

  test("for a file that is no store, which is not written", async () => {
    const file = join(createTempFolder(), "notes.txt");
    writeFileSync(file, "My notes\n".repeat(100));
    await expectRefused(file, /^mailglass: .*notes\.txt is not a database\. Name another file with --store/);
    expect(readFileSync(file, "utf8")).toBe("My notes\n".repeat(100));
    expect(await runMailglass(["store", "check", file])).toMatchObject({ code: 2 });
  });

  test("for a store that is in use", async () => {
    const file = join(createTempFolder(), "mail.db");
    const server = await start(file);
    await expectRefused(file, /in use by another Mailglass/);
    const link = `${file}-link`;
    symlinkSync(file, link);
    await expectRefused(link, /in use by another Mailglass/);
    await send(server, "Still here");
    expect(await readSubjects(server)).toEqual(["Still here"]);
  });

  test("for a port that is in use, although the store is open", async () => {
    const folder = createTempFolder();
    const server = await start(join(folder, "one.db"));
    const args = ["--store", join(folder, "two.db"), "--smtp-port", String(server.smtpPort), "--http-port", "0"];
    expect(await runMailglass(args)).toMatchObject({ code: 2 });
    const others = ["--store", join(folder, "two.db"), "--smtp-port", "0", "--http-port", String(server.httpPort)];
    expect(await runMailglass(others)).toMatchObject({ code: 2 });
  });

  test.skipIf(!canMount)("for a file that can only be read", async () => {
    const folder = createTempFolder();
    const file = join(folder, "mail.db");
    const server = await start(file);
    await server.stop();
    const args = ["--store", file, "--smtp-port", "0", "--http-port", "0"];
    const { code, errors } = await runWithReadOnly(folder, args);
    expect([code, errors.trim().split("\n")]).toEqual([2, [expect.stringMatching(/cannot be written \(EROFS\)/)]]);
  });
});

describe("`store check` needs no permission to write", () => {
  async function expectChecked(folder: string): Promise<void> {
    const before = readdirSync(folder);
    const { code, out, errors } = await runWithReadOnly(folder, ["store", "check", join(folder, "mail.db")]);
    expect([code, errors, out.toString()]).toEqual([0, "", expect.stringContaining("2 messages")]);
    expect(readdirSync(folder)).toEqual(before);
  }

  async function startWithMail(folder: string): Promise<ChildServer> {
    const server = await start(join(folder, "mail.db"));
    await send(server, "One");
    await send(server, "Two");
    return server;
  }

  test.skipIf(!canMount)("while a server uses the file", async () => {
    expect.hasAssertions();
    const folder = createTempFolder();
    await startWithMail(folder);
    await expectChecked(folder);
  });

  test.skipIf(!canMount)("after a crash, also for a copy without FILE-shm", async () => {
    const folder = createTempFolder();
    const server = await startWithMail(folder);
    server.kill();
    await vi.waitFor(() => expect(server.ended()).toBeDefined());
    await expectChecked(folder);
    rmSync(join(folder, "mail.db-shm"));
    await expectChecked(folder);
  });

  test.skipIf(!canMount)("after the end", async () => {
    const folder = createTempFolder();
    await (await startWithMail(folder)).stop();
    expect(readdirSync(folder)).not.toContain("mail.db-wal");
    await expectChecked(folder);
  });
});

test("--max-age evicts, also what was kept", async () => {
  const file = join(createTempFolder(), "mail.db");
  const first = await start(file);
  await send(first, "Old");
  expect(await first.stop()).toBe(0);
  const second = await start(file, "--max-age", "1s");
  await vi.waitFor(async () => expect(await readSubjects(second)).toEqual([]));
  expect(await second.stop()).toBe(0);
  const third = await start(file);
  expect(await readSubjects(third)).toEqual([]);
});

test("with --memory-cache, sources are read from the file by all APIs, before and after a restart", async () => {
  const file = join(createTempFolder(), "mail.db");
  const first = await start(file, "--memory-cache", "1k");
  const lines = (letter: string, count: number) => `${letter.repeat(70)}\r\n`.repeat(count);
  const texts = ["short\r\n", lines("x", 3_000), lines("y", 130_000)];
  for (const [number, text] of texts.entries()) await send(first, `Mail ${number}`, text);

  const expectAllThere = async (server: ChildServer): Promise<void> => {
    expect(await readSubjects(server)).toEqual(["Mail 2", "Mail 1", "Mail 0"]);
    const page = (await (await get(server, "/api/messages?q=xxxx")).json()) as { items: { id: string }[] };
    expect(page.items).toHaveLength(1);
    const { items } = (await (await get(server, "/api/messages")).json()) as { items: { id: string }[] };
    for (const [index, { id }] of items.toReversed().entries()) {
      const raw = await (await get(server, `/api/messages/${id}/raw`)).text();
      expect(raw.endsWith(`\r\n\r\n${texts[index]}`)).toBe(true);
      expect((await get(server, `/api/messages/${id}`)).status).toBe(200);
      expect(await (await get(server, `/api/v1/message/${id}/raw`)).text()).toBe(raw);
      expect((await get(server, `/api/v1/messages/${id}`)).status).toBe(200);
    }
    const mbox = await (await get(server, "/api/messages/export?format=mbox")).text();
    expect(mbox.match(/^Subject: Mail \d$/gm)).toHaveLength(3);
  };

  await expectAllThere(first);
  expect(await first.stop()).toBe(0);
  const second = await start(file, "--memory-cache", "1k");
  await expectAllThere(second);
  const { store } = await readInfo(second);
  expect(store).toMatchObject({ memoryBytes: 1024 });
});
