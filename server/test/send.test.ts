import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createTempFolder, runMailglass } from "./support/run-program.ts";
import { startTestApp } from "./support/running-app.ts";

// `mailglass send`, from outside.

vi.setConfig({ testTimeout: 60_000 });

test("a file is attached; one that cannot be read is reported in one line", async () => {
  const app = await startTestApp();
  onTestFinished(() => app.close());
  const folder = createTempFolder();
  const file = join(folder, "notes.txt");
  writeFileSync(file, "My notes");
  const send = (attached: string) =>
    runMailglass(["send", "--to", "ann@example.com", "--attach", attached, `127.0.0.1:${app.smtp.port}`]);
  for (const [attached, reason] of [
    [join(folder, "missing"), "ENOENT"],
    [folder, "EISDIR"],
  ] as const) {
    const { code, errors } = await send(attached);
    expect([code, errors]).toEqual([2, `mailglass: ${attached} cannot be read (${reason}).\n`]);
  }
  expect(await send(file)).toMatchObject({ code: 0 });
  const [message] = app.mailbox.list({ limit: 2 }).items;
  const source = String(message?.firstBytes(message.size));
  expect(source).toContain("Content-Disposition: attachment; filename=notes.txt");
  expect(source).toContain("Content-Type: text/plain; name=notes.txt");
  expect(app.mailbox.counts().messages).toBe(1);
});
