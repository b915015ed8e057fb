import { createFieldTerm } from "@mailglass/shared";
import { useState } from "react";
import { client } from "../data/client.ts";
import { useSidebarFacts } from "../data/sidebar-facts.ts";
import { FilterInput } from "../ui/FilterInput.tsx";
import { SearchLink } from "./SidebarLink.tsx";
import { SidebarSection } from "./SidebarSection.tsx";
import { useFoundEntries } from "./use-found-entries.ts";

/** With more recipients than this, the list has a filter. */
const MIN_FILTERED = 8;

/** The recipients, most frequent first. Each is a search. */
export function RecipientList() {
  const listed = useSidebarFacts((facts) => facts.recipients);
  const total = useSidebarFacts((facts) => facts.recipientCount);
  const [filter, setFilter] = useState("");
  const recipients = useFoundEntries(filter, listed, (query, options) => client.listRecipients({ query }, options));
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
