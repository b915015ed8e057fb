import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { addDays, createServerCertificate } from "../src/base/certificates/create-certificate.ts";
import type { Config } from "../src/config/options.ts";
import { namedSnippets } from "./support/doc-snippets.ts";
import {
  type Answer,
  browseProxy,
  findFreePort,
  readFirstFrame,
  stopProxy,
  writeOf,
} from "./support/proxy-requests.ts";
import { createTempFolder, isInstalled } from "./support/run-program.ts";
import { startTestApp } from "./support/running-app.ts";

/** Mailglass behind a real nginx, with the configurations of docs/reverse-proxies.md and others that people have. */

const SNIPPETS = namedSnippets("docs/reverse-proxies.md");
const WEB_SOCKET = `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";`;

interface Proxied {
  readonly port: number;
  readonly app: Awaited<ReturnType<typeof startTestApp>>;
  /** Sends a request as a browser would, whose address bar shows this origin. */
  browse(method: string, path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

interface Setup {
  /** Directives of the server block; `UPSTREAM` stands for the address of Mailglass. */
  readonly directives: string;
  readonly config?: Partial<Config>;
  readonly scheme?: "http" | "https";
}

/** Starts Mailglass, and nginx in front of it. */
async function startBehindNginx({ directives, config = {}, scheme = "http" }: Setup): Promise<Proxied> {
  const app = await startTestApp({ allowHost: ["mail.test"], ...config });
  onTestFinished(() => app.close());
  const port = await findFreePort();
  const folder = createTempFolder();
  const { cert, key } = await createServerCertificate({ commonName: "mail.test", notAfter: addDays(2) }, ["mail.test"]);
  writeFileSync(join(folder, "cert.pem"), cert);
  writeFileSync(join(folder, "key.pem"), key);
  const tls = `ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;`;
  const listen = `listen 127.0.0.1:${port}${scheme === "https" ? " ssl" : ""};`;
  const block = directives.includes("server {")
    ? directives.replace("listen 8080;", listen)
    : `server { ${listen} server_name mail.test; ${directives} }`;
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const configuration = `
    daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 1;
    events { worker_connections 64; }
    http {
      access_log off; ${temporary.join(" ")} ${scheme === "https" ? tls : ""}
      ${block.replaceAll("UPSTREAM", `127.0.0.1:${app.http.port}`).replaceAll("127.0.0.1:8025", `127.0.0.1:${app.http.port}`)}
    }`;
  writeFileSync(join(folder, "nginx.conf"), configuration);
  const nginx = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => stopProxy(nginx));
  const browse: Proxied["browse"] = (method, path, headers) => browseProxy({ scheme, port }, method, path, headers);
  await vi.waitFor(() => browse("GET", "/"), { timeout: 60_000 });
  return { port, app, browse };
}

describe.skipIf(!isInstalled("nginx", "-v"))("behind nginx", () => {
  test("the example of the docs: page, writes and WebSocket", async () => {
    const { port, browse } = await startBehindNginx({ directives: SNIPPETS.get("nginx") ?? "" });
    expect(await browse("GET", "/api/info")).toMatchObject({ status: 200 });
    const origin = `http://mail.test:${port}`;
    expect(await browse("DELETE", "/api/messages", writeOf(origin))).toMatchObject({ status: 200 });
    expect(await browse("DELETE", "/api/messages", writeOf("http://evil.example", "cross-site"))).toMatchObject({
      status: 403,
    });
    expect(await readFirstFrame({ scheme: "http", port }, "/api/stream", origin)).toContain("hello");
  });

  test("nginx's default Host: Sec-Fetch-Site suffices; without it the answer says what to do", async () => {
    const { port, browse } = await startBehindNginx({ directives: "location / { proxy_pass http://UPSTREAM; }" });
    const origin = `http://mail.test:${port}`;
    expect(await browse("DELETE", "/api/messages", writeOf(origin, "same-origin"))).toMatchObject({ status: 200 });
    const refused = await browse("DELETE", "/api/messages", writeOf(origin));
    expect(refused.status).toBe(403);
    expect(refused.body).toContain("the proxy must pass on the Host");
    for (const site of ["same-site", "cross-site"])
      expect(await browse("DELETE", "/api/messages", writeOf(origin, site))).toMatchObject({ status: 403 });
  });

  test("$host, without the port", async () => {
    const directives = "location / { proxy_pass http://UPSTREAM; proxy_set_header Host $host; }";
    const { port, browse } = await startBehindNginx({ directives });
    const write = writeOf(`http://mail.test:${port}`, "same-origin");
    expect(await browse("DELETE", "/api/messages", write)).toMatchObject({ status: 200 });
  });

  test.each([
    ["is removed by nginx", "proxy_pass http://UPSTREAM/;"],
    ["is left", "proxy_pass http://UPSTREAM;"],
  ])("with --base-path, a path that %s", async (_case, pass) => {
    const directives = `location /mail/ { ${pass} ${WEB_SOCKET} }`;
    const { port, browse } = await startBehindNginx({ directives, config: { basePath: "/mail/" } });
    expect(await browse("GET", "/mail/api/info")).toMatchObject({ status: 200 });
    const missing = await browse("GET", "/mail/api/nothing");
    expect(missing.body).toContain("There is nothing at /mail/api/nothing. /mail/api/docs lists all routes.");
    expect(
      await readFirstFrame({ scheme: "http", port }, "/mail/api/stream", `http://mail.test:${port}`, "same-origin"),
    ).toContain("hello");
  });

  test("the example of the docs with X-Forwarded-Prefix, from a trusted proxy only", async () => {
    const directives = SNIPPETS.get("nginx below a path") ?? "";
    const trusting = await startBehindNginx({ directives, config: { trustProxy: ["127.0.0.1"] } });
    expect((await trusting.browse("GET", "/mail/api/nothing")).body).toContain("/mail/api/docs lists");
    expect((await trusting.browse("GET", "/mail/api/openapi.json")).body).toContain('"servers":[{"url":"/mail"}]');
    const wary = await startBehindNginx({ directives });
    expect((await wary.browse("GET", "/mail/api/nothing")).body).toContain(" /api/docs lists");
  });

  test("TLS ends at nginx; the scheme of a trusted proxy is compared", async () => {
    const directives = `location / { proxy_pass http://UPSTREAM; proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme; ${WEB_SOCKET} }`;
    const config = { trustProxy: ["127.0.0.0/8"] };
    const { port, browse } = await startBehindNginx({ directives, config, scheme: "https" });
    const statuses = ["https", "http"].map(async (scheme) => {
      const { status } = await browse("DELETE", "/api/messages", writeOf(`${scheme}://mail.test:${port}`));
      return status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 403]);
  });

  test("a forwarded host never satisfies the check of the host", async () => {
    const directives = `location / { proxy_pass http://UPSTREAM; proxy_set_header Host evil.example;
      proxy_set_header X-Forwarded-Host localhost; proxy_set_header Forwarded "host=localhost;proto=http"; }`;
    const { browse } = await startBehindNginx({ directives, config: { trustProxy: ["127.0.0.1"] } });
    expect(await browse("GET", "/api/info")).toMatchObject({ status: 421 });
  });

  test("without WebSockets, server-sent events arrive unbuffered", async () => {
    const { port } = await startBehindNginx({ directives: "location / { proxy_pass http://UPSTREAM; }" });
    await expect(
      readFirstFrame({ scheme: "http", port }, "/api/stream", `http://mail.test:${port}`, "same-origin"),
    ).rejects.toThrow("Unexpected server response");
    const response = await fetch(`http://127.0.0.1:${port}/api/stream`, { headers: { accept: "text/event-stream" } });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await reader?.cancel();
    expect(new TextDecoder().decode(first?.value)).toContain('"type":"hello"');
  });
});
