import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { type ApiRoute, routes } from "@mailglass/shared";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MAILHOG_WRITE_ROUTES, SHARED_WRITE_ROUTES } from "../src/compat/mailhog/write-routes.ts";
import { MAILPIT_WRITE_ROUTES as mailpitWrites } from "../src/compat/mailpit/write-routes.ts";
import { PROVIDERS } from "../src/compat/providers/providers.ts";
import type { RequestShape } from "../src/request/read-request.ts";
import { type AllApis, allApis, registeredRoutes } from "./support/all-apis.ts";
import { mailSource, storeMessage } from "./support/test-http-server.ts";

/**
 * Every request that deletes, marks or configures something is made invalid in every known way, and must change nothing.
 * The routes are those of the tables, which are compared with the registered routes.
 */

type AnyShape = RequestShape & { readonly path: string };

const native = Object.values<ApiRoute>(routes).filter(({ method }) => method !== "GET");
const below = (prefix: string, table: Record<string, AnyShape>) =>
  Object.values(table).map((route): AnyShape => ({ ...route, path: `${prefix}${route.path}` }));
const allWrites: AnyShape[] = [
  ...native,
  ...Object.values<AnyShape>(mailpitWrites),
  ...below("/api", SHARED_WRITE_ROUTES),
  ...below("/mailhog/api", SHARED_WRITE_ROUTES),
  ...below("/mailhog/api", MAILHOG_WRITE_ROUTES),
];

/** Writes that neither delete nor mark nor configure: they send mail, or add it to the mailbox. */
const SENDS = [
  "POST /api/messages",
  "POST /api/messages/import",
  "POST /api/messages/send",
  "POST /api/messages/test",
  "POST /api/messages/:id/release",
  "POST /api/messages/:id/resend",
  "POST /api/messages/:id/checks/links",
  "POST /api/v1/message/:id/release",
  "POST /api/v1/messages/:id/release",
  "POST /api/v1/send",
  "POST /mailhog/api/v1/messages/:id/release",
];

/**
 * The routes of mail providers, at their native paths and below a prefix. They send mail; what they change besides is attacked in
 * providers/unreadable-changes.test.ts.
 */
const PROVIDER_WRITES = PROVIDERS.flatMap(({ name, routes, readRoutes = [] }) =>
  [...routes.map(({ path }) => ({ method: "POST", path })), ...readRoutes]
    .filter(({ method }) => method !== "GET")
    .flatMap(({ method, path }) =>
      [path, `/${name}${path}`, ...(path === "/" ? [`/${name}`] : [])].map((whole) => `${method} ${whole}`),
    ),
);

const toWrites = (path: string): string[] => ["DELETE", "PATCH", "POST", "PUT"].map((method) => `${method} ${path}`);

/** What the APIs of providers have besides. It is refused in the provider's form. */
const REFUSED = PROVIDERS.flatMap(({ name, otherPaths = [] }) => [...otherPaths, `/${name}/*`].flatMap(toWrites));
/** All of it by its path, below the prefix of the provider. */
const REFUSED_BELOW_PREFIX = PROVIDERS.flatMap(({ name, otherPaths = [] }) =>
  otherPaths.flatMap((path) => toWrites(`/${name}${path}`)),
);

const isWildcard = (route: string): boolean => route.includes("*");

const nameOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;

test("every route that writes is in a table", async () => {
  await using server = await allApis();
  const reads = new Set(["GET", "HEAD", "OPTIONS"]);
  const registered = registeredRoutes(server.app).filter(({ method }) => !reads.has(method));
  const names = registered.map(nameOf);
  // Of wildcards, the list of routes has no whole paths.
  expect(names.filter((name) => !isWildcard(name)).toSorted()).toEqual(
    [...allWrites.map(nameOf), ...PROVIDER_WRITES, ...REFUSED.filter((name) => !isWildcard(name))].toSorted(),
  );
  expect(names.filter(isWildcard).length).toBeLessThanOrEqual(REFUSED.filter(isWildcard).length);
  expect(allWrites.map(nameOf)).toEqual(expect.arrayContaining(SENDS));
});

