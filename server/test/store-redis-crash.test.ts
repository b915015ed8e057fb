import { expect, onTestFinished, test, vi } from "vitest";
import { type ChildServer, startChildServer } from "./support/child-server.ts";
import { expectKept, type Sent, sendUntilClosed } from "./support/crash-senders.ts";
import { DURABLE, hasRedis, startRedis } from "./support/redis-server.ts";

// Two built servers with one inbox in Redis, each with its senders. In each round one of them, or Redis itself, is killed under load.
// Every acknowledged message must be on both servers afterwards. `REDIS_ROUNDS` runs more rounds.

const ROUNDS = Number(process.env["REDIS_ROUNDS"] ?? 4);
const SENDERS = 4;
/** A round ends after this many acknowledged messages, so that the test does not depend on the speed of the machine. */
const MESSAGES_PER_ROUND = 150;

test.skipIf(!hasRedis)("no acknowledged message is lost when an instance or Redis is killed under load", async () => {
  const redis = await startRedis(onTestFinished, DURABLE);
  const acknowledged: Sent[] = [];
  const start = async (): Promise<ChildServer> => {
    const server = await startChildServer({ built: true, flags: ["--store", redis.url, "--max-messages", "100000"] });
    onTestFinished(() => server.kill());
    return server;
  };
  const servers = [await start(), await start()];
  for (let round = 0; round < ROUNDS; round++) {
    const target = acknowledged.length + MESSAGES_PER_ROUND;
    let hit: Promise<void> | undefined;
    const isOver = new AbortController();
    const victim = round % 3;
    const onAcknowledged = (sent: Sent) => {
      acknowledged.push(sent);
      if (acknowledged.length < target) return;
      hit ??= victim === 2 ? redis.kill().then(() => redis.start()) : Promise.resolve(servers[victim]?.kill());
      if (acknowledged.length >= target + MESSAGES_PER_ROUND || victim === 2) isOver.abort();
    };
    await Promise.all(
      servers.flatMap((server, at) =>
        Array.from({ length: SENDERS }, (_, sender) =>
          sendUntilClosed(server.smtpPort, `r${round}i${at}s${sender}`, onAcknowledged, isOver.signal),
        ),
      ),
    );
    await hit;
    if (victim < 2) servers[victim] = await start();
    for (const server of servers) {
      const url = `http://127.0.0.1:${server.httpPort}/readyz`;
      await vi.waitFor(async () => expect((await fetch(url)).status).toBe(200));
    }
  }
  // At most one message of each connection was stored without an acknowledgement.
  for (const { httpPort } of servers)
    expect(await expectKept(httpPort, acknowledged)).toBeLessThanOrEqual(ROUNDS * SENDERS * servers.length);
  expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS * MESSAGES_PER_ROUND);
  for (const server of servers) expect(await server.stop()).toBe(0);
});
