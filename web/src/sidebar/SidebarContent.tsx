import { useEffect } from "react";
import { watchSidebarFacts } from "../data/sidebar-facts.ts";
import { MailboxLinks } from "./MailboxLinks.tsx";
import { RecipientList } from "./RecipientList.tsx";
import { SavedSearchList } from "./SavedSearchList.tsx";
import { ServerLinks } from "./ServerLinks.tsx";
import { SourceList } from "./SourceList.tsx";
import { TagList } from "./TagList.tsx";

/** All places of the page: parts of the mailbox, searches, and the server. */
export function SidebarContent() {
  useEffect(watchSidebarFacts, []);
  return (
    <>
      <div className="sidebar-lists">
        <MailboxLinks />
        <SavedSearchList />
        <TagList />
        <SourceList />
        <RecipientList />
      </div>
      <ServerLinks />
    </>
  );
}
