import { expect, test } from "vitest";
import { soak } from "../soak/soak.ts";

/** `npm run soak` for one minute; a busy machine takes longer for the rounds and their comparisons. */
test("a server under mixed traffic does what the model says", async ({ annotate }) => {
  const seed = Number(process.env["SOAK_SEED"] ?? Date.now() % 1_000_000_000);
  const { rounds, operations, messages, events } = await soak({ seed, minutes: 1 });
  await annotate(`seed ${seed}: ${rounds} rounds, ${operations} operations, ${messages} messages, ${events} events`);
  expect(messages).toBeGreaterThan(0);
}, 900_000);