test("what an API of a provider has besides is refused, and changes nothing", async () => {
  await using server = await allApis();
  storeMessage(server.mailbox, mailSource("stays"));
  const { seq } = server.mailbox;
  const accepted: string[] = [];
  for (const route of [...REFUSED, ...REFUSED_BELOW_PREFIX]) {
    const [method, path] = route.split(" ") as ["DELETE" | "PATCH" | "POST" | "PUT", string];
    const { statusCode } = await server.app.inject({
      method,
      url: path.replace("*", "1"),
      headers: { "x-postmark-server-token": "t" },
      payload: { MessageID: "1" },
    });
    // Mandrill reports every error with 500.
    const isRefused = path === "/mandrill/*" ? statusCode === 500 : statusCode >= 400 && statusCode < 500;
    if (!isRefused) accepted.push(`${route}: ${statusCode}`);
  }
  expect(accepted).toEqual([]);
  expect(server.mailbox.seq).toBe(seq);
});

interface Example {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Requests that must precede it. */
  readonly before?: readonly (readonly [method: "POST", path: string, body?: object])[];
  /** Query parameters that cannot be read, though the route has them. */
  readonly badQuery?: Readonly<Record<string, readonly string[]>>;
  /** Bodies of the right types that cannot be read. */
  readonly badBodies?: readonly object[];
}

const NO_QUERIES = [
  "()",
  "(())",
  "zzz OR ()",
  "(",
  "from:",
  "form:boss",
  '"',
  "-",
  "before:garbage",
  `a${" ".repeat(3_000)}`,
];
const NO_SEARCHES = [
  "before:garbage",
  "-before:garbage",
  "after:32-13-2020",
  "before:2026-02-31",
  "before:garbage 1",
  "subject:",
  'from:""',
  "to:",
  "tag:",
  'tag:""',
  "is:",
  "is:reed",
  "has:",
  "has:cheese",
  "larger:",
  "larger:big",
  "addressed:",
  '""',
  '"',
  "-",
  "--x",
  "form:boss",
  "One before:garbage",
  'subject:"One',
  `One${" ".repeat(10_000)}-from:boss`,
];
const NO_JIM = [{ AcceptChance: 2 }, { AcceptChance: -1 }, { LinkSpeedMin: -1 }];
const jim = { before: [["POST", "/api/v2/jim"]] } as const;
const ID = "ID-OF-A-MESSAGE";
const UNDO = "UNDO-OF-A-DELETION";

