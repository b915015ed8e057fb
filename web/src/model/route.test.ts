import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatRoute, HOME_ROUTE, parseRoute, type Route, TABS } from "./route.ts";

const parse = (address: string): Route => {
  const [path = "", search = ""] = address.split("?");
  return parseRoute(path, search);
};

describe("a route", () => {
  it("is the same after it was written and read", () => {
    const word = fc.string({ maxLength: 20 });
    const route = fc.record({
      view: fc.constant("messages" as const),
      id: fc.stringMatching(/^[A-Za-z0-9]{1,10}$/),
      other: fc.constant(null),
      tab: fc.constantFrom(null, ...TABS),
      q: word,
      find: word,
      byteRange: fc.option(fc.record({ start: fc.nat(), end: fc.nat() })),
      part: fc.option(fc.stringMatching(/^[0-9.]{1,6}$/)),
      line: fc.option(fc.nat(999_999)),
      failed: fc.constant(false),
      tookMs: fc.constant(0),
    });
    fc.assert(
      fc.property(route, (one) => {
        expect(parse(formatRoute(one))).toEqual(one);
      }),
    );
  });

  it("of sessions names which are shown", () => {
    for (const address of ["sessions?failed=true", "sessions/s1?line=3&failed=true", "sessions?took=1000"]) {
      expect(formatRoute(parse(address))).toBe(address);
    }
  });

  it("names the search of the list beside the open message", () => {
    expect(parse("messages/a1/source?q=from%3Ajo&find=x&at=10-20")).toEqual({
      ...HOME_ROUTE,
      id: "a1",
      tab: "source",
      q: "from:jo",
      find: "x",
      byteRange: { start: 10, end: 20 },
    });
  });

  it("opens Checks for the tab's former name", () => {
    expect(parse("messages/a1/findings").tab).toBe("checks");
  });

  it("is the list if the address is unknown", () => {
    expect(parse("nonsense/a/b?c=d")).toEqual(HOME_ROUTE);
    expect(parse("messages/a1/nonsense").tab).toBeNull();
    expect(parse("messages/a1/source?at=x-9&line=-1")).toMatchObject({ byteRange: null, line: null });
  });

  it("of a comparison names both messages", () => {
    const route = { ...HOME_ROUTE, id: "a1", other: "b2", q: "x" };
    expect(formatRoute(route)).toBe("messages/a1/compare/b2?q=x");
    expect(parse("messages/a1/compare/b2?q=x")).toEqual(route);
    expect(parse("messages/a1/compare")).toMatchObject({ id: "a1", other: null, tab: null });
  });

  it("knows the other views", () => {
    expect(parse("sessions/s1?line=4")).toMatchObject({ view: "sessions", id: "s1", line: 4 });
    for (const view of ["settings", "faults"] as const) {
      expect(parse(view)).toEqual({ ...HOME_ROUTE, view });
      expect(formatRoute({ ...HOME_ROUTE, view })).toBe(view);
    }
    expect(formatRoute(HOME_ROUTE)).toBe("");
  });
});
