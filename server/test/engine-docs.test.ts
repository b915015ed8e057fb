import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { COMMAND_ORDER } from "../src/smtp/protocol/grammar/command-order.ts";
import { WIRE_GROUPS } from "../src/smtp/protocol/record/wire-finding-definition.ts";
import { strictRefusal, WIRE_FINDINGS } from "../src/smtp/protocol/record/wire-findings.ts";
import { encodeReply } from "../src/smtp/protocol/reply.ts";

/** docs/engine.md is correct: its programs run unchanged, and its tables match the code. */

const DOCS = new URL("../../docs/engine.md", import.meta.url);
const docs = readFileSync(DOCS, "utf8");
const SERVER = fileURLToPath(new URL("..", import.meta.url));
const ENGINE = new URL("../src/smtp/smtp.ts", import.meta.url).href;

mkdirSync(join(SERVER, "dist"), { recursive: true });
const folder = mkdtempSync(join(SERVER, "dist", "docs-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a program of the docs on other ports, so that tests can run in parallel. */
class DocProgram {
  readonly #child: ChildProcess;
  #output = "";
  #wake: () => void = () => undefined;

  constructor(name: string, ports: Readonly<Record<string, number>>) {
    const printed = new RegExp(`\`\`\`js ${name}\\n([^]*?)\`\`\``).exec(docs)?.[1] ?? "";
    const code = printed
      .replace('"mailglass/smtp"', JSON.stringify(ENGINE))
      .replace(/port: (\d+)/g, (whole, waitForPort: string) =>
        waitForPort in ports ? `port: ${ports[waitForPort]}` : whole,
      );
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

  /** Resolves to the output of the program, once it matches. */
  async waitForOutput(pattern: RegExp): Promise<RegExpExecArray> {
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

  async waitForPort(): Promise<number> {
    return Number((await this.waitForOutput(/Listening on port (\d+)/))[1]);
  }
}

describe("the programs of docs/engine.md", () => {
  test("the client sends to the server of your own", async () => {
    const server = new DocProgram("custom-server", { 1025: 0 });
    const client = new DocProgram("client", { 1025: await server.waitForPort() });
    expect((await client.waitForOutput(/^250 .*/m))[0]).toBe("250 2.0.0 OK: message accepted");
    expect((await server.waitForOutput(/Message addressed to .*\nMessage length \d+/))[0]).toContain(
      "recipient@example.com",
    );
  });

  test("the client sends through the proxy to the debugging server", async () => {
    const debugging = new DocProgram("debugging-server", { 1025: 0 });
    const proxy = new DocProgram("proxy", { 1025: await debugging.waitForPort(), 1026: 0 });
    const client = new DocProgram("client", { 1025: await proxy.waitForPort() });
    await client.waitForOutput(/^250 /m);
    const [printed] = await debugging.waitForOutput(/-{10} MESSAGE FOLLOWS -{10}[^]*-{12} END MESSAGE -{12}/);
    expect(printed).toContain("Subject: Simple test message");
    expect(printed.match(/^X-Peer: 127\.0\.0\.1$/gm)?.length).toBe(2);
  });
});

/** Returns the rows of a table of the docs as cells, without its head. */
function readTableRows(name: string): string[][] {
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
  const expected = Object.entries(COMMAND_ORDER).map(([verb, { phases, refusal, endsGroup }]) => {
    const always = phases.length === 4;
    return [
      verb,
      always ? "always" : phases.join(", "),
      always
        ? ""
        : [...new Set([refusal.new, refusal.greeted])].map((reply) => encodeReply(reply, true).trim()).join("; "),
      endsGroup ? "yes" : "",
    ];
  });
  expect(readTableRows("order")).toEqual(expected);
});

const ALL_GROUPS = new Set(WIRE_GROUPS);

test("the findings in the docs are those of the code", () => {
  const codes = Object.keys(WIRE_FINDINGS) as (keyof typeof WIRE_FINDINGS)[];
  const expected = codes.map((code) => {
    const { severity, group, rfc, text, fix } = WIRE_FINDINGS[code];
    const refusal = strictRefusal(code, ALL_GROUPS);
    return [`\`${code}\``, group, severity, rfc, `${text}. ${fix}.`, refusal ? encodeReply(refusal, true).trim() : ""];
  });
  expect(codes.length).toBeGreaterThanOrEqual(25);
  expect(readTableRows("findings")).toEqual(expected);
});