/** For each route, valid requests that change something. */
const EXAMPLES: Readonly<Record<string, Example | readonly Example[]>> = {
  "DELETE /api/messages": { query: { q: "subject:One" }, badQuery: { q: NO_QUERIES } },
  "PATCH /api/messages": { query: { q: "subject:One" }, body: { read: true }, badQuery: { q: NO_QUERIES } },
  "POST /api/messages/delete": [
    {
      body: { ids: [ID], undoable: true },
      badBodies: [{ ids: [""] }, {}, { undoable: true }, { ids: [ID], q: "subject:One" }, { ids: [ID], q: "" }],
    },
    { body: { q: "subject:One" }, badBodies: ["", " ", ...NO_QUERIES].flatMap((q) => [{ q }, { q, undoable: true }]) },
  ],
  "POST /api/messages/restore": {
    body: { undo: UNDO },
    badBodies: [{ undo: "" }, { undo: [UNDO] }, { undo: `${UNDO} ` }, { undo: "*" }, { undo: ID }, {}],
  },
  "PATCH /api/messages/:id": {
    body: { read: true, tags: ["new"], addTags: ["more"], removeTags: ["old"] },
    badBodies: [
      { tags: [""] },
      { tags: [" "] },
      { tags: ["a\nb"] },
      { tags: ["\u200b"] },
      { tags: ["\ud83d"] },
      { addTags: ["\u2060\u00ad"] },
      { addTags: [""] },
      { addTags: [" "] },
      { removeTags: ["a\nb"] },
      {},
    ],
  },
  "POST /api/messages/mark": [
    {
      body: { ids: [ID], read: true, tags: ["new"], addTags: ["more"], removeTags: ["old"] },
      badBodies: [
        { ids: [ID] },
        { read: true },
        { ids: [""], read: true },
        { ids: [ID], q: "subject:One", read: true },
        { ids: [ID], q: "", read: true },
        { ids: [ID], q: "subject:One" },
        { ids: [ID], addTags: [""] },
      ],
    },
    {
      body: { q: "subject:One", read: true },
      badBodies: ["", " ", ...NO_QUERIES].map((q) => ({ q, read: true })),
    },
  ],
  "PUT /api/tags/:tag": { body: { name: "new" }, badBodies: [{ name: "" }, { name: " " }, { name: "\n" }, {}] },
  "DELETE /api/tags/:tag": {},
  "DELETE /api/messages/:id": {},
  "POST /api/faults": {
    body: { on: "rcpt", reply: "550", match: { to: "x@*" } },
    badBodies: [{ on: "rcpt" }, { on: "no" }],
  },
  "PUT /api/faults/:id": {
    body: { on: "rcpt", reply: "550" },
    badBodies: [{ on: "rcpt" }, { on: "rcpt", reply: "550", drop: true }, { on: "no" }],
  },
  "DELETE /api/faults": {},
  "DELETE /api/faults/:id": {},
  "PUT /api/templates/:provider/:id": { body: { subject: "Hello", text: "Hello {{name}}" }, badBodies: [{}] },
  "DELETE /api/templates/:provider/:id": {},
  "PUT /api/v1/messages": {
    query: { tz: "Europe/Berlin" },
    body: { Read: true, Search: "subject:One" },
    badQuery: { tz: ["Nowhere/City", "1"] },
    badBodies: [
      ...NO_SEARCHES.map((Search) => ({ Read: true, Search })),
      { Read: true, Search: "" },
      { Read: true, IDs: [ID], Search: "One" },
      { Read: true, IDs: [""] },
    ],
  },
  "DELETE /api/v1/messages": { body: { IDs: [ID] }, badBodies: [{ IDs: [""] }, { ID: [ID] }, { 0: ID }] },
  "DELETE /api/v1/search": {
    query: { query: "subject:One", tz: "UTC" },
    badQuery: { query: NO_SEARCHES, tz: ["Nowhere/City"] },
  },
  "PUT /api/v1/tags": {
    body: { IDs: [ID], Tags: ["new"] },
    badBodies: [{ IDs: [] }, { IDs: [ID], Tags: [""] }, { IDs: [ID], Tags: ["!"] }],
  },
  "PUT /api/v1/tags/:tag": { body: { Name: "new" }, badBodies: [{ Name: "" }, { Name: " " }, { Name: "!" }] },
  "DELETE /api/v1/tags/:tag": {},
  "PUT /api/v1/chaos": {
    body: { Sender: { ErrorCode: 451, Probability: 5 } },
    badBodies: [
      { Sender: { Probability: 101 } },
      { Sender: { ErrorCode: 200, Probability: 5 } },
      { sender: 1 },
      { Sender: { probability: "5" } },
    ],
  },
  "DELETE /mailhog/api/v1/messages": {},
  "DELETE /api/v1/messages/:id": {},
  "DELETE /mailhog/api/v1/messages/:id": {},
  "POST /api/v2/jim": { body: { AcceptChance: 0.5 }, badBodies: NO_JIM },
  "POST /mailhog/api/v2/jim": { body: { AcceptChance: 0.5 }, badBodies: NO_JIM },
  "PUT /api/v2/jim": { ...jim, body: { AcceptChance: 0.5 }, badBodies: NO_JIM },
  "PUT /mailhog/api/v2/jim": { ...jim, body: { AcceptChance: 0.5 }, badBodies: NO_JIM },
  "DELETE /api/v2/jim": jim,
  "DELETE /mailhog/api/v2/jim": jim,
};

