import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { createProgressBar, formatProgress } from "./progress-bar.ts";

test("the line shows the progress and the remaining time", () => {
  expect(formatProgress(0.25, "3 messages", 10_000)).toBe(
    `${"█".repeat(6)}${"░".repeat(18)}  25 %  3 messages  30 s left`,
  );
  expect(formatProgress(0, "", 500)).toMatch(/^░{24} {3}0 % .* 0 s left$/);
  expect(formatProgress(1.2, "", 500)).toMatch(/^█{24} 100 % .* 0 s left$/);
});

/** What is written to a stream of this kind. */
async function renderProgress(isTTY: boolean, columns: number): Promise<string> {
  const stream = Object.assign(new PassThrough(), { isTTY, columns });
  const bar = createProgressBar(10, stream as unknown as NodeJS.WriteStream);
  bar.update(5, "5 messages");
  bar.clear();
  stream.end();
  return text(stream);
}

test("it is drawn on a terminal only, within its width, and goes away", async () => {
  expect(await renderProgress(false, 80)).toBe("");
  expect(await renderProgress(true, 20)).toBe(`\r${"█".repeat(12)}${"░".repeat(7)}\x1b[K\r\x1b[K`);
  // A terminal that does not know its width.
  expect(await renderProgress(true, 0)).toContain("5 messages  0 s left");
});
