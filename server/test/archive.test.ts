import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@mailglass/shared/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { createTempFolder, isInstalled, runMailglass, runProcess } from "./support/run-program.ts";
import { startTestApp } from "./support/running-app.ts";

/** Generous, because each test starts programs. */
vi.setConfig({ testTimeout: 60_000 });

/** `mailglass import` and `mailglass export`, from outside. */

const SOURCES = [
  "From: jo@example.com\r\nTo: ann@example.com\r\nSubject: 1\r\n\r\nFrom here\r\n>From there\r\n\r\n",
  "From: jo@example.com\r\nTo: ann@example.com\r\nSubject: 2\r\n\r\ncaf\xe9 \x00\x7f\r\n\r\n\r\n",
  "Subject: 3, without an end\r\nTo: ann@example.com\r\n\r\n.\r\n..\r\n",
];

async function startCatcher() {
  const app = await startTestApp();
  onTestFinished(() => app.close());
  const client = createClient({ url: app.origin });
  return {
    app,
    client,
    url: `--url=${app.origin}/`,
    async sources() {
      const { items } = await client.listMessages();
      const raw = items.map(async ({ id }) => Buffer.from(await client.getRaw({ params: { id } })).toString("latin1"));
      return (await Promise.all(raw)).reverse();
    },
    async fill() {
      for (const source of SOURCES) {
        const body = new Uint8Array(Buffer.from(source, "latin1"));
        await client.addMessage({ query: { from: "jo@example.com" }, body });
      }
    },
  };
}

test.each([
  ["an mbox", ["out.mbox"]],
  ["a folder of .eml files", ["out"]],
  ["a Maildir", ["out", "--format=maildir"]],
])("what is exported to %s is imported again byte for byte, in its order", async (_name, [path = "", ...flags]) => {
  const from = await startCatcher();
  const to = await startCatcher();
  await from.fill();
  const cwd = createTempFolder();
  expect(await runMailglass(["export", path, from.url, ...flags], { cwd })).toMatchObject({
    code: 0,
    errors: "3 exported.\n",
  });
  expect(await runMailglass(["import", path, to.url, "--tag=old"], { cwd })).toMatchObject({ code: 0, errors: "" });
  expect(await to.sources()).toEqual(SOURCES);
  expect((await to.client.listMessages({ query: { q: "tag:old" } })).matched).toBe(3);
});

test.skipIf(!isInstalled("mkfifo", "--version"))("named pipes in a folder or a Maildir are skipped", async () => {
  const { url, sources } = await startCatcher();
  const folder = createTempFolder();
  for (const name of ["cur", "new"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "new", "1"), "Subject: 1\r\n\r\n");
  await runProcess("mkfifo", [join(folder, "new", "2"), join(folder, "cur", "3")]);
  expect(await runMailglass(["import", url, folder])).toMatchObject({ code: 0 });
  const plain = createTempFolder();
  writeFileSync(join(plain, "1.eml"), "Subject: 2\r\n\r\n");
  await runProcess("mkfifo", [join(plain, "2.eml")]);
  expect(await runMailglass(["import", url, plain])).toMatchObject({ code: 0 });
  expect(await sources()).toHaveLength(2);
});

test("an mbox keeps the reverse-path, a Maildir what was read", async () => {
  const from = await startCatcher();
  const to = await startCatcher();
  await from.fill();
  await from.client.markMessages({ query: { q: "subject:2" }, body: { read: true } });
  const cwd = createTempFolder();
  await runMailglass(["export", "out.mbox", from.url], { cwd });
  await runMailglass(["export", "out", "--format=maildir", from.url], { cwd });
  await runMailglass(["import", "out.mbox", "out", to.url], { cwd });
  const { items } = await to.client.listMessages();
  expect(items.map(({ read }) => read)).toEqual([false, true, false, false, false, false]);
  expect(items.at(-1)?.sender).toBe("jo@example.com");
});

test("--query exports what matches, - to standard output; a file that is there is left alone", async () => {
  const { url, fill } = await startCatcher();
  await fill();
  const cwd = createTempFolder();
  const { out } = await runMailglass(["export", "-", url, "--query=subject:3"], { cwd });
  expect(out.toString("latin1")).toMatch(/^From jo@example\.com .*\d{4}\r\nSubject: 3[^]*\r\n\.\.\r\n\r\n$/);
  writeFileSync(join(cwd, "mine.mbox"), "mine");
  expect(await runMailglass(["export", "mine.mbox", url], { cwd })).toMatchObject({
    code: 2,
    errors: "mailglass: mine.mbox already exists.\n",
  });
  expect(readFileSync(join(cwd, "mine.mbox"), "utf8")).toBe("mine");
});