/** Header fields that give a request another meaning than it has without them. */
const AMBIGUOUS_FIELDS: readonly Readonly<Record<string, string>>[] = [
  { "if-match": '"zzz"' },
  { "if-none-match": "*" },
  { "if-unmodified-since": "Mon, 01 Jan 2001 00:00:00 GMT" },
  { range: "items=0-1" },
  { "content-range": "bytes 0-1/9" },
  { "x-http-method-override": "GET" },
  { "x-http-method": "HEAD" },
  { "x-method-override": "zzz" },
];

interface Attempt {
  readonly what: string;
  readonly search: string;
  readonly body: Buffer | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = "application/json";
const BLANKS = ["", "+", "%20", "%C2%A0", "%EF%BB%BF", "%09%0D%0A"];

const searchOf = (query: Readonly<Record<string, string>> = {}) => {
  const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return text.length === 0 ? "" : `?${text.join("&")}`;
};

/** Queries that the route must refuse, with the body of the example. */
function brokenQueries({ query = {}, badQuery = {} }: Example): string[] {
  const search = searchOf(query);
  const more = `${search}${search === "" ? "?" : "&"}`;
  const given = Object.entries(query).flatMap(([name, value]) => {
    const others = Object.fromEntries(Object.entries(query).filter(([other]) => other !== name));
    const rest = `${searchOf(others)}${Object.keys(others).length === 0 ? "?" : "&"}`;
    const encoded = encodeURIComponent(value);
    return [
      ...BLANKS.map((blank) => `${rest}${name}=${blank}`),
      ...(badQuery[name] ?? []).map((bad) => `${rest}${name}=${encodeURIComponent(bad)}`),
      `${rest}${name}`,
      `${rest}${name}=%ZZ`,
      `${rest}${name}=%FF`,
      `${rest}${name}=${encoded}%`,
      `${rest}${name}[]=${encoded}`,
      `${rest}${name}[0]=${encoded}`,
      `${rest}${name.toUpperCase()}=${encoded}`,
      `${more}${name}=${encoded}`,
      `${more}${name}=other`,
      `${more}${name}=`,
    ];
  });
  const unknown = [
    "#",
    "#zzz",
    "zzz=1",
    "ids=zzz",
    "IDs=zzz",
    "id=zzz",
    "limit=1",
    "_method=GET",
    "__proto__=1",
    "=1",
    "%00=1",
  ];
  return [
    ...given,
    ...unknown.map((text) => `${more}${text}`),
    more,
    `${more}&`,
    ...(search === "" ? [] : [`${search}&&zzz`]),
  ];
}

const wrongValues = (value: unknown): unknown[] =>
  ["zzz", 123, true, null, [], ["zzz"], [123], [null], [["zzz"]], { 0: "zzz" }].filter(
    (other) => typeof other !== typeof value || Array.isArray(other) !== Array.isArray(value) || other === null,
  );

/** Bodies that a route with a body must refuse; a member of the example's body is changed in each of the latter. */
function brokenJson(shape: AnyShape, { body = {}, badBodies = [] }: Example): unknown[] {
  const members = Object.entries(body).flatMap(([name, value]) => [
    ...wrongValues(value).map((wrong) => ({ ...body, [name]: wrong })),
    { ...body, [`${name}s`]: value },
    { ...body, [`${name} `]: value },
    { ...body, [`${name.split("").reverse().join("")}_`]: value },
    ...(Array.isArray(value)
      ? [
          { ...body, [name]: [...value, 1] },
          { ...body, [name]: [...value, null] },
        ]
      : []),
  ]);
  const wholes = [null, true, 1, "zzz", [], ["zzz"], [body], { body }, { zzz: 1 }, { ...body, zzz: 1 }, { "": 1 }];
  return [...wholes, ...members, ...badBodies].filter((one) => shape.ignoreCase === undefined || one !== body);
}

/** Texts that are not JSON, or JSON with a duplicate member. */
function brokenTexts(shape: AnyShape, body: object): string[] {
  const json = JSON.stringify(body);
  const repeated = Object.entries(body).flatMap(([name, value]) =>
    [
      name,
      ...(shape.ignoreCase ? [name.toLowerCase(), name.toUpperCase()] : []),
      `\\u${name.charCodeAt(0).toString(16).padStart(4, "0")}${name.slice(1)}`,
    ]
      .filter((other, at) => at !== 0 || other === name)
      .flatMap((other) => [
        `{"${other}":${JSON.stringify(value)},${json.slice(1)}`,
        `${json.slice(0, -1)},"${other}":[]}`,
      ]),
  );
  return [
    ...repeated,
    ` `,
    `\uFEFF${json}`,
    `${json}${json}`,
    `${json},`,
    `${json}\0`,
    `\0`,
    `${json.slice(0, -1)},}`,
    `[${json},]`,
    `// all\n${json}`,
    ...(repeated.length === 0 ? [] : [json.replaceAll('"', "'"), json.replaceAll('"', "")]),
    "undefined",
    "NaN",
    "IDs=zzz",
    "ids[]=zzz&ids[]=b",
    "[".repeat(5_000),
    `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
    `{"a":`.repeat(500),
    `--b\r\nContent-Disposition: form-data; name="ids"\r\n\r\nzzz\r\n--b--\r\n`,
  ];
}

function brokenBodies(shape: AnyShape, example: Example): Pick<Attempt, "what" | "body" | "headers">[] {
  const json = JSON.stringify(example.body ?? {});
  const of = (what: string, body: Buffer | string | undefined, headers = {}) => ({
    what,
    body: typeof body === "string" ? Buffer.from(body) : body,
    headers: { "content-type": JSON_TYPE, ...headers },
  });
  const bytes = [
    of("gzip", gzipSync(json), { "content-encoding": "gzip" }),
    of("gzip that is none", json, { "content-encoding": "gzip" }),
    of("gzip without saying so", gzipSync(json)),
    of("no body in a coding", "", { "content-encoding": "br" }),
    of("UTF-16", Buffer.from(json, "utf16le")),
    of("no UTF-8", Buffer.from('{"zzz":"\xff"}', "latin1")),
  ];
  const texts = [
    ...brokenTexts(shape, example.body ?? {}),
    ...brokenJson(shape, example).map((one) => JSON.stringify(one)),
  ];
  const isNative = !/^\/(api\/v[12]|mailhog)\//.test(shape.path);
  const types =
    isNative && shape.body
      ? ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "message/rfc822", "x"]
      : [];
  const charsets = ["utf-16", "UTF-7", '"utf-16le"', "zzz", "utf-8, utf-16"].map((charset) =>
    of(charset, json, { "content-type": `${JSON_TYPE}; charset=${charset}` }),
  );
  return [
    ...bytes,
    ...charsets,
    ...texts.map((text) => of(text.slice(0, 100), text)),
    ...(isNative ? [] : texts.map((text) => ({ ...of(text.slice(0, 100), text), headers: {} }))),
    ...types.map((type) => of(type, json, { "content-type": type })),
    ...(shape.body === undefined ? [of("{}", "{}"), of("an example", `{"ids":["zzz"]}`)] : []),
    ...(shape.body !== undefined && shape.bodyOptional !== true ? [of("none", undefined), of("empty", "")] : []),
  ];
}

/** Everything that a write may change. */
async function stateOf({ app, mailbox }: AllApis): Promise<unknown> {
  const { ids }: { ids: string[] } = (await app.inject("/api/templates/sendgrid")).json();
  const templates = await Promise.all(
    ids.map(async (id) => (await app.inject(`/api/templates/sendgrid/${id}`)).json()),
  );
  return {
    templates,
    messages: mailbox.list({ limit: 100 }).items.map(({ id, read, tags }) => ({ id, read, tags: [...tags] })),
    undos: mailbox.undos(),
    faults: structuredClone(mailbox.faults.list()),
    chaos: (await app.inject("/api/v1/chaos")).json(),
  };
}

interface Prepared {
  readonly path: string;
  readonly example: Example;
}

/** A mailbox in which each example has something to change. */
async function prepare(server: AllApis, shape: AnyShape, example: Example): Promise<Prepared> {
  const { mailbox, app } = server;
  const deleted = storeMessage(mailbox, mailSource("Deleted"));
  const { undo } = await mailbox.removeWithUndo([deleted.id]);
  for (const subject of ["One", "Two", "Three"]) storeMessage(mailbox, mailSource(subject));
  const [newest] = mailbox.list({ limit: 1 }).items;
  const id = newest?.id ?? "";
  await mailbox.mark(id, { tags: ["old"] });
  const fault = await mailbox.faults.add({ on: "mail", reply: "451" });
  await app.inject({ method: "PUT", url: `/api/templates/sendgrid/${id}`, payload: { text: "old" } });
  for (const [method, url, payload] of example.before ?? []) {
    expect((await app.inject({ method, url, ...(payload && { payload }) })).statusCode).toBeLessThan(300);
  }
  const path = shape.path
    .replace(":provider", "sendgrid")
    .replace(":id", shape.path.includes("faults") ? fault.id : id)
    .replace(":tag", "old");
  const json = JSON.stringify(example)
    .replaceAll(ID, id)
    .replaceAll(UNDO, undo?.token ?? "");
  return { path, example: JSON.parse(json) };
}

const attacked = allWrites.filter((route) => !SENDS.includes(nameOf(route)));

const attacks = attacked.flatMap((shape) => {
  const examples = EXAMPLES[nameOf(shape)] ?? expect.unreachable(`There is no example of ${nameOf(shape)}`);
  return [examples].flat().map((example, at) => [nameOf(shape), at + 1, shape, example] as const);
});

test.each(attacks)(
  "%s (example %i) changes nothing unless all of it can be read",
  { timeout: 120_000 },
  async (_name, _number, shape, given) => {
    await using server = await allApis();
    const { path, example } = await prepare(server, shape, given);
    const before = await stateOf(server);
    let chunked = false;
    const send = ({ search, body, headers = {} }: Omit<Attempt, "what">) => {
      chunked = !chunked;
      return server.send(shape.method, `${path}${search}`, { headers, body, chunked });
    };
    const refuse = async ({ what, ...attempt }: Attempt) => {
      const { status: statusCode, body } = await send(attempt);
      expect([what, statusCode, body]).toEqual([
        what,
        expect.toSatisfy((status) => status >= 400 && status < 500),
        body,
      ]);
      expect(body).not.toBe("");
      expect([what, await stateOf(server)]).toEqual([what, before]);
    };

    const search = searchOf(example.query);
    const body = example.body && Buffer.from(JSON.stringify(example.body));
    const headers = body ? { "content-type": JSON_TYPE } : {};
    for (const broken of brokenQueries(example)) await refuse({ what: broken, search: broken, body, headers });
    for (const broken of brokenBodies(shape, example)) await refuse({ search, ...broken });
    for (const fields of AMBIGUOUS_FIELDS)
      await refuse({ what: JSON.stringify(fields), search, body, headers: { ...headers, ...fields } });
    for (const target of [`/${path}${search}`, `${path.replace(/\/(?=[^/]*$)/, "//")}${search}`]) {
      const { status } = await server.send(shape.method, target, { headers, body });
      expect([target, status]).toEqual([target, 400]);
      expect([target, await stateOf(server)]).toEqual([target, before]);
    }

    const cut = fc.nat({ max: (body?.length ?? 1) - 1 });
    const noise = fc.uint8Array({ minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(cut, noise, fc.jsonValue(), fc.string({ minLength: 1 }), async (at, bytes, value, name) => {
        const whole = body ?? Buffer.from("{}");
        const part = (what: string, broken: Buffer) =>
          refuse({ what, search, body: broken, headers: { "content-type": JSON_TYPE } });
        if (body !== undefined && at > 0) await part("cut", whole.subarray(0, at));
        // Bytes before the object change its value or make it invalid; blanks do not.
        if (!/^\s*$/.test(Buffer.from(bytes).toString("latin1")))
          await part("noise", Buffer.concat([Buffer.from(bytes), whole]));
        await part("a member too many", Buffer.from(JSON.stringify({ ...example.body, [`zzz${name}`]: value })));
        if (typeof value !== "object" || value === null || Array.isArray(value))
          await part("another value", Buffer.from(JSON.stringify(value)));
        await refuse({
          what: "a parameter too many",
          search: `${search}${search === "" ? "?" : "&"}zzz${encodeURIComponent(name.toWellFormed())}=1`,
          body,
          headers,
        });
      }),
      { numRuns: 15 },
    );

    const done = await send({ search, body, headers });
    expect([done.status, done.body]).toEqual([expect.toSatisfy((status) => status >= 200 && status < 300), done.body]);
    expect(await stateOf(server)).not.toEqual(before);
  },
);

/** Values with which clients select everything. */
test.each<[path: string, type: string, body?: string]>([
  ["/api/messages", ""],
  ["/api/messages", JSON_TYPE],
  ["/api/v1/messages", ""],
  ["/api/v1/messages", JSON_TYPE, "{}"],
  ["/api/v1/messages", JSON_TYPE, '{"IDs":[]}'],
  ["/api/v1/messages", "application/x-www-form-urlencoded", ' { "ids" : [ ] }\n'],
  ["/mailhog/api/v1/messages", ""],
  ["/mailhog/api/v1/messages", "text/plain", "{}"],
])("DELETE %s of type “%s” with body %s deletes everything", async (path, type, body) => {
  await using server = await allApis();
  storeMessage(server.mailbox, mailSource("One"));
  const headers = type === "" ? {} : { "content-type": type };
  const { status } = await server.send("DELETE", path, {
    headers,
    body: body === undefined ? body : Buffer.from(body),
  });
  expect([status, server.mailbox.counts().messages]).toEqual([200, 0]);
});

test.each(["utf-8", '"UTF-8"', "utf8", "us-ascii", "ISO-8859-1"])(
  "a body of ASCII characters may have the charset %s",
  async (charset) => {
    await using server = await allApis();
    storeMessage(server.mailbox, mailSource("One"));
    const headers = { "content-type": `${JSON_TYPE}; charset=${charset}` };
    const body = Buffer.from('{"read":true}');
    expect((await server.send("PATCH", "/api/messages", { headers, body })).status).toBe(200);
    expect(server.mailbox.counts().unread).toBe(0);
  },
);

test.each([
  ["two media types", "DELETE /api/v1/messages HTTP/1.1", "Content-Type: a/b\r\nContent-Type: text/plain\r\n"],
  ["another version of HTTP", "DELETE /api/messages HTTP/2.0", ""],
])("a request with %s changes nothing", async (_what, line, fields) => {
  await using server = await allApis();
  storeMessage(server.mailbox, mailSource("One"));
  const socket = connect(server.port, "127.0.0.1");
  socket.write(`${line}\r\nHost: localhost\r\nConnection: close\r\n${fields}\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400 /);
  expect(server.mailbox.counts().messages).toBe(1);
});

test("no header field and no parameter makes another method of a request", async () => {
  await using server = await allApis();
  storeMessage(server.mailbox, mailSource("One"));
  const before = await stateOf(server);
  for (const path of ["/api/messages", "/api/v1/messages", "/api/v1/search?query=One", "/mailhog/api/v1/messages"]) {
    for (const method of ["GET", "HEAD", "OPTIONS", "POST"]) {
      for (const field of ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
        await server.send(method, path, { headers: { [field]: "DELETE" } });
      await server.send(method, `${path}${path.includes("?") ? "&" : "?"}_method=DELETE`);
    }
  }
  expect(await stateOf(server)).toEqual(before);
});

test("the latest message is marked as read by a GET whose search was understood, and by nothing else", async () => {
  await using server = await allApis();
  storeMessage(server.mailbox, mailSource("One"));
  await server.send("HEAD", "/api/v1/message/latest");
  for (const search of NO_SEARCHES)
    await server.send("GET", `/api/v1/message/latest?query=${encodeURIComponent(search)}`);
  expect(server.mailbox.counts().unread).toBe(1);
  await server.send("GET", "/api/v1/message/latest?query=subject:One");
  expect(server.mailbox.counts().unread).toBe(0);
});
