import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { readDialogues } from "../src/smtp/testing/dialogue.ts";
import type { Input } from "./check.ts";

const CORPUS = new URL("corpus.jsonl", import.meta.url);
const CRASHES = new URL("crashes.jsonl", import.meta.url);

/** What clients say in the dialogues of the tests: where mutation begins. */
export function seeds(): string[] {
  return [...readDialogues().values()].flat().map(({ turns }) => turns.map(({ sent }) => sent).join(""));
}

function read(file: URL): Input[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line): Input => JSON.parse(line));
}

/** Inputs that led somewhere new, in this run or in an earlier one. */
export function readCorpus(): Input[] {
  return read(CORPUS);
}

export function keep(input: Input): void {
  appendFileSync(CORPUS, `${JSON.stringify(input)}\n`);
}

/** Inputs that once broke something; a test plays them for ever. */
export function readCrashes(): Input[] {
  return read(CRASHES);
}

export function keepCrash(input: Input): void {
  appendFileSync(CRASHES, `${JSON.stringify(input)}\n`);
}
