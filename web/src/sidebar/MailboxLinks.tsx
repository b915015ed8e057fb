import { useSidebarFacts } from "../data/sidebar-facts.ts";
import { useInbox } from "../data/stores.ts";
import { CircleAlert, Inbox, Mail } from "../ui/icons.tsx";
import { SearchLink } from "./SidebarLink.tsx";

/** All messages, and the parts of them that are looked at most. */
export function MailboxLinks() {
  const total = useInbox((inbox) => inbox.total);
  const unread = useInbox((inbox) => inbox.unread);
  const withFindings = useSidebarFacts((facts) => facts.withFindings);
  return (
    <>
      <SearchLink q="" label="Inbox" icon={<Inbox size={16} />} messages={total} testId="nav-messages" />
      <SearchLink
        q="is:unread"
        label="Unread"
        icon={<Mail size={16} />}
        messages={unread}
        countKind="badge"
        testId="nav-unread"
      />
      <SearchLink
        q="has:findings"
        label="With findings"
        icon={<CircleAlert size={16} />}
        messages={withFindings}
        testId="nav-findings"
      />
    </>
  );
}
