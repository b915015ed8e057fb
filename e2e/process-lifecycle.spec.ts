import { writeFileSync } from "node:fs";
import { expect as baseExpect, test as baseTest } from "@playwright/test";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";
import { runProgram, startServer } from "./fixtures/server.ts";
import { expect, test } from "./fixtures/test.ts";

/** How the program starts, stops, and reports errors. */

test("Ctrl-C ends it with code 0 while clients are connected", async ({ page, server }) => {
  await page.goto(".");
  const smtp = await RawSmtpClient.connect(server.smtp);
  await smtp.send("EHLO client.example");
  expect(await server.stop("SIGINT")).toBe(0);
});

test("the page says when the server is gone, and is up to date once it is back", async ({ page, server, send }) => {
  await send({ subject: "before the restart" });
  await page.goto(".");
  await expect(page.getByRole("option").filter({ hasText: "before the restart" })).toBeVisible();
  await server.stop("SIGKILL");
  await expect(page.getByTestId("connection")).not.toHaveAttribute("data-state", "open");
  const again = await startServer([`--smtp-port=${server.smtp.port}`, `--http-port=${server.http.port}`]);
  try {
    await send({ subject: "after the restart" });
    await expect(page.getByRole("option").filter({ hasText: "after the restart" })).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole("option").filter({ hasText: "before the restart" })).toHaveCount(0);
    await expect(page.getByTestId("connection")).toHaveAttribute("data-state", "open");
  } finally {
    await again.stop("SIGKILL");
  }
});

test("a port in use is one line that says what to do, and exit code 2", async ({ server }) => {
  const smtp = await runProgram([`--smtp-port=${server.smtp.port}`, "--http-port=0"]);
  expect(smtp).toEqual({
    code: 2,
    out: "",
    errors: `mailglass: Port ${server.smtp.port} on localhost is in use: stop what listens there, or choose another with --smtp-port.\n`,
  });
  const http = await runProgram(["--smtp-port=0", `--http-port=${server.http.port}`]);
  expect(http.code).toBe(2);
  expect(http.errors).toMatch(/^mailglass: Port \d+ on localhost is in use: .* --http-port\.\n$/);
});

baseTest.describe("an error that the user has to fix is one line and exit code 2", () => {
  const config = (content: string): string => {
    const path = baseTest.info().outputPath("config.json");
    writeFileSync(path, content);
    return path;
  };
  const cases: Readonly<Record<string, () => readonly string[]>> = {
    "an option that is none": () => ["--smtp-prot=1"],
    "a value that is none": () => ["--max-bytes=many"],
    "a config file that is not there": () => ["--config=/nowhere/config.json"],
    "a config file that is not JSON": () => [`--config=${config("{")}`],
    "an address that is not of this machine": () => ["--smtp-host=192.0.2.1", "--smtp-port=0", "--http-port=0"],
    "a certificate that cannot be read": () => ["--tls-cert=/nowhere.pem", "--tls-key=/nowhere.pem"],
    "a host that is none": () => ["--smtp-host=nowhere.invalid", "--smtp-port=0", "--http-port=0"],
    "an origin that is none": () => ["--allow-origin=localhost:3000", "--smtp-port=0", "--http-port=0"],
    "a command that is none": () => ["serv"],
    "a relay that is none": () => ["--smtp-port=0", "--http-port=0", "--relay=http://mail.example"],
    "recipients of the relay that are no regular expression": () => [
      "--smtp-port=0",
      "--http-port=0",
      "--relay=mail.example:25",
      "--relay-allow=(",
    ],
  };
  for (const [name, options] of Object.entries(cases)) {
    baseTest(name, async () => {
      const { code, out, errors } = await runProgram(options());
      baseExpect({ code, out, lines: errors.split("\n").length }).toEqual({ code: 2, out: "", lines: 2 });
      baseExpect(errors).toMatch(/^mailglass: \S.*\n$/);
    });
  }
});
