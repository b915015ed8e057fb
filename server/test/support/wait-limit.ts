import { vi } from "vitest";

/** Milliseconds. A wait ends as soon as its condition holds; Vitest's limit of one second is too short on a busy machine. */
const WAIT_LIMIT_MS = 60_000;

const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === "number" ? options : { timeout: WAIT_LIMIT_MS, ...options });
