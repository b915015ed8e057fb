import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { runCommand } from "./fixtures/mail-clients.ts";

/** The published tarball: what a user installs, without the workspace. */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Below e2e, so that the peers and Node's types are found as in a project that has installed them. */
const PROJECT = join(ROOT, "e2e", "dist", "package");
const PACKAGE = join(PROJECT, "node_modules", "mailglass");

test.describe.configure({ mode: "serial", timeout: 300_000 });

test.beforeAll(async () => {
  test.setTimeout(300_000);
  // Fails if the package is too large.
  await runCommand(process.execPath, [join(ROOT, "scripts", "package.mjs")]);
  rmSync(PROJECT, { recursive: true, force: true });
  mkdirSync(PACKAGE, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(ROOT, "server", "package.json"), "utf8"));
  const tarball = join(ROOT, `mailglass-${version}.tgz`);
  await runCommand("tar", ["-xzf", tarball, "-C", PACKAGE, "--strip-components=1"]);
  writeFileSync(join(PROJECT, "package.json"), '{"type":"module"}');
});

test("it needs nothing at run time, runs nothing at install time, and names the licences of the packages in it", () => {
  const manifest = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  expect(manifest).not.toHaveProperty("dependencies");
  expect(manifest).not.toHaveProperty("scripts");
  const licences = readFileSync(join(PACKAGE, "THIRD-PARTY-LICENCES.txt"), "utf8");
  for (const name of [
    "fastify",
    "html-to-text",
    "iconv-lite",
    "libmime",
    "mailparser",
    "nodemailer",
    "react",
    "typebox",
  ])
    expect(licences).toMatch(new RegExp(`^${name} \\d`, "m"));
});

test("the program starts, answers on both ports, and ends", async () => {
  const bin = join(PACKAGE, "dist", "mailglass.mjs");
  const child = spawn(process.execPath, [bin, "--smtp-port=0", "--http-port=0", "--log-format=json"]);
  let output = "";
  child.stdout.on("data", (data) => {
    output += String(data);
  });
  const line = await new Promise<string>((resolve) => child.stdout.once("data", (data) => resolve(String(data))));
  const { url, smtp } = JSON.parse(line.split("\n")[0] ?? "");
  const sent = await runCommand(process.execPath, [
    bin,
    "send",
    `localhost:${smtp.port}`,
    "--to=ann@example.com",
    "--text=Hi",
  ]);
  expect(sent).toMatch(/^250 /);
  expect(await (await fetch(url)).text()).toContain("<title>Mailglass</title>");
  const { total } = await (await fetch(new URL("api/messages", url))).json();
  expect(total).toBe(1);
  // Large enough for the worker thread.
  const html = `<p onclick="x()">Shown</p>${"<p>x</p>".repeat(200_000)}`;
  const created = await fetch(new URL("api/messages", url), {
    method: "POST",
    headers: { "content-type": "message/rfc822" },
    body: `Subject: Large\r\nContent-Type: text/html\r\n\r\n${html}`,
  });
  const { id } = await created.json();
  const preview = await (await fetch(new URL(`api/messages/${id}/preview`, url))).text();
  expect(preview).toContain("<p>Shown</p>");
  expect(preview).toContain("The preview ends here.");
  expect(output).not.toContain("the worker thread cannot start");
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

const PROGRAM_SOURCE = `
import assert from "node:assert/strict";
import { subscribe } from "node:diagnostics_channel";
import type { Worker } from "node:worker_threads";
import { startMailglass, WaitError, type StartOptions } from "mailglass";
import { connect, type Calls, WaitError as SameError } from "mailglass/client";
import { createSmtpServer } from "mailglass/smtp";

const options: StartOptions = { maxMessages: 10, hideExtension: ["DSN"] };
const threads: Worker[] = [];
subscribe("worker_threads", (message) => void threads.push((message as { worker: Worker }).worker));
const mailglass = await startMailglass(options);
const other = await connect(mailglass.url);
assert.equal(WaitError, SameError);
assert.equal(typeof createSmtpServer, "function");
await assert.rejects(other.waitFor({ subject: "none" }, { timeout: 1 }), WaitError);
// Large enough for the worker thread, which starts then, and neither fails nor keeps this process alive.
assert.equal(threads.length, 0);
const source = \`Subject: Large\\r\\nContent-Type: text/html\\r\\n\\r\\n\${"<p>x</p>".repeat(200_000)}\`;
const created = await fetch(new URL("api/messages", mailglass.url), {
  method: "POST",
  headers: { "content-type": "message/rfc822" },
  body: source,
});
const { id } = (await created.json()) as { id: string };
const preview = await fetch(new URL(\`api/messages/\${id}/preview\`, mailglass.url));
assert.match(await preview.text(), /The preview ends here/);
assert.equal(threads.length, 1);
assert.ok((threads[0]?.threadId ?? -1) > 0);
await mailglass.close();

type Message = Awaited<ReturnType<Calls["getMessage"]>>;
export const subject = (message: Message): string => message.subject;
// @ts-expect-error: types that did not resolve would let anything pass
export const wrong = (message: Message): number => message.subject;
`;

test("a program that uses its entries runs, and its types hold without skipLibCheck", async () => {
  writeFileSync(join(PROJECT, "program.ts"), PROGRAM_SOURCE);
  writeFileSync(
    join(PROJECT, "entries.ts"),
    `import { test } from "mailglass/playwright";\nimport { mailglass } from "mailglass/vitest";\nimport { setup } from "mailglass/vitest-setup";\nexport const all = [test, mailglass, setup];\n`,
  );
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: "NodeNext",
    target: "ES2024",
    lib: ["ES2024", "DOM", "DOM.Iterable"],
    types: ["node"],
    noEmit: true,
  };
  writeFileSync(
    join(PROJECT, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["program.ts", "entries.ts"] }),
  );
  await runCommand(join(ROOT, "node_modules", ".bin", "tsc"), ["-p", PROJECT]);
  await runCommand(process.execPath, [join(PROJECT, "program.ts")]);
});
