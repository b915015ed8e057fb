import type { FeatureClient, HtmlFeatureSupport } from "@mailglass/shared";
import { routeTo } from "../../data/router.ts";
import { formatAmount, formatCount } from "../../model/format.ts";
import { RouteLink } from "../../ui/RouteLink.tsx";
import { NoteText } from "./NoteText.tsx";

/** The features that some clients do not support, worst first, and where they are used. */
export function SupportByFeature({ id, features }: { id: string; features: readonly HtmlFeatureSupport[] }) {
  const problems = features.filter(({ clients }) => clients.none.length + clients.partial.length > 0);
  const supported = features.length - problems.length;
  return (
    <>
      <ul className="support-list">
        {problems.map((feature) => (
          <FeatureRow key={feature.slug} id={id} feature={feature} />
        ))}
      </ul>
      {supported > 0 && (
        <p className="html-support-note">
          {formatAmount(supported, "other feature is", "other features are")} supported by all clients that were tested.
        </p>
      )}
    </>
  );
}

function FeatureRow({ id, feature }: { id: string; feature: HtmlFeatureSupport }) {
  const { slug, title, url, count, clients, places } = feature;
  const all = clients.full.length + clients.partial.length + clients.none.length;
  const [first] = places;
  return (
    <li data-testid="support-feature" data-slug={slug}>
      <details>
        <summary className="support-row support-feature">
          <span className="support-name">{title}</span>
          <span className="support-counts">
            {clients.none.length > 0 && (
              <span className="badge" data-kind="error">
                not in {clients.none.length} of {all}
              </span>
            )}{" "}
            {clients.partial.length > 0 && (
              <span className="badge" data-kind="warning">
                partly in {clients.partial.length}
              </span>
            )}
          </span>
        </summary>
        <div className="support-details">
          <p>
            {first?.in === "source" && (
              <>
                <RouteLink
                  to={routeTo({ id, tab: "source", byteRange: { start: first.start, end: first.end } })}
                  data-testid="feature-jump"
                >
                  {count === 1 ? "Show it" : `Show the first of ${formatCount(count)}`} in the source
                </RouteLink>
                {" · "}
              </>
            )}
            <a href={url} target="_blank" rel="noreferrer">
              caniemail.com
            </a>
          </p>
          <ClientGroup title="Not supported" clients={clients.none} />
          <ClientGroup title="Partly supported" clients={clients.partial} />
        </div>
      </details>
    </li>
  );
}

function ClientGroup({ title, clients }: { title: string; clients: readonly FeatureClient[] }) {
  if (clients.length === 0) return null;
  const notes = new Set(clients.flatMap((one) => one.notes));
  return (
    <div>
      <p>
        <strong>{title}:</strong> {clients.map(({ client, since }) => `${client} (since ${since})`).join(", ")}
      </p>
      {[...notes].map((note) => (
        <NoteText key={note} note={note} />
      ))}
    </div>
  );
}
