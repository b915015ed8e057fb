import type { MessageList, MessageSummary } from "@mailglass/shared";
import { check } from "./failure.ts";
import { hashOf, keyOf, type Message, senderOf } from "./model.ts";
import type { Choices } from "./random.ts";
import { randomGroup } from "./senders.ts";
import { sourceOf } from "./sources.ts";
import type { World } from "./world.ts";

/** Actions of people and tests on a mailbox. Each call is one action. */

const VIEWS = [
  "",
  "/text",
  "/html",
  "/headers",
  "/envelope",
  "/findings",
  "/links",
  "/codes",
  "/session",
  "/parts",
  "/parts/1",
  "/preview",
  "/preview/info",
] as const;

const COMPAT = [
  "/api/v1/message/:id/headers",
  "/api/v1/message/:id/html-check",
  "/api/v1/message/:id/part/2/thumb",
  "/view/:id.html",
  "/mailhog/api/v1/messages/:id",
] as const;

const LISTS = [
  "/api/messages?limit=50",
  "/api/messages?limit=1000",
  "/api/messages?q=code",
  "/api/messages?q=has:findings",
  "/api/messages?q=subject:invoice%20-is:read",
  "/api/messages/latest",
  "/api/sessions",
  "/api/info",
  "/metrics",
  "/api/v1/messages",
  "/api/v1/search?query=code",
  "/api/v2/messages",
  "/api/v2/search?kind=containing&query=code",
] as const;

const pages = (http: World["http"], limit: number) => http.json<MessageList>(`/api/messages?limit=${limit}`);

/** A message of the list, with its state in the model. */
async function someMessage({ http, model }: World, choices: Choices): Promise<[MessageSummary, Message] | undefined> {
  const { items } = await pages(http, 200);
  const summary = choices.pick(items);
  if (summary === undefined) return undefined;
  const message = model.message(keyOf(summary.sender) ?? Number.NaN);
  check(message !== undefined, `the list has a message from ${summary.sender}, which was never sent`);
  return [summary, message];
}

export async function read(world: World, choices: Choices): Promise<void> {
  const { http, model, history } = world;
  if (choices.percent(40)) {
    const path = choices.pick(LISTS);
    history.note(`GET ${path}`);
    await http.call(path);
    return;
  }
  const some = await someMessage(world, choices);
  if (some === undefined) return;
  const [{ id }, message] = some;
  if (choices.percent(40)) {
    history.note(`raw ${message.key}`);
    const { status, body } = await http.call(`/api/messages/${id}/raw`);
    if (status === 404) check(model.mayBeGone(message), `message ${message.key} is not found, but nothing removed it`);
    else check(hashOf(body) === message.hash, `message ${message.key} has other bytes than were sent`);
    return;
  }
  const path = choices.percent(70)
    ? `/api/messages/${id}${choices.pick(VIEWS)}`
    : choices.pick(COMPAT).replace(":id", id);
  history.note(`GET ${path} (${message.key})`);
  const { status } = await http.call(path);
  // 404 also if there is no such part, or no HTML.
  if (path === `/api/messages/${id}` && status === 404)
    check(model.mayBeGone(message), `message ${message.key} is not found, but nothing removed it`);
}

export async function remove(world: World, choices: Choices): Promise<void> {
  const { http, model, history } = world;
  if (choices.percent(10)) {
    history.note("delete all");
    await model.deleting(
      () => true,
      async () => void (await http.json("/api/messages", { method: "DELETE" })),
    );
    history.note("deleted all");
  } else if (choices.percent(50)) {
    const group = randomGroup(choices);
    history.note(`delete group ${group}`);
    await model.deleting(
      (message) => message.group === group,
      async () => void (await http.json(`/api/messages?q=from:g${group}.soak.example`, { method: "DELETE" })),
    );
    history.note(`deleted group ${group}`);
  } else {
    const { items } = await pages(http, 30);
    const named = items.filter(() => choices.percent(30));
    if (named.length === 0) return;
    const keys = new Set(named.map(({ sender }) => keyOf(sender)));
    history.note(`delete ${[...keys].join(" ")}`);
    const { deleted } = await deleteByIds(world, named, keys);
    check(deleted <= named.length, `${named.length} messages were to be deleted, and ${deleted} were`);
  }
}

