import { createFieldTerm } from "@mailglass/shared";
import { useEffect, useState } from "react";
import { client } from "../data/client.ts";
import { type RecipientCount, useSidebarFacts } from "../data/sidebar-facts.ts";
import { FilterInput } from "../ui/FilterInput.tsx";
import { SearchLink } from "./SidebarLink.tsx";
import { SidebarSection } from "./SidebarSection.tsx";

/** With more recipients than this, the list has a filter. */
const MIN_FILTERED = 8;
const MAX_FOUND = 50;

/** The recipients, most frequent first. Each is a search. */
export function RecipientList() {
  const newest = useSidebarFacts((facts) => facts.recipients);
  const total = useSidebarFacts((facts) => facts.recipientCount);
  const [filter, setFilter] = useState("");
  const recipients = useFoundRecipients(filter, newest);
  if (total === 0) return null;
  return (
    <SidebarSection title="Recipients" testId="sidebar-recipients">
      {total > MIN_FILTERED && <FilterInput label="Filter recipients" value={filter} onText={setFilter} />}
      <ul>
        {recipients.map(({ address, messages }) => (
          <li key={address}>
            <SearchLink
              q={createFieldTerm("to", address).text}
              label={address}
              messages={messages}
              testId="sidebar-recipient"
            />
          </li>
        ))}
      </ul>
      {recipients.length === 0 && <p className="sidebar-note">No such recipient</p>}
    </SidebarSection>
  );
}

/** Returns the recipients that contain the filter's text. The server has more of them than the sidebar. */
function useFoundRecipients(filter: string, newest: readonly RecipientCount[]): readonly RecipientCount[] {
  const [found, setFound] = useState<readonly RecipientCount[]>([]);
  const match = filter.trim();
  useEffect(() => {
    if (match === "") return undefined;
    const request = new AbortController();
    client.listRecipients({ query: { match, limit: MAX_FOUND } }, { signal: request.signal }).then(
      ({ items }) => setFound(items),
      // What was found before stays.
      () => undefined,
    );
    return () => request.abort();
  }, [match]);
  return match === "" ? newest : found;
}
