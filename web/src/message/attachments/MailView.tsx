import PostalMime, { type Address, type Email } from "postal-mime";
import { use } from "react";
import { client } from "../../data/client.ts";
import { createPromiseCache } from "../../data/promise-cache.ts";
import { formatBytes, formatFullMailbox } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";

/** Characters of the text that are shown. */
const MAX_SHOWN_CHARACTERS = 500_000;

/** Reads an attached message. The key is the message's id and the part's number. */
const loadAttachedMail = createPromiseCache(async (key: string): Promise<Email> => {
  const [id = "", number = ""] = key.split(" ");
  return PostalMime.parse(await client.getPart({ params: { id, number } }), { maxNestingDepth: 50 });
}, 5);

/** An attached message: its people, its subject and its text. Its HTML is not shown: it is not sanitized. */
export function MailView({ id, number }: { id: string; number: string }) {
  const mail = use(loadAttachedMail(`${id} ${number}`));
  const { subject, date, text, html, attachments } = mail;
  return (
    <div className="attachment-scroll" tabIndex={0} data-testid="attached-mail">
      <h3 className="attached-mail-subject">{revealHidden(subject ?? "") || "(no subject)"}</h3>
      <dl className="facts">
        <PeopleFact name="From" people={mail.from ? [mail.from] : []} />
        <PeopleFact name="To" people={mail.to ?? []} />
        <PeopleFact name="Cc" people={mail.cc ?? []} />
        {date !== undefined && (
          <>
            <dt>Date</dt>
            <dd>{revealHidden(date)}</dd>
          </>
        )}
        {attachments.length > 0 && (
          <>
            <dt>Attachments</dt>
            <dd>
              {attachments
                .map(({ filename, mimeType, content }) => {
                  const size = typeof content === "string" ? content.length : content.byteLength;
                  return `${revealHidden(filename ?? mimeType)} (${formatBytes(size)})`;
                })
                .join(", ")}
            </dd>
          </>
        )}
      </dl>
      <pre className="attachment-text">{revealHidden((text ?? html ?? "").slice(0, MAX_SHOWN_CHARACTERS))}</pre>
    </div>
  );
}

function PeopleFact({ name, people }: { name: string; people: readonly Address[] }) {
  // A group (RFC 5322 §3.4) has members in place of an address.
  const mailboxes = people.flatMap((one) => one.group ?? [{ name: one.name, address: one.address ?? "" }]);
  if (mailboxes.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{mailboxes.map((mailbox) => revealHidden(formatFullMailbox(mailbox))).join(", ")}</dd>
    </>
  );
}
