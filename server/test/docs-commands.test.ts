import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { createClient } from "@mailglass/shared/client";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { PAGES, readSnippets, replacePorts } from "./support/doc-snippets.ts";
import { createExecutable, createTempFolder, describeFailure, isInstalled, runProcess } from "./support/run-program.ts";
import { startTestApp } from "./support/running-app.ts";

/** Commands of the docs below `<!-- runs -->`, as printed, against a catcher with one message in it. */

vi.setConfig({ testTimeout: 60_000 });

const MESSAGE = `From: shop@example.com
To: ann@example.com
Subject: Confirm your address
Content-Type: text/html

<a href="http://shop.test/c/1">Confirm</a> code: 123456
`;

/** Subjects of messages that the test provides; those that a command sends must have no findings. */
const OWN_SUBJECTS = ["Confirm your address"];

/** The files that the commands name. */
function createHome(): string {
  const path = createTempFolder();
  writeFileSync(join(path, "letter.eml"), MESSAGE);
  writeFileSync(join(path, "archive.mbox"), `From shop@example.com Mon Jan  1 10:00:00 2024\n${MESSAGE}\n`);
  for (const name of ["cur", "new", "tmp"]) mkdirSync(join(path, "Maildir", name), { recursive: true });
  writeFileSync(join(path, "Maildir", "new", "1"), MESSAGE);
  return path;
}

const commands = PAGES.map((page) => [page, readSnippets(page).filter(({ mark }) => mark === "runs")] as const);

describe.each(commands.filter(([, blocks]) => blocks.length > 0))("the commands of %s", (_page, blocks) => {
  for (const { line, code } of blocks) {
    const missing = ["curl", "python3"].some((program) => code.includes(program) && !isInstalled(program));
    test.skipIf(missing)(`from line ${line}: ${code.trim()}`, async () => {
      const app = await startTestApp();
      onTestFinished(() => app.close());
      await app.send(MESSAGE, ["ann@example.com"]);
      const cwd = createHome();
      const env = {
        HOME: cwd,
        PATH: dirname(createExecutable()) + delimiter + process.env.PATH,
        MAILGLASS_URL: `${app.origin}/`,
      };
      const script = replacePorts(code, { smtp: app.smtp.port, http: app.http.port });
      expect(describeFailure(await runProcess("sh", ["-e", "-c", script], { cwd, env }))).toBe("");
      const client = createClient({ url: app.origin });
      const { items } = await client.listMessages();
      for (const { id, subject } of items.filter((item) => !OWN_SUBJECTS.includes(item.subject))) {
        const { findings } = await client.getMessage({ params: { id } });
        expect
          .soft(
            findings.map(({ code }) => code),
            subject,
          )
          .toEqual([]);
      }
    });
  }
});
