import { WebSocket } from "ws";
import { fetchJson } from "./load/http.ts";

/** Node's own figures of its memory after a full garbage collection, in bytes. */
export interface HeapUsage {
  readonly rss: number;
  readonly heapUsed: number;
  /** Buffers and the like, outside of the heap. */
  readonly external: number;
}

const MEMORY_EXPRESSION = "JSON.stringify(process.memoryUsage())";

/** Collects garbage in a server that was started with its inspector open, and returns the memory that is left. */
export async function measureHeapUsage(inspectorPort: number): Promise<HeapUsage> {
  const [target] = await fetchJson<{ webSocketDebuggerUrl: string }[]>(inspectorPort, "/json/list");
  if (target === undefined) throw new Error("the inspector has no target");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const call = (id: number, method: string, params: object = {}) =>
    new Promise<{ result: { result?: { value?: string } } }>((resolve) => {
      socket.on("message", (data: Buffer) => {
        const answer = JSON.parse(data.toString()) as { id: number; result: { result?: { value?: string } } };
        if (answer.id === id) resolve(answer);
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  await call(1, "HeapProfiler.collectGarbage");
  await call(2, "HeapProfiler.collectGarbage"); // collects what finalizers released
  const { result } = await call(3, "Runtime.evaluate", { expression: MEMORY_EXPRESSION });
  socket.terminate();
  return JSON.parse(result.result?.value ?? "{}") as HeapUsage;
}
