import { use, useMemo } from "react";
import { loadPartText } from "../../data/load-message.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { type Contact, readContacts } from "./read-contacts.ts";

/** The contacts of a vCard file, each as a card; or its text if it cannot be read. */
export function ContactView({ id, number }: { id: string; number: string }) {
  const text = use(loadPartText(`${id} ${number}`));
  const contacts = useMemo(() => readContacts(text), [text]);
  return (
    <div className="attachment-scroll" tabIndex={0}>
      {contacts.map((contact, at) => (
        <ContactCard key={at} contact={contact} />
      ))}
      {contacts.length === 0 && (
        <>
          <p className="panel-note">This vCard cannot be read.</p>
          <pre className="attachment-text">{revealHidden(text)}</pre>
        </>
      )}
    </div>
  );
}

function ContactCard({ contact: { name, facts } }: { contact: Contact }) {
  return (
    <section className="content-card" aria-label="Contact" data-testid="contact-card">
      <header className="content-card-head">
        <span className="badge">Contact</span>
        <h3>{revealHidden(name)}</h3>
      </header>
      <dl className="facts">
        {facts.map(({ name, value }, at) => (
          <div key={at} className="contact-fact">
            <dt>{revealHidden(name)}</dt>
            <dd>{revealHidden(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
