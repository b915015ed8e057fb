import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

/** The result of a row of the bench: a table to read, the goals with the measured values, and every single run as data. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Readonly<Record<string, string>>[];
  readonly goals: readonly Goal[];
  readonly raw: unknown;
}

export interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
  readonly reached: boolean;
}

export const atLeast = (what: string, least: number, value: number, unit = "×"): Goal => ({
  what,
  goal: `≥ ${least} ${unit}`,
  measured: `${formatNumber(value)} ${unit}`,
  reached: value >= least,
});

export const atMost = (what: string, most: number, value: number, unit: string): Goal => ({
  what,
  goal: `≤ ${most} ${unit}`,
  measured: `${formatNumber(value)} ${unit}`,
  reached: value <= most,
});

/** Formats a number with three significant digits and separated thousands. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString("en", { maximumFractionDigits: Math.min(3, digits) });
}

export const formatMebibytes = (bytes: number): string => `${formatNumber(bytes / 1024 / 1024)} MiB`;

/** A table in Markdown. */
export function formatTable(lines: Row["lines"]): string {
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(columns),
    row(columns.map(() => "---")),
    ...lines.map((line) => row(columns.map((name) => line[name] ?? ""))),
  ].join("\n");
}

/** A row in Markdown. */
export function formatRow({ title, lines, goals }: Row): string {
  const goalLines = goals.map(
    ({ what, goal, measured, reached }) => `- ${reached ? "reached" : "NOT reached"}: ${what} ${goal}: ${measured}`,
  );
  return [`## ${title}`, "", formatTable(lines), ...(goalLines.length > 0 ? ["", ...goalLines] : []), ""].join("\n");
}

export function describeMachine() {
  return {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? "",
    memory: totalmem(),
    kernel: release(),
    node: process.version,
  };
}

export interface Results {
  /** When it ended, UTC. */
  readonly at: string;
  readonly quick: boolean;
  readonly rounds: number;
  /** The congestion control of TCP; undefined if the system does not report it. */
  readonly pacing: string | undefined;
  /** Peers that were not available, and why. */
  readonly missing: readonly string[];
  readonly rows: readonly Row[];
}

const RESULTS_FOLDER = fileURLToPath(new URL("results/", import.meta.url));

/** Writes the run as JSON and as a readable page. Returns the path of the JSON. */
export function saveResults(run: Results): string {
  mkdirSync(RESULTS_FOLDER, { recursive: true });
  const path = `${RESULTS_FOLDER}${run.at.replaceAll(":", "-")}`;
  writeFileSync(`${path}.json`, `${JSON.stringify({ machine: describeMachine(), ...run }, null, 1)}\n`);
  writeFileSync(`${path}.md`, run.rows.map(formatRow).join("\n"));
  return `${path}.json`;
}
