import { useInfo } from "../data/live.ts";
import { reachableHost } from "../model/reachable-host.ts";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import { Logo } from "./Logo.tsx";

/** The name of the product, and where to send mail. */
export function SidebarHead() {
  return (
    <div className="sidebar-head">
      <span className="sidebar-mark">
        <Logo size={22} />
      </span>
      <span className="sidebar-product">Mailglass</span>
      <SmtpAddress />
    </div>
  );
}

function SmtpAddress() {
  const smtp = useInfo((info) => info?.smtp);
  if (smtp === undefined) return null;
  if (smtp === null || smtp.port === null) return <span className="sidebar-smtp">No SMTP port</span>;
  const address = `${reachableHost(smtp.host, location.hostname)}:${smtp.port}`;
  return (
    <button
      type="button"
      className="sidebar-smtp"
      title="Copy the address for SMTP"
      data-testid="copy-smtp"
      onClick={() => void copyToClipboard(address, "Address")}
    >
      SMTP {address}
    </button>
  );
}
