import { createFieldTerm } from "@mailglass/shared";
import { client, describeError } from "./client.ts";
import { currentRoute, navigate, routeTo } from "./router.ts";
import { loadSidebarFacts } from "./sidebar-facts.ts";
import { showToast } from "./toasts.ts";

/** Renames a tag in all messages. A search for it becomes one for the new name. */
export async function renameTag(tag: string, name: string): Promise<void> {
  try {
    await client.renameTag({ params: { tag }, body: { name } });
  } catch (reason) {
    showToast(`The tag could not be renamed: ${describeError(reason)}`, { kind: "error" });
    return;
  }
  if (isSearchFor(tag)) navigate(routeTo({ q: createFieldTerm("tag", name).text }), "replace");
  await loadSidebarFacts();
}

/** Removes a tag from all messages. A search for it, which would find nothing any more, ends. */
export async function removeTag(tag: string): Promise<void> {
  try {
    await client.deleteTag({ params: { tag } });
  } catch (reason) {
    showToast(`The tag could not be removed: ${describeError(reason)}`, { kind: "error" });
    return;
  }
  if (isSearchFor(tag)) navigate(routeTo({ q: "" }), "replace");
  await loadSidebarFacts();
}

function isSearchFor(tag: string): boolean {
  const { view, q } = currentRoute();
  return view === "messages" && q === createFieldTerm("tag", tag).text;
}
