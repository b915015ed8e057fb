import { afterAll, describe, expect, test } from "vitest";
import { KINDS } from "../support/findings-page.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { MISTAKES } from "./all-mistakes.ts";
import { CONTROLS } from "./controls.ts";
import { deliver } from "./deliver.ts";
import type { Mistake } from "./mistake.ts";

const apps = new Map<string, Promise<RunningApp>>();
afterAll(async () => {
  for (const app of apps.values()) await (await app).close();
});

/** Returns the server with these options. */
function appWith(options: Mistake["options"] = {}): Promise<RunningApp> {
  const key = JSON.stringify(options);
  const app = apps.get(key) ?? startTestApp(options);
  apps.set(key, app);
  return app;
}

describe("a mistake is explained", () => {
  test.each(MISTAKES.map((mistake) => [`${mistake.code}: ${mistake.title}`, mistake] as const))(
    "%s",
    async (_, mistake) => {
      const findings = await deliver(await appWith(mistake.options), mistake);
      const codes = findings.map(({ code }) => code);
      expect(codes).toContain(mistake.code);
      if (mistake.fix !== undefined)
        expect(findings.find(({ code }) => code === mistake.code)?.fix).toMatch(mistake.fix);
      if (mistake.because === undefined) return;
      expect(codes).toContain(mistake.because);
      expect(findings.find(({ code }) => code === mistake.code)?.because).toBe(mistake.because);
    },
  );
});

describe("nothing is wrong with", () => {
  test.each(CONTROLS.map((control) => [control.title, control] as const))("%s", async (_, control) => {
    const findings = await deliver(await appWith(control.options), { code: "", ...control });
    expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  });
});

/** These need a client with its own TLS, or a server that delays its greeting; they have their own tests. */
const WITHOUT_EXAMPLE = ["early-talker", "tls-handshake-failed", "tls-certificate-refused", "tls-version-refused"];

test("every kind of finding has an example, apart from those of clients with TLS", () => {
  const shown = new Set(MISTAKES.map(({ code }) => code));
  expect([...KINDS.keys()].filter((code) => !shown.has(code))).toEqual(WITHOUT_EXAMPLE);
  expect([...shown].filter((code) => !KINDS.has(code))).toEqual([]);
});