test("bare line feeds become CRLF, unless they are to be kept", async () => {
  const { url, sources } = await startCatcher();
  const cwd = createTempFolder();
  mkdirSync(join(cwd, "mails", "deep"), { recursive: true });
  writeFileSync(join(cwd, "mails", "deep", "a.eml"), "Subject: bare\nTo: a@example.com\n\nHi\n");
  writeFileSync(join(cwd, "mails", "b.txt"), "no mail");
  await runMailglass(["import", "mails", url], { cwd });
  await runMailglass(["import", "mails", url, "--keep-line-ends"], { cwd });
  expect(await sources()).toEqual([
    "Subject: bare\r\nTo: a@example.com\r\n\r\nHi\r\n",
    "Subject: bare\nTo: a@example.com\n\nHi\n",
  ]);
});

test("--smtp sends them, with the recipients of the header or of --to", async () => {
  const { app, client, url } = await startCatcher();
  const cwd = createTempFolder();
  writeFileSync(join(cwd, "a.eml"), "Return-Path: <bounce@example.com>\nSubject: x\nTo: ann@example.com\n\n.\n");
  writeFileSync(join(cwd, "b.eml"), "Subject: to nobody\n\n");
  const smtp = `--smtp=127.0.0.1:${app.smtp.port}`;
  expect(await runMailglass(["import", "a.eml", "b.eml", smtp, url], { cwd })).toMatchObject({
    code: 1,
    errors: "mailglass: b.eml: it has no recipient; give one with --to.\n",
  });
  await runMailglass(["import", "b.eml", smtp, "--to=bob@example.com"], { cwd });
  const { items } = await client.listMessages();
  expect(items).toMatchObject([
    { recipients: ["bob@example.com"] },
    { recipients: ["ann@example.com"], sender: "bounce@example.com" },
  ]);
});

test("a folder is imported whole: a file that fails is named, and the others are read", async () => {
  const { url, sources } = await startCatcher();
  const cwd = createTempFolder();
  const files = join(cwd, "mails");
  mkdirSync(files);
  const write = (name: string, source: string) => writeFileSync(join(files, name), source);
  const from = "From jo@example.com";
  write("1.eml", "Subject: 1\r\n\r\nHi\r\n");
  write("2-sender-only.eml", `${from}\r\nSubject: 2\r\n\r\n${from} in front\r\n`);
  write("3-no-mbox.mbox", "Subject: no mbox\n");
  write(
    "4-mbox.eml",
    `${from} Mon Jan  1 10:00:00 2024\nSubject: 4\n\nHi\n\n${from} Mon Jan  1 10:00:00 2024\nSubject: 5\n\n`,
  );
  symlinkSync("nowhere", join(files, "6-gone.eml"));
  symlinkSync("1.eml", join(files, "7-link.eml"));
  const { code, out, errors } = await runMailglass(["import", "mails", url], { cwd });
  expect(errors.split("\n")).toEqual([
    "mailglass: mails/3-no-mbox.mbox: it does not begin with a “From ” line, as an mbox file does.",
    "mailglass: mails/6-gone.eml: it cannot be read (ENOENT).",
    "",
  ]);
  expect(`${code} ${out.toString()}`).toBe("1 5 imported, 2 failed.\n");
  expect((await sources()).map((source) => /Subject: (.)/.exec(source)?.[1])).toEqual(["1", "2", "4", "5", "1"]);
  expect((await sources())[1]).toBe(`${from}\r\nSubject: 2\r\n\r\n${from} in front\r\n`);
});

test("what cannot be read or reached is one line and exit code 2", async () => {
  const cwd = createTempFolder();
  const { url } = await startCatcher();
  const said = async (...args: string[]) => {
    const { code, errors } = await runMailglass(["import", ...args], { cwd });
    return `${code} ${errors}`;
  };
  expect(await said("none", url)).toBe("2 mailglass: none cannot be read (ENOENT).\n");
  expect(await said(".", url)).toBe("2 mailglass: .: no .eml or .mbox files found.\n");
  expect(await said("none", "--url=localhost")).toMatch(/^2 mailglass: .*must be a URL such as/);
  writeFileSync(join(cwd, "a.eml"), "Subject: x\n\n");
  expect(await said("a.eml", "--url=http://127.0.0.1:9")).toMatch(/^2 mailglass: The server cannot be reached: /);
});

test.skipIf(!isInstalled("python3"))("Python reads the mbox and the Maildir", async () => {
  const { url, fill } = await startCatcher();
  await fill();
  const cwd = createTempFolder();
  await runMailglass(["export", "out.mbox", url], { cwd });
  await runMailglass(["export", "out", "--format=maildir", url], { cwd });
  expect(readdirSync(join(cwd, "out", "new"))).toHaveLength(3);
  const script =
    "import mailbox; print([sorted(m['subject'] for m in box) for box in (mailbox.mbox('out.mbox'), mailbox.Maildir('out'))])";
  const { out } = await runProcess("python3", ["-c", script], { cwd });
  const subjects = "['1', '2', '3, without an end']";
  expect(out.toString().trim()).toBe(`[${subjects}, ${subjects}]`);
});
