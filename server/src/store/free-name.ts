import { existsSync } from "node:fs";

/** Returns the name, with a number if there is such a file already. */
export function findFreeName(name: string): string {
  let free = name;
  for (let number = 2; existsSync(free); number++) free = `${name}-${number}`;
  return free;
}
