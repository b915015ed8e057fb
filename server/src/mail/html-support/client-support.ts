import type { SupportCode } from "./caniemail-data.ts";

/** Support of a feature. `unknown` is not counted in scores. */
export type SupportLevel = "full" | "partial" | "none" | "unknown";

export interface VersionSupport {
  readonly version: string;
  readonly level: SupportLevel;
  /** Numbers of the notes that apply. */
  readonly notes: readonly string[];
}

/** Support of a feature by the newest tested version of a client. */
export interface NewestSupport extends VersionSupport {
  /** The oldest version since which the level has been the same. */
  readonly since: string;
}

const LEVELS: Readonly<Record<string, SupportLevel>> = { y: "full", a: "partial", n: "none" };

/** Returns the support by each version, oldest first. */
export function listVersions(versions: Readonly<Record<string, SupportCode>>): VersionSupport[] {
  return Object.entries(versions)
    .toSorted(([a], [b]) => compareVersions(a, b))
    .map(([version, code]) => ({
      version,
      level: LEVELS[code[0] ?? ""] ?? "unknown",
      notes: code.split(" ").flatMap((word) => (word.startsWith("#") ? word.slice(1) : [])),
    }));
}

/** Returns the support by the newest version; undefined if there is none. */
export function findNewest(versions: readonly VersionSupport[]): NewestSupport | undefined {
  const newest = versions.at(-1);
  if (newest === undefined) return undefined;
  const before = versions.findLastIndex(({ level }) => level !== newest.level);
  return { ...newest, since: versions[before + 1]?.version ?? newest.version };
}

/**
 * Compares versions by their numbers. Clients without version numbers have the month of the test (`2024-01`) or their year (`2019`);
 * where a client has both, it got its version numbers later.
 */
export function compareVersions(a: string, b: string): number {
  const left = versionKey(a);
  const right = versionKey(b);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function versionKey(version: string): number[] {
  const isDate = /^20\d\d(?:-\d\d)?$/.test(version);
  return [isDate ? 0 : 1, ...version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0)];
}
