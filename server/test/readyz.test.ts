import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { CLI_PATH, runMailglass } from "./support/run-program.ts";
import { startTestApp } from "./support/running-app.ts";

/** `mailglass readyz`, the health check of containers. */

test("it finds the server by the server's variables, ours and Mailpit's, and by a URL", async () => {
  const app = await startTestApp({ basePath: "/mail/" });
  onTestFinished(() => app.close());
  const port = String(app.http.port);
  const base = { MAILGLASS_BASE_PATH: "/mail/" };
  for (const env of [
    { ...base, MAILGLASS_HTTP_PORT: port },
    { ...base, MP_UI_BIND_ADDR: `0.0.0.0:${port}` },
    { ...base, MAILGLASS_HTTP_PORT: port, MAILGLASS_HTTP_HOST: "::" },
  ]) {
    expect(await runMailglass(["readyz"], { env })).toMatchObject({ code: 0, errors: "" });
  }
  expect(await runMailglass(["readyz", app.url])).toMatchObject({ code: 0, errors: "" });
});

test("without a server it says why in one line, and ends with 1", async () => {
  const app = await startTestApp();
  await app.close();
  const { code, errors } = await runMailglass(["readyz"], { env: { MAILGLASS_HTTP_PORT: String(app.http.port) } });
  expect(code).toBe(1);
  expect(errors).toMatch(/^http:\/\/localhost:\d+\/readyz: .+\n$/);
});

test("a URL that is none is exit code 2", async () => {
  const { code, errors } = await runMailglass(["readyz", "localhost"]);
  expect([code, errors.trim().split("\n").length]).toEqual([2, 1]);
});

test.each(["json", "text"])("the log in %s has the line that Testcontainers waits for, once", async (format) => {
  const args = ["--smtp-port", "0", "--http-port", "0", "--log-format", format];
  const child = spawn(process.execPath, ["--conditions=source", CLI_PATH, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill());
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.includes("accessible via")) child.kill();
  }
  expect(lines.filter((line) => /\[http\] accessible via http:\/\/localhost:\d+\//.test(line))).toHaveLength(1);
});
