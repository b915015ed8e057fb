import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { readDialogues } from "../test/smtp/dialogues.ts";
import type { FuzzInput } from "./check.ts";

const CORPUS_FILE = new URL("corpus.jsonl", import.meta.url);
const CRASHES_FILE = new URL("crashes.jsonl", import.meta.url);

/** What clients send in the dialogues of the tests; mutations start from these. */
export function readSeeds(): string[] {
  return [...readDialogues().values()].flat().map(({ turns }) => turns.map(({ sent }) => sent).join(""));
}

function readInputs(file: URL): FuzzInput[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line): FuzzInput => JSON.parse(line));
}

/** Inputs that reached a new state, in this run or an earlier one. */
export function readCorpus(): FuzzInput[] {
  return readInputs(CORPUS_FILE);
}

export function appendToCorpus(input: FuzzInput): void {
  appendFileSync(CORPUS_FILE, `${JSON.stringify(input)}\n`);
}

/** Inputs that once violated an invariant; a test repeats them. */
export function readCrashes(): FuzzInput[] {
  return readInputs(CRASHES_FILE);
}

export function appendToCrashes(input: FuzzInput): void {
  appendFileSync(CRASHES_FILE, `${JSON.stringify(input)}\n`);
}
