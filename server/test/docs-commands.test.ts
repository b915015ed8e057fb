import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { executable, folder, installed, run, trouble } from "./support/program.ts";
import { runApp } from "./support/running-app.ts";
import { atPorts, PAGES, snippets } from "./support/snippets.ts";

/** Commands of the docs below `<!-- runs -->`, as printed, against a catcher with one message in it. */

vi.setConfig({ testTimeout: 60_000 });

const MESSAGE = `From: shop@example.com
To: ann@example.com
Subject: Confirm your address
Content-Type: text/html

<a href="http://shop.test/c/1">Confirm</a> code: 123456
`;

/** The files that the commands name. */
function home(): string {
  const path = folder();
  writeFileSync(join(path, "letter.eml"), MESSAGE);
  writeFileSync(join(path, "archive.mbox"), `From shop@example.com Mon Jan  1 10:00:00 2024\n${MESSAGE}\n`);
  for (const name of ["cur", "new", "tmp"]) mkdirSync(join(path, "Maildir", name), { recursive: true });
  writeFileSync(join(path, "Maildir", "new", "1"), MESSAGE);
  return path;
}

const commands = PAGES.map((page) => [page, snippets(page).filter(({ mark }) => mark === "runs")] as const);

describe.each(commands.filter(([, blocks]) => blocks.length > 0))("the commands of %s", (_page, blocks) => {
  for (const { line, code } of blocks) {
    const missing = ["curl", "python3"].some((program) => code.includes(program) && !installed(program));
    test.skipIf(missing)(`from line ${line}: ${code.trim()}`, async () => {
      const app = await runApp();
      onTestFinished(() => app.close());
      await app.send(MESSAGE, ["ann@example.com"]);
      const cwd = home();
      const env = {
        HOME: cwd,
        PATH: dirname(executable()) + delimiter + process.env.PATH,
        MAILGLASS_URL: `${app.origin}/`,
      };
      const script = atPorts(code, { smtp: app.smtp.port, http: app.http.port });
      expect(trouble(await run("sh", ["-e", "-c", script], { cwd, env }))).toBe("");
    });
  }
});
