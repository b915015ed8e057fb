import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startChildServer } from "./support/child-server.ts";
import { expectKept, type Sent, sendUntilClosed } from "./support/crash-senders.ts";
import { createTempFolder, runMailglass } from "./support/run-program.ts";

// The built server with a store is killed while mail arrives. Every message that it has acknowledged must be there afterwards:
// byte for byte, once, and in the order of each connection.

const ROUNDS = 5;
const SENDERS = 8;
/** A round ends after this many acknowledged messages, so that the test does not depend on the speed of the machine. */
const MESSAGES_PER_ROUND = 300;

test("no acknowledged message is lost when the server is killed under load", async () => {
  const file = join(createTempFolder(), "mail.db");
  const acknowledged: Sent[] = [];
  const start = async () => {
    const server = await startChildServer({ built: true, flags: ["--store", file, "--max-messages", "100000"] });
    onTestFinished(() => server.kill());
    return server;
  };
  for (let round = 1; round <= ROUNDS; round++) {
    const server = await start();
    const target = acknowledged.length + MESSAGES_PER_ROUND;
    const onAcknowledged = (sent: Sent) => {
      acknowledged.push(sent);
      if (acknowledged.length === target) server.kill();
    };
    await Promise.all(
      Array.from({ length: SENDERS }, (_, sender) =>
        sendUntilClosed(server.smtpPort, `r${round}s${sender}`, onAcknowledged),
      ),
    );
    expect(await runMailglass(["store", "check", file])).toMatchObject({ code: 0 });
  }
  const server = await start();
  // At most one message of each connection was stored without an acknowledgement.
  expect(await expectKept(server.httpPort, acknowledged)).toBeLessThanOrEqual(ROUNDS * SENDERS);
  expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS * MESSAGES_PER_ROUND);
  expect(await server.stop()).toBe(0);
});
