import { ProblemError } from "@mailglass/shared/client";
import { expect, it } from "vitest";
import { runInBatches } from "./run-in-batches.ts";

const ids = Array.from({ length: 350 }, (_, at) => `m${at}`);
const gone = new ProblemError({ type: "about:blank", title: "Not found", status: 404, detail: "Gone" });
const away = new Error("away");

/** Runs requests of which some fail; returns what was done. */
async function done(failing: Readonly<Record<string, Error>>) {
  const asked: string[] = [];
  const undone = await runInBatches(ids, (id) => {
    if (id in failing) return Promise.reject(failing[id]);
    asked.push(id);
    return Promise.resolve();
  });
  return { asked, ...undone };
}

it("asks for all, also where one has gone meanwhile", async () => {
  const { asked, failed } = await done({ m5: gone });
  expect(asked).toHaveLength(349);
  expect(failed).toEqual([]);
});

it("reports what failed, and sends no further requests", async () => {
  const { asked, failed, reason } = await done({ m105: away, m107: gone });
  expect(asked).toEqual(ids.slice(0, 200).filter((id) => id !== "m105" && id !== "m107"));
  expect(failed).toEqual(["m105", ...ids.slice(200)]);
  expect(reason).toBe(away);
});
