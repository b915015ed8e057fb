import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { findProgram } from "./process.ts";

/**
 * BBR, which many servers enable, paces what it sends, also over loopback: with it, the large rows measure how long the kernel
 * waits, not what a server costs. So if permitted, the bench restarts in a separate network namespace that uses Reno.
 */

const CONGESTION_CONTROL_FILE = "/proc/sys/net/ipv4/tcp_congestion_control";

/** The congestion control of TCP on this machine; undefined if the file does not exist. */
export function readCongestionControl(): string | undefined {
  try {
    return readFileSync(CONGESTION_CONTROL_FILE, "latin1").trim();
  } catch {
    return undefined;
  }
}

/** Restarts this program in its own network and ends with its exit code. Returns if that is not needed or not possible. */
export function reexecWithoutBbr(): void {
  if (readCongestionControl() !== "bbr" || process.getuid?.() !== 0) return;
  if (findProgram("unshare") === undefined || findProgram("ip") === undefined) return;
  const inside = `ip link set lo up && echo reno > ${CONGESTION_CONTROL_FILE} && exec "$0" "$@"`;
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const ended = spawnSync("sh", ["-c", `exec unshare --net sh -c '${inside}' "$0" "$@"`, ...again], {
    stdio: "inherit",
  });
  process.exit(ended.status ?? 1);
}
