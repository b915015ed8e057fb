import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Config } from "../src/config/options.ts";
import { namedSnippets } from "./support/doc-snippets.ts";
import { browseProxy, findFreePort, readFirstFrame, stopProxy, writeOf } from "./support/proxy-requests.ts";
import { createTempFolder, isInstalled } from "./support/run-program.ts";
import { startTestApp } from "./support/running-app.ts";

/** Mailglass behind a real Caddy, where TLS ends, with the configurations of docs/reverse-proxies.md. */

const SNIPPETS = namedSnippets("docs/reverse-proxies.md");

/** Caddy writes to its own folder only: no CA is installed on this machine. */
const GLOBAL_OPTIONS = "{\n  admin off\n  skip_install_trust\n  auto_https disable_redirects\n}\n";

async function startBehindCaddy(site: string, config: Partial<Config> = {}) {
  const app = await startTestApp({ allowHost: ["mail.test"], ...config });
  onTestFinished(() => app.close());
  const port = await findFreePort();
  const folder = createTempFolder();
  const sites = site.replaceAll("127.0.0.1:8025", `127.0.0.1:${app.http.port}`).replaceAll(":8443", `:${port}`);
  writeFileSync(join(folder, "Caddyfile"), GLOBAL_OPTIONS + sites);
  const caddy = spawn("caddy", ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"], {
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: "ignore",
  });
  onTestFinished(() => stopProxy(caddy));
  const address = { scheme: "https", port } as const;
  const browse = (method: string, path: string, headers?: Readonly<Record<string, string>>) =>
    browseProxy(address, method, path, headers);
  await vi.waitFor(() => browse("GET", "/"), { timeout: 60_000 });
  return { address, origin: `https://mail.test:${port}`, browse };
}

describe.skipIf(!isInstalled("caddy", "version"))("behind Caddy", () => {
  test("on a host of its own: page, writes and WebSocket", async () => {
    const { address, origin, browse } = await startBehindCaddy(SNIPPETS.get("Caddy") ?? "");
    expect(await browse("GET", "/api/info")).toMatchObject({ status: 200 });
    expect(await browse("DELETE", "/api/messages", writeOf(origin, "same-origin"))).toMatchObject({ status: 200 });
    const foreign = writeOf("https://evil.example", "cross-site");
    expect(await browse("DELETE", "/api/messages", foreign)).toMatchObject({ status: 403 });
    expect(await readFirstFrame(address, "/api/stream", origin, "same-origin")).toContain("hello");
  });

  test.each([
    ["stays", (site: string) => site],
    ["is removed", (site: string) => site.replace("handle /mail/*", "handle_path /mail/*")],
  ])("below a path that %s, with --base-path", async (_case, change) => {
    const site = change(SNIPPETS.get("Caddy below a path") ?? "");
    const { address, origin, browse } = await startBehindCaddy(site, { basePath: "/mail/" });
    expect(await browse("GET", "/mail")).toMatchObject({ status: 302 });
    expect(await browse("GET", "/mail/api/info")).toMatchObject({ status: 200 });
    expect((await browse("GET", "/mail/api/nothing")).body).toContain("/mail/api/docs lists");
    const write = writeOf(origin, "same-origin");
    expect(await browse("DELETE", "/mail/api/messages", write)).toMatchObject({ status: 200 });
    expect(await readFirstFrame(address, "/mail/api/stream", origin, "same-origin")).toContain("hello");
  });

  test("below a path that Caddy names; the scheme of a trusted proxy is compared", async () => {
    const site = SNIPPETS.get("Caddy with a prefix") ?? "";
    const { address, origin, browse } = await startBehindCaddy(site, { trustProxy: ["127.0.0.1"] });
    expect((await browse("GET", "/mail/api/nothing")).body).toContain("/mail/api/docs lists");
    expect((await browse("GET", "/mail/api/openapi.json")).body).toContain('"servers":[{"url":"/mail"}]');
    // Browsers without Sec-Fetch-Site.
    expect(await browse("DELETE", "/mail/api/messages", writeOf(origin))).toMatchObject({ status: 200 });
    const plain = writeOf(origin.replace("https:", "http:"));
    expect(await browse("DELETE", "/mail/api/messages", plain)).toMatchObject({ status: 403 });
    expect(await readFirstFrame(address, "/mail/api/stream", origin)).toContain("hello");
  });

  test("a host that was not allowed is refused", async () => {
    const { browse } = await startBehindCaddy(SNIPPETS.get("Caddy") ?? "", { allowHost: [] });
    expect(await browse("GET", "/api/info")).toMatchObject({ status: 421 });
  });
});
