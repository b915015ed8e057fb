import { safeFileName } from "../file-name.ts";

/** Returns the name of a message in an archive: its time and our id, and nothing that the message says. */
export const messageFileName = (receivedAt: string, id: string): string =>
  `${receivedAt.replaceAll(":", "-")}-${id}.eml`;

/** Makes the names of the files of an archive safe and unique. Names that differ only in case are the same file on many systems. */
export class ArchiveNames {
  readonly #used = new Map<string, number>();

  /** Returns the name, without path and control characters; the second file of a name is “name (2).pdf”. */
  add(name: string, fallback: string): string {
    const safe = safeFileName(name, fallback);
    const key = safe.toLowerCase();
    let number = this.#used.get(key) ?? 1;
    let unique = number === 1 ? safe : withNumber(safe, number);
    while (number > 1 && this.#used.has(unique.toLowerCase())) unique = withNumber(safe, ++number);
    this.#used.set(key, number + 1);
    if (unique !== safe) this.#used.set(unique.toLowerCase(), 2);
    return unique;
  }
}

function withNumber(name: string, number: number): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`;
}
