import type { FaultRule } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { addRoute } from "./add-route.ts";
import { HttpProblem, notFoundProblem } from "./http-problem.ts";

/** Maximum number of active faults; every command of every session is checked against all of them. */
const MAX_FAULTS = 10_000;

/** Scripted failures. */
export function addFaultRoutes(app: FastifyInstance, { faults }: Mailbox): void {
  addRoute(app, "listFaults", () => faults.list());

  addRoute(app, "addFault", ({ body }) => {
    checkHasEffect(body);
    if (faults.list().length >= MAX_FAULTS) {
      throw new HttpProblem("too-many", `There are ${MAX_FAULTS} faults. Delete those that are no longer needed.`);
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

  addRoute(app, "replaceFault", ({ params, body }) => {
    checkHasEffect(body);
    const fault = faults.replace(params.id, body);
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
    throw new HttpProblem(
      "bad-request",
      "A fault either answers with `reply` or closes the connection with `drop`. Give only one of them.",
    );
  }
  if (reply === undefined && delay === undefined && drop !== true && tarpit === undefined) {
    throw new HttpProblem("bad-request", "Give at least one action: `reply`, `delay`, `drop` or `tarpit`.");
  }
}
