import { readdirSync, readFileSync } from "node:fs";
import { createMemoryCgroup } from "./fixtures/cgroup.ts";
import { type RunningServer, startServer } from "./fixtures/server.ts";
import { SmtpPeer } from "./fixtures/smtp-peer.ts";
import { expect, test } from "./fixtures/test.ts";

const MiB = 1024 ** 2;

/** Runs a server in a cgroup of 128 MiB, and skips the test where none can be made. */
async function withSmallServer(options: readonly string[], use: (server: RunningServer) => Promise<void>) {
  const cgroup = createMemoryCgroup(128 * MiB);
  test.skip(cgroup === undefined, "no cgroup can be made here");
  const server = await startServer(options, cgroup);
  try {
    await use(server);
    expect((await fetch(`${server.url}healthz`)).status).toBe(200);
    expect([server.process.exitCode, server.process.signalCode]).toEqual([null, null]);
  } finally {
    await server.stop("SIGKILL");
    await expect(() => cgroup?.remove()).toPass();
  }
}

const upload = (server: RunningServer, message: string | Buffer<ArrayBuffer>) =>
  fetch(`${server.url}api/messages?from=a@b.example&to=c@d.example`, {
    method: "POST",
    headers: { "content-type": "message/rfc822" },
    body: message,
  });

test("in a cgroup of 128 MiB it survives 40 senders and 20 uploads of the largest message at once", async () => {
  test.setTimeout(240_000);
  await withSmallServer(["--max-sessions=10000"], async (server) => {
    const { limits } = (await (await fetch(`${server.url}api/info`)).json()) as {
      limits: { bytes: number; messageBytes: number };
    };
    expect(limits).toMatchObject({ bytes: 16 * MiB, messageBytes: 5 * MiB });
    const message = `${"x".repeat(998)}\r\n`.repeat(Math.trunc(limits.messageBytes / 1000) - 1);
    for (let round = 0; round < 2; round += 1) {
      const replies = await Promise.all(Array.from({ length: 40 }, () => SmtpPeer.send(server.smtp, message)));
      expect(replies.filter((reply) => !/^(?:250|452 4\.3\.1) /.test(reply))).toEqual([]);
      expect(replies.some((reply) => reply.startsWith("250 "))).toBe(true);
    }
    const statusOfUpload = () =>
      upload(server, message).then(
        ({ status }) => status,
        // The server answered and closed the connection before all was sent.
        () => 503,
      );
    const statuses = await Promise.all(Array.from({ length: 20 }, statusOfUpload));
    expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([]);
  });
});

test("in a cgroup of 128 MiB it survives ordinary mail that is listed, searched and opened", async () => {
  await withSmallServer([], async (server) => {
    const cases = new URL("../server/test/cases/", import.meta.url);
    const sources = readdirSync(cases).filter((name) => name.endsWith(".eml"));
    for (let round = 0; round < 3; round += 1) {
      for (const name of sources) expect((await upload(server, readFileSync(new URL(name, cases)))).status).toBe(201);
    }
    const read = async (path: string) => (await fetch(`${server.url}api/messages${path}`)).text();
    await read("?limit=50");
    await read("?q=invoice");
    const { items } = JSON.parse(await read("?limit=1000")) as { items: { id: string }[] };
    expect(items).toHaveLength(3 * sources.length);
    for (const { id } of items) {
      for (const view of ["", "/preview", "/findings", "/readers"]) await read(`/${id}${view}`);
    }
  });
});