/** A message may be in the list before its 250 has arrived; it is deleted, too. */
async function deleteByIds(
  { http, model }: World,
  named: readonly MessageSummary[],
  keys: ReadonlySet<number | undefined>,
): Promise<{ deleted: number }> {
  let answer = { deleted: 0 };
  await model.deleting(
    ({ key }) => keys.has(key),
    async () => {
      answer = await http.json("/api/messages/delete", { method: "POST", json: { ids: named.map(({ id }) => id) } });
    },
  );
  return answer;
}

/** Only one may run at a time. */
export async function mark(world: World, choices: Choices): Promise<void> {
  const { http, model, history } = world;
  const isRead = choices.percent(60);
  const marks = { method: "PATCH", json: { read: isRead } };
  if (choices.percent(30)) {
    const group = randomGroup(choices);
    history.note(`mark group ${group} as read: ${isRead}`);
    await model.marking(
      (message) => message.group === group,
      isRead,
      async () => void (await http.json(`/api/messages?q=from:g${group}.soak.example`, marks)),
    );
    return;
  }
  const some = await someMessage(world, choices);
  if (some === undefined) return;
  const [{ id }, message] = some;
  history.note(`mark ${message.key} as read: ${isRead}`);
  await model.marking(
    ({ key }) => key === message.key,
    isRead,
    async () => {
      const { status } = await http.call(`/api/messages/${id}`, marks);
      if (status === 404)
        check(model.mayBeGone(message), `message ${message.key} cannot be marked; nothing removed it`);
    },
  );
}

/** Waits for a message that is posted during the wait. */
export async function waitForOne({ http, model, history }: World, choices: Choices): Promise<void> {
  const key = model.nextKey();
  const to = `waiter${key}@example.com`;
  const wait = http.call(`/api/messages/wait?to=${to}&timeout=60000`);
  const source = sourceOf(key, choices);
  const message = model.begin(key, randomGroup(choices), source);
  history.note(`wait for ${key}`);
  const { status } = await http.call(`/api/messages?from=${senderOf(message)}&to=${to}`, {
    method: "POST",
    raw: source,
  });
  model.end(message, status === 201 ? "acknowledged" : "refused");
  check(status === 201, `POST /api/messages of ${key}: ${status}`);
  const waited = await wait;
  history.note(`waited for ${key}: ${waited.status}`);
  // It may have arrived and been evicted before the wait began.
  if (waited.status !== 200)
    check(model.mayBeGone(message), `the wait for ${key} ended with ${waited.status}, though the message is there`);
}

/** Adds an injected fault, and removes it a little later. */
export async function fail({ http, history }: World, choices: Choices): Promise<void> {
  const stage = choices.pick(["connect", "helo", "auth", "mail", "rcpt", "data", "message"]);
  const effect = choices.pick([{ reply: "451 4.7.1 Try later" }, { reply: "550 No" }, { drop: true }, { delay: 50 }]);
  history.note(`fault on ${stage}: ${JSON.stringify(effect)}`);
  const { id } = await http.json<{ id: string }>("/api/faults", {
    method: "POST",
    json: { on: stage, ...effect, times: choices.between(1, 5) },
  });
  await new Promise((resolve) => setTimeout(resolve, choices.between(50, 500)));
  await http.json(`/api/faults/${id}`, { method: "DELETE" });
}

/** Stops the process for a while, like a laptop that sleeps. */
export async function suspend({ server, history }: World, choices: Choices): Promise<void> {
  const milliseconds = choices.between(100, 1_500);
  history.note(`SIGSTOP for ${milliseconds} ms`);
  server.signal("SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  server.signal("SIGCONT");
}

/** Shifts the clock by up to a day. */
export async function shiftClock({ server, history }: World, choices: Choices): Promise<void> {
  const milliseconds = choices.between(-86_400_000, 86_400_000);
  history.note(`clock shifted by ${milliseconds} ms`);
  server.shiftClock(milliseconds);
}
