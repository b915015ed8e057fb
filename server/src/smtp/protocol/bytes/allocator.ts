import type { Allocator } from "../../../base/allocator.ts";

/** Memory that the garbage collector reclaims. */
export const heapAllocator: Allocator = { allocate: (size) => new Uint8Array(size), release: () => undefined };
