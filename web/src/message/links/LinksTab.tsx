import type { Link } from "@mailglass/shared";
import { use, useMemo, useState } from "react";
import { loadLinks } from "../../data/load-message.ts";
import { formatAmount } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { copyToClipboard } from "../../ui/copy-to-clipboard.ts";
import { FilterInput } from "../../ui/FilterInput.tsx";
import { Copy } from "../../ui/icons.tsx";
import { LinkCheckSection } from "../checks/LinkCheckSection.tsx";
import { findMismatchedHost } from "./link-mismatch.ts";
import "./links-tab.css";

/** Links that are shown; the API lists more. */
const MAX_SHOWN_LINKS = 1_000;
/** Characters of a target that are shown. */
const MAX_SHOWN_LENGTH = 2_000;

const PLACES: Readonly<Record<Link["shownAs"], string>> = { anchor: "Link", image: "Image", url: "Plain URL" };

/** Every link: its text, where it leads, and where it is. */
export function LinksTab({ id }: { id: string }) {
  const links = use(loadLinks(id));
  const [filter, setFilter] = useState("");
  const mismatches = useMemo(() => new Map(links.map((link) => [link, findMismatchedHost(link)])), [links]);
  if (links.length === 0) return <p className="panel-note">This message has no links.</p>;
  const needle = filter.toLowerCase();
  const found = links.filter(({ href, text }) => `${text} ${href}`.toLowerCase().includes(needle));
  const mismatched = [...mismatches.values()].filter((host) => host !== null).length;
  return (
    <>
      <div className="panel-bar">
        <FilterInput label="Filter links" data-testid="link-filter" value={filter} onText={setFilter} />
        {mismatched > 0 && (
          <span className="badge" data-kind="warning">
            {formatAmount(mismatched, "link leads", "links lead")} elsewhere than the text says
          </span>
        )}
        <span className="is-end">
          {found.length === links.length
            ? formatAmount(links.length, "link")
            : `${found.length} of ${links.length} links`}
        </span>
        <Button
          size="small"
          kind="plain"
          onClick={() => void copyToClipboard(found.map(({ href }) => href).join("\n"), "Links")}
        >
          <Copy size={13} /> Copy
        </Button>
      </div>
      <div className="panel-body" tabIndex={0} role="region" aria-label="Links">
        <table className="links">
          <thead>
            <tr>
              <th scope="col">What the reader sees</th>
              <th scope="col">Where it leads</th>
              <th scope="col">Part</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, MAX_SHOWN_LINKS).map((link) => (
              <LinkRow key={link.href} link={link} namedHost={mismatches.get(link) ?? null} />
            ))}
          </tbody>
        </table>
        {found.length > MAX_SHOWN_LINKS && (
          <p className="panel-note">{formatAmount(found.length - MAX_SHOWN_LINKS, "more link")}: filter them.</p>
        )}
        <LinkCheckSection id={id} />
      </div>
    </>
  );
}

interface LinkRowProps {
  link: Link;
  /** The host that the text names, if the link leads to another one. */
  namedHost: string | null;
}

function LinkRow({ link, namedHost }: LinkRowProps) {
  const { href, text, shownAs } = link;
  const shownHref = revealHidden(href.length > MAX_SHOWN_LENGTH ? `${href.slice(0, MAX_SHOWN_LENGTH)}…` : href);
  return (
    <tr data-testid="link">
      <td className="link-text">
        <span className="badge">{PLACES[shownAs]}</span>{" "}
        {text === "" ? shownAs === "image" && <em>no alternative text</em> : revealHidden(text)}
        {namedHost !== null && (
          <span className="badge" data-kind="warning" data-testid="link-mismatch">
            the text says {revealHidden(namedHost)}
          </span>
        )}
      </td>
      <td className="link-target">
        {/^(?:https?|mailto|tel):/i.test(href) ? (
          <a href={href} target="_blank" rel="noopener noreferrer">
            {shownHref}
          </a>
        ) : (
          shownHref
        )}
      </td>
      <td>{link.in === "html" ? "HTML" : "Text"}</td>
      <td>
        <IconButton label={`Copy ${shownHref}`} size="small" onClick={() => void copyToClipboard(href, "Link")}>
          <Copy size={13} />
        </IconButton>
      </td>
    </tr>
  );
}
