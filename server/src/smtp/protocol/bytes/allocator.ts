import type { Allocator } from "../../../base/allocator.ts";

/** Allocates ordinary heap memory, which the garbage collector frees. */
export const heapAllocator: Allocator = { allocate: (size) => new Uint8Array(size), release: () => undefined };
