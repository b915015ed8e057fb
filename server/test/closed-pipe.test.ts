import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { CLI_PATH } from "./support/run-program.ts";

test("a reader that stops early, such as head, gets no stack trace", async () => {
  const child = spawn(process.execPath, ["--conditions=source", CLI_PATH, "--help"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
  expect({ errors, code }).toEqual({ errors: "", code: 0 });
});
