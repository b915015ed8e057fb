import type { FaultRule } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { addRoute } from "./add-route.ts";
import { HttpProblem, notFoundProblem } from "./http-problem.ts";

/** Rules at work at once; every command of every session is looked up among them. */
const MAX_FAULTS = 10_000;

/** Scripted failures. */
export function addFaultRoutes(app: FastifyInstance, { faults }: Mailbox): void {
  addRoute(app, "listFaults", () => faults.list());

  addRoute(app, "addFault", ({ body }) => {
    checkHasEffect(body);
    if (faults.list().length >= MAX_FAULTS) {
      throw new HttpProblem("too-many", `There are ${MAX_FAULTS} faults. Delete those that are done with.`);
    }
    return faults.add(body);
  });

  addRoute(app, "deleteFaults", () => {
    const deleted = faults.list().length;
    faults.clear();
    return { deleted };
  });

  addRoute(app, "getFault", ({ params }) => {
    const fault = faults.get(params.id);
    if (fault === undefined) throw notFoundProblem("fault", params.id);
    return fault;
  });

  addRoute(app, "deleteFault", ({ params }) => {
    if (!faults.remove(params.id)) throw notFoundProblem("fault", params.id);
    return { deleted: 1 };
  });
}

function checkHasEffect({ reply, delay, drop, tarpit }: FaultRule): void {
  if (reply !== undefined && drop === true) {
    throw new HttpProblem("bad-request", "A fault answers with `reply` or hangs up with `drop`; name one of them.");
  }
  if (reply === undefined && delay === undefined && drop !== true && tarpit === undefined) {
    throw new HttpProblem("bad-request", "Say what the fault does: `reply`, `delay`, `drop` or `tarpit`.");
  }
}
