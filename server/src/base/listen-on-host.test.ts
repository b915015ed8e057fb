import { describe, expect, test } from "vitest";
import { listenOnHost, type OpenListener } from "./listen-on-host.ts";

class ListenError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** A system with these addresses, on which some ports are in use. The first free port from 2000 is assigned for port 0. */
function createSystem(addresses: readonly string[], inUse: readonly string[] = []) {
  const open = new Set<string>(inUse);
  let lastPort = 1999;
  return {
    open,
    async listen(host: string, wanted: number): Promise<OpenListener> {
      if (!addresses.includes(host)) throw new ListenError(host.includes(":") ? "EAFNOSUPPORT" : "EADDRNOTAVAIL");
      const port = wanted === 0 ? ++lastPort : wanted;
      const name = `${host} ${port}`;
      if (open.has(name)) throw new ListenError("EADDRINUSE");
      open.add(name);
      return { host, port, close: async () => open.delete(name) };
    },
  };
}

const BOTH = ["127.0.0.1", "::1", "::", "0.0.0.0"];

describe("listenOnHost", () => {
  test.each([
    ["localhost", 25, BOTH, ["127.0.0.1 25", "::1 25"]],
    ["localhost", 25, ["127.0.0.1"], ["127.0.0.1 25"]],
    ["localhost", 25, ["::1"], ["::1 25"]],
    ["::", 25, BOTH, [":: 25"]],
    ["::", 25, ["0.0.0.0"], ["0.0.0.0 25"]],
    ["127.0.0.1", 25, BOTH, ["127.0.0.1 25"]],
  ])("%s:%i on a system with %j opens %j", async (host, port, addresses, expected) => {
    const system = createSystem(addresses);
    const listeners = await listenOnHost(host, port, system.listen);
    expect(listeners.map((one) => `${one.host} ${one.port}`)).toEqual(expected);
    expect([...system.open].sort()).toEqual(expected);
  });

  test("a port that the system chose is tried again if it is in use on the other address", async () => {
    const system = createSystem(BOTH, ["127.0.0.1 2000", "127.0.0.1 2001"]);
    const listeners = await listenOnHost("localhost", 0, system.listen);
    expect(listeners.map((one) => `${one.host} ${one.port}`)).toEqual(["127.0.0.1 2002", "::1 2002"]);
    expect(system.open.size).toBe(4);
  });

  test.each(["127.0.0.1 25", "::1 25"])("with %s in use, nothing stays open", async (used) => {
    const system = createSystem(BOTH, [used]);
    await expect(listenOnHost("localhost", 25, system.listen)).rejects.toThrow("EADDRINUSE");
    expect([...system.open]).toEqual([used]);
  });

  test("without any of the addresses, the error is that of the system", async () => {
    await expect(listenOnHost("localhost", 25, createSystem([]).listen)).rejects.toThrow("EADDRNOTAVAIL");
  });
});
