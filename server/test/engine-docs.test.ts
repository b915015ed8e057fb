import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { FINDINGS, strictReply } from "../src/smtp/protocol/findings.ts";
import { ORDER } from "../src/smtp/protocol/order.ts";
import { wireOf } from "../src/smtp/protocol/reply.ts";

/** docs/engine.md is true: its programs run as they are printed, its tables are those of the code. */

const DOCS = new URL("../../docs/engine.md", import.meta.url);
const docs = readFileSync(DOCS, "utf8");
const SERVER = fileURLToPath(new URL("..", import.meta.url));
const ENGINE = new URL("../src/smtp/smtp.ts", import.meta.url).href;

mkdirSync(join(SERVER, "dist"), { recursive: true });
const folder = mkdtempSync(join(SERVER, "dist", "docs-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program of the docs, started; only its ports are others, so that tests can run side by side. */
class Program {
  readonly #child: ChildProcess;
  #output = "";
  #wake: () => void = () => undefined;

  constructor(name: string, ports: Readonly<Record<string, number>>) {
    const printed = new RegExp(`\`\`\`js ${name}\\n([^]*?)\`\`\``).exec(docs)?.[1] ?? "";
    const code = printed
      .replace('"mailglass/smtp"', JSON.stringify(ENGINE))
      .replace(/port: (\d+)/g, (whole, port: string) => (port in ports ? `port: ${ports[port]}` : whole));
    const file = join(folder, `${name}-${Math.random().toString(36).slice(2)}.mjs`);
    writeFileSync(file, code);
    this.#child = spawn(process.execPath, ["--conditions=source", file], { stdio: ["ignore", "pipe", "pipe"] });
    const read = (chunk: Buffer) => {
      this.#output += chunk.toString();
      this.#wake();
    };
    this.#child.stdout?.on("data", read);
    this.#child.stderr?.on("data", read);
    this.#child.on("close", () => this.#wake());
    onTestFinished(() => void this.#child.kill());
  }

  /** What the program wrote, once it matches. */
  async wrote(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match !== null) return match;
      if (this.#child.exitCode !== null)
        throw new Error(`It ended before it wrote ${String(pattern)}: ${this.#output}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async port(): Promise<number> {
    return Number((await this.wrote(/Listening on port (\d+)/))[1]);
  }
}

describe("the programs of docs/engine.md", () => {
  test("the client sends to the server of your own", async () => {
    const server = new Program("custom-server", { 1025: 0 });
    const client = new Program("client", { 1025: await server.port() });
    expect((await client.wrote(/^250 .*/m))[0]).toBe("250 2.0.0 OK: message accepted");
    expect((await server.wrote(/Message addressed to .*\nMessage length \d+/))[0]).toContain("recipient@example.com");
  });

  test("the client sends through the proxy to the debugging server", async () => {
    const debugging = new Program("debugging-server", { 1025: 0 });
    const proxy = new Program("proxy", { 1025: await debugging.port(), 1026: 0 });
    const client = new Program("client", { 1025: await proxy.port() });
    await client.wrote(/^250 /m);
    const [printed] = await debugging.wrote(/-{10} MESSAGE FOLLOWS -{10}[^]*-{12} END MESSAGE -{12}/);
    expect(printed).toContain("Subject: Simple test message");
    expect(printed.match(/^X-Peer: 127\.0\.0\.1$/gm)?.length).toBe(2);
  });
});

/** The rows of a table of the docs, cell by cell, without its head. */
function rows(name: string): string[][] {
  const table = new RegExp(`<!-- ${name} -->\n+([^]*?)\n+<!-- /${name} -->`).exec(docs)?.[1] ?? "";
  const lines = table.split("\n").slice(2);
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test("the order of commands in the docs is that of the code", () => {
  const expected = Object.entries(ORDER).map(([verb, { in: phases, otherwise, endsGroup }]) => {
    const always = phases.length === 4;
    return [
      verb,
      always ? "always" : phases.join(", "),
      always ? "" : wireOf(otherwise, true).trim(),
      endsGroup ? "yes" : "",
    ];
  });
  expect(rows("order")).toEqual(expected);
});

test("the findings in the docs are those of the code", () => {
  const codes = Object.keys(FINDINGS) as (keyof typeof FINDINGS)[];
  const expected = codes.map((code) => {
    const { severity, rfc, text, fix } = FINDINGS[code];
    const refusal = strictReply(code);
    return [`\`${code}\``, severity, rfc, `${text}. ${fix}.`, refusal ? wireOf(refusal, true).trim() : ""];
  });
  expect(codes.length).toBeGreaterThanOrEqual(25);
  expect(rows("findings")).toEqual(expected);
});
