import type { ComponentType } from "react";
import {
  loadHtmlSource,
  loadLinks,
  loadMessage,
  loadMessageSession,
  loadParts,
  loadRequest,
} from "../data/load-message.ts";
import { createPromiseCache } from "../data/promise-cache.ts";
import type { TabLoader, TabLoaders } from "../message/MessagePane.tsx";
import { loadSource } from "../source/load-source.ts";

/** The tabs of a message. Each is loaded with its data when it is first opened. */
export const MESSAGE_TABS: TabLoaders = {
  preview: createTab(async () => (await import("../message/preview/PreviewTab.tsx")).PreviewTab, loadMessage),
  html: createTab(async () => (await import("../message/html/HtmlTab.tsx")).HtmlTab, loadHtmlSource),
  text: createTab(async () => (await import("../message/TextTab.tsx")).TextTab, loadMessage),
  links: createTab(async () => (await import("../message/links/LinksTab.tsx")).LinksTab, loadLinks),
  attachments: createTab(
    async () => (await import("../message/attachments/AttachmentsTab.tsx")).AttachmentsTab,
    loadMessage,
  ),
  headers: createTab(async () => (await import("../message/HeadersTab.tsx")).HeadersTab, loadMessage),
  source: createTab(async () => (await import("../source/SourceTab.tsx")).SourceTab, loadSource, loadParts),
  parts: createTab(async () => (await import("../message/PartsTab.tsx")).PartsTab, loadParts),
  envelope: createTab(async () => (await import("../message/EnvelopeTab.tsx")).EnvelopeTab, loadMessage),
  session: createTab(async () => (await import("../sessions/SessionTab.tsx")).SessionTab, loadMessageSession),
  request: createTab(async () => (await import("../message/request/RequestTab.tsx")).RequestTab, loadRequest),
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
