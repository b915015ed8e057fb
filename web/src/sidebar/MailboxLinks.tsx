import { routeTo, useRoute } from "../data/router.ts";
import { useSidebarFacts } from "../data/sidebar-facts.ts";
import { useInbox } from "../data/stores.ts";
import { CircleAlert, Inbox, Mail } from "../ui/icons.tsx";
import { SidebarLink } from "./SidebarLink.tsx";

const UNREAD_QUERY = "is:unread";
const FINDINGS_QUERY = "has:findings";

/** All messages, and the parts of them that are looked at most. */
export function MailboxLinks() {
  const total = useInbox((inbox) => inbox.total);
  const unread = useInbox((inbox) => inbox.unread);
  const withFindings = useSidebarFacts((facts) => facts.withFindings);
  const query = useRoute((route) => (route.view === "messages" ? route.q : null));
  return (
    <>
      <SidebarLink
        to={routeTo({ q: "" })}
        label="Inbox"
        icon={<Inbox size={16} />}
        isCurrent={query === ""}
        count={total}
        countOf={total === 1 ? "message" : "messages"}
        testId="nav-messages"
      />
      <SidebarLink
        to={routeTo({ q: UNREAD_QUERY })}
        label="Unread"
        icon={<Mail size={16} />}
        isCurrent={query === UNREAD_QUERY}
        count={unread}
        countOf={unread === 1 ? "message" : "messages"}
        countKind="badge"
        testId="nav-unread"
      />
      <SidebarLink
        to={routeTo({ q: FINDINGS_QUERY })}
        label="With findings"
        icon={<CircleAlert size={16} />}
        isCurrent={query === FINDINGS_QUERY}
        count={withFindings}
        countOf={withFindings === 1 ? "message" : "messages"}
        testId="nav-findings"
      />
    </>
  );
}
