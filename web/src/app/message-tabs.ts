import type { ComponentType } from "react";
import { loadMessage, loadMessageSession, loadParts } from "../data/load-message.ts";
import { createPromiseCache } from "../data/promise-cache.ts";
import type { TabLoader, TabLoaders } from "../message/MessagePane.tsx";
import { loadSource } from "../source/load-source.ts";

/** The tabs of a message. Each is loaded with its data when it is first opened. */
export const MESSAGE_TABS: TabLoaders = {
  preview: createTab(async () => (await import("../message/PreviewTab.tsx")).PreviewTab, loadMessage),
  text: createTab(async () => (await import("../message/TextTab.tsx")).TextTab, loadMessage),
  envelope: createTab(async () => (await import("../message/EnvelopeTab.tsx")).EnvelopeTab, loadMessage),
  headers: createTab(async () => (await import("../message/HeadersTab.tsx")).HeadersTab, loadMessage),
  source: createTab(async () => (await import("../source/SourceTab.tsx")).SourceTab, loadSource, loadParts),
  parts: createTab(async () => (await import("../message/PartsTab.tsx")).PartsTab, loadParts),
  session: createTab(async () => (await import("../sessions/SessionTab.tsx")).SessionTab, loadMessageSession),
  checks: createTab(async () => (await import("../message/checks/ChecksTab.tsx")).ChecksTab, loadMessage),
};

function createTab(
  importComponent: () => Promise<ComponentType<{ id: string }>>,
  ...loaders: readonly ((id: string) => Promise<unknown>)[]
): TabLoader {
  // React's `use` requires the same promise each time.
  const load = createPromiseCache(importComponent, 1);
  return { code: () => load(""), data: (id) => loaders.map((one) => one(id)) };
}
