/**
 * The part of Cypress that its plugins for MailHog and Mailpit use: chained commands, each called with the result of the
 * previous one; requests are real. Both plugins use the globals `Cypress` and `cy`.
 */
type CommandFunction = (...values: unknown[]) => unknown;

interface Response {
  readonly status: number;
  readonly body: unknown;
}

/** The object on which a plugin calls commands. It has every command, so its type is loose. */
type CommandChain = PromiseLike<unknown> & Readonly<Record<string, (...values: unknown[]) => unknown>>;

export interface CypressStub {
  /** The globals that a plugin uses. */
  readonly globals: { readonly cy: CommandChain; readonly Cypress: object };
  /** Names of the commands that the plugin has added. */
  readonly names: readonly string[];
  /** Runs a command, and all commands that it queues. */
  run(name: string, ...values: unknown[]): Promise<unknown>;
  /** Runs a command on the result of another. */
  runOn(subject: unknown, name: string, ...values: unknown[]): Promise<unknown>;
}

/**
 * @param settings what the plugin reads by `Cypress.env`, `expose` and `config`, and by `cy.env`
 * @param commands further commands that start a chain
 */
export function stubCypress(
  settings: Readonly<Record<string, unknown>>,
  commands: Readonly<Record<string, CommandFunction>> = {},
): CypressStub {
  const parents = new Map<string, CommandFunction>([
    ...Object.entries(commands),
    ["request", (options) => runRequest(options as RequestOptions)],
    ["wrap", (value) => value],
    ["wait", () => undefined],
    ["env", (names) => Object.fromEntries((names as string[]).map((name) => [name, settings[name]]))],
    ["verifyUpcomingAssertions", (value) => value],
  ]);
  const children = new Map<string, CommandFunction>([
    ["its", commandIts],
    ["should", commandShould],
  ]);
  const names: string[] = [];
  /** A command may queue another without returning it. */
  let queue: PromiseLike<unknown>[] = [];

  const chain = (subject: Promise<unknown>): CommandChain => {
    subject.catch(() => {});
    queue.push(subject);
    return new Proxy({} as CommandChain, {
      get(_target, name) {
        if (name === "then")
          return (use: CommandFunction, fail?: CommandFunction) => chain(subject.then((value) => use(value), fail));
        const command = String(name);
        return (...values: unknown[]) =>
          chain(
            subject.then((value) => {
              const child = children.get(command);
              return child ? child(value, ...values) : parents.get(command)?.(...values);
            }),
          );
      },
    });
  };
  const setting = (name: string) => settings[name];
  const run = async (subject: unknown, name: string, values: unknown[]) => {
    queue = [];
    const result = await chain(Promise.resolve(subject))[name]?.(...values);
    await Promise.all(queue);
    return result;
  };
  return {
    names,
    run: (name, ...values) => run(undefined, name, values),
    runOn: (subject, name, ...values) => run(subject, name, values),
    globals: {
      cy: chain(Promise.resolve()),
      Cypress: {
        env: setting,
        expose: setting,
        config: setting,
        Commands: {
          add(name: string, ...rest: [CommandFunction] | [{ prevSubject?: boolean }, CommandFunction]) {
            names.push(name);
            const [options, command] = rest.length === 1 ? [{}, rest[0]] : rest;
            (options.prevSubject ? children : parents).set(name, command);
          },
        },
      },
    },
  };
}

/** The property at a path such as `body.items.0`. */
const commandIts: CommandFunction = (value, path) =>
  String(path)
    .split(".")
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], value);

interface RequestOptions {
  readonly method?: string;
  readonly url: string;
  readonly body?: unknown;
  readonly qs?: Record<string, string | number>;
  readonly failOnStatusCode?: boolean;
}

/** As in Cypress, JSON is parsed by its Content-Type, and a status of 400 or above fails unless the caller allows it. */
async function runRequest({
  method = "GET",
  url,
  body,
  qs = {},
  failOnStatusCode = true,
}: RequestOptions): Promise<Response> {
  const address = new URL(url);
  for (const [name, value] of Object.entries(qs)) address.searchParams.set(name, String(value));
  const response = await fetch(address, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await response.text();
  if (failOnStatusCode && !response.ok) throw new Error(`${response.status}: ${response.statusText}: ${text}`);
  const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

function commandShould(subject: unknown, check: unknown, wanted: unknown): unknown {
  const length = (subject as { length?: number }).length ?? 0;
  const holds = {
    "not.have.length": length !== wanted,
    "to.have.length.greaterThan": length > Number(wanted),
  }[String(check)];
  if (holds !== true) throw new Error(`expected ${JSON.stringify(subject)} ${String(check)} ${String(wanted)}`);
  return subject;
}
