import type { Fault, FaultRule } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { addRoute } from "./add-route.ts";
import { HttpProblem, notFoundProblem } from "./http-problem.ts";

/** Maximum number of active faults; every command of every session is checked against all of them. */
const MAX_FAULTS = 10_000;

/** Maximum characters of the patterns and replies of all of them: 100 for each, if there are so many. A list has all at once. */
const MAX_FAULT_CHARACTERS = 1_000_000;

/** Scripted failures. */
export function addFaultRoutes(app: FastifyInstance, { faults }: Mailbox): void {
  addRoute(app, "listFaults", () => faults.list());

  addRoute(app, "addFault", ({ body }) => {
    checkHasEffect(body);
    checkRoom(faults.list(), body);
    return faults.add(body);
  });

  addRoute(app, "deleteFaults", async () => {
    const deleted = faults.list().length;
    await faults.clear();
    return { deleted };
  });

  addRoute(app, "getFault", ({ params }) => {
    const fault = faults.get(params.id);
    if (fault === undefined) throw notFoundProblem("fault", params.id);
    return fault;
  });

  addRoute(app, "replaceFault", async ({ params, body }) => {
    checkHasEffect(body);
    checkRoom(
      faults.list().filter(({ id }) => id !== params.id),
      body,
    );
    const fault = await faults.replace(params.id, body);
    if (fault === undefined) throw notFoundProblem("fault", params.id);
    return fault;
  });

  addRoute(app, "deleteFault", async ({ params }) => {
    if (!(await faults.remove(params.id))) throw notFoundProblem("fault", params.id);
    return { deleted: 1 };
  });
}

function checkRoom(others: readonly Fault[], rule: FaultRule): void {
  const characters = others.reduce((sum, fault) => sum + countCharacters(fault.rule), countCharacters(rule));
  if (others.length < MAX_FAULTS && characters <= MAX_FAULT_CHARACTERS) return;
  const reason =
    others.length < MAX_FAULTS
      ? `The patterns and replies of all faults would have more than ${MAX_FAULT_CHARACTERS} characters.`
      : `There are ${MAX_FAULTS} faults.`;
  throw new HttpProblem("too-many", `${reason} Delete those that are no longer needed.`);
}

function countCharacters({ match = {}, reply = "" }: FaultRule): number {
  const { to = "", from = "", user = "", peer = "", provider = "" } = match;
  return reply.length + to.length + from.length + user.length + peer.length + provider.length;
}

function checkHasEffect(rule: FaultRule): void {
  const [actions, others] = rule.on === "http" ? [HTTP_ACTIONS, SMTP_ACTIONS] : [SMTP_ACTIONS, HTTP_ACTIONS];
  const isGiven = (action: keyof FaultRule) => rule[action] !== undefined && rule[action] !== false;
  const misplaced = others.find((action) => !actions.includes(action) && isGiven(action));
  if (misplaced !== undefined)
    throw new HttpProblem("bad-request", `\`${misplaced}\` has no effect with \`on: "${rule.on}"\`. Leave it out.`);
  if (rule.on !== "http" && rule.match?.provider !== undefined)
    throw new HttpProblem("bad-request", '`match.provider` has an effect only with `on: "http"`. Leave it out.');
  if (rule.reject === true && (rule.status !== undefined || rule.drop === true))
    throw new HttpProblem(
      "bad-request",
      "`reject` concerns some recipients, `status` and `drop` the whole request. Give only one of them.",
    );
  if (rule.drop === true && (rule.reply !== undefined || rule.status !== undefined)) {
    throw new HttpProblem(
      "bad-request",
      "A fault either answers with `reply` or `status`, or closes the connection with `drop`. Give only one of them.",
    );
  }
  if (rule.retryAfter !== undefined && rule.status === undefined)
    throw new HttpProblem("bad-request", "`retryAfter` needs a `status`, usually 429 or 503.");
  if (!actions.some(isGiven)) {
    const names = actions.filter((action) => action !== "retryAfter").map((action) => `\`${action}\``);
    throw new HttpProblem(
      "bad-request",
      `Give at least one action: ${names.slice(0, -1).join(", ")} or ${names.at(-1)}.`,
    );
  }
}

const SMTP_ACTIONS: readonly (keyof FaultRule)[] = ["reply", "delay", "drop", "tarpit"];
const HTTP_ACTIONS: readonly (keyof FaultRule)[] = ["status", "retryAfter", "reject", "delay", "drop"];
