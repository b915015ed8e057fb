import type { HeaderField } from "@mailglass/shared";
import { use, useState } from "react";
import { loadMessage } from "../data/load-message.ts";
import { routeTo } from "../data/router.ts";
import { useSearchWords } from "../data/use-search-words.ts";
import { formatDuration, formatExactTime } from "../model/format.ts";
import { countHighlights, searchWordsInHeaders } from "../model/highlight.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { Button, SegmentedControl } from "../ui/Button.tsx";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import { FilterInput } from "../ui/FilterInput.tsx";
import { HighlightedText } from "../ui/HighlightedText.tsx";
import { Copy } from "../ui/icons.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";
import { parseReceivedChain } from "./received-chain.ts";
import "./headers-tab.css";

const HEADER_FORMATS = [
  { value: "decoded", label: "Decoded", title: "Encoded words decoded, lines unfolded" },
  { value: "unfolded", label: "Unfolded", title: "As sent, lines unfolded" },
  { value: "sent", label: "As sent", title: "As sent, including line folds" },
] as const;
type HeaderFormat = (typeof HEADER_FORMATS)[number]["value"];

/** Maximum characters of a field that are rendered; the source has the rest. */
const MAX_FIELD_CHARACTERS = 4_000;
const MAX_HEADER_FIELDS = 1_000;

function formatHeaderField(field: HeaderField, format: HeaderFormat): string {
  if (format === "decoded") return field.value;
  return format === "sent" ? field.raw.trimStart() : field.raw.replace(/\r?\n(?=[ \t])/g, "").trimStart();
}

/** The header fields in order, decoded or as sent. */
export function HeadersTab({ id }: { id: string }) {
  const { headers } = use(loadMessage(id));
  const [format, setFormat] = useState<HeaderFormat>("decoded");
  const [filter, setFilter] = useState("");
  const words = useSearchWords(searchWordsInHeaders);
  const needle = filter.toLowerCase();
  const shown = headers.filter(({ name, value }) => `${name}: ${value}`.toLowerCase().includes(needle));
  const visibleFields = shown
    .slice(0, MAX_HEADER_FIELDS)
    .map((field) => ({ field, text: truncateField(formatHeaderField(field, format)) }));
  const marks = countHighlights(
    visibleFields.map(({ text }) => text.shown),
    words,
  );
  const text = () => shown.map((field) => `${field.name}: ${formatHeaderField(field, format)}`).join("\n");
  return (
    <>
      <div className="panel-bar">
        <FilterInput label="Filter fields" data-testid="header-filter" value={filter} onText={setFilter} />
        <SegmentedControl label="Reading" size="small" value={format} options={HEADER_FORMATS} onChange={setFormat} />
        <span className="is-end">
          {shown.length === headers.length ? headers.length : `${shown.length} of ${headers.length}`} fields
        </span>
        <Button size="small" kind="plain" onClick={() => void copyToClipboard(text(), "Headers")}>
          <Copy size={13} /> Copy
        </Button>
      </div>
      <div className="panel-body" tabIndex={0} role="region" aria-label="Header fields">
        {headers.length === 0 && <p>This message has no header fields.</p>}
        <dl className="headers" data-reading={format}>
          {visibleFields.map(({ field, text }, at) => (
            <HeaderFieldRow key={field.start} id={id} field={field} text={text} words={words} marks={marks[at] ?? 0} />
          ))}
        </dl>
        {shown.length > MAX_HEADER_FIELDS && <p>and {shown.length - MAX_HEADER_FIELDS} more: see the source.</p>}
        {needle === "" && <ReceivedChain headers={headers} />}
      </div>
    </>
  );
}

interface HeaderFieldRowProps {
  id: string;
  field: HeaderField;
  text: TruncatedText;
  words: readonly string[];
  marks: number;
}

/** The rendered part of a field, and the number of characters left out. */
interface TruncatedText {
  readonly shown: string;
  readonly more: number;
}

function truncateField(text: string): TruncatedText {
  const shown = revealHidden(text.slice(0, MAX_FIELD_CHARACTERS).replaceAll("\r\n", "\n"));
  return { shown, more: Math.max(0, text.length - MAX_FIELD_CHARACTERS) };
}

function HeaderFieldRow({ id, field, text, words, marks }: HeaderFieldRowProps) {
  const { name, start, end } = field;
  return (
    <div className="header" data-testid="header">
      <dt>
        <RouteLink to={routeTo({ id, tab: "source", byteRange: { start, end } })} title="Show in the source">
          {name}
        </RouteLink>
      </dt>
      <dd>
        <HighlightedText text={text.shown} words={words} maxHighlights={marks} />
        {text.more > 0 && <span className="badge">and {text.more.toLocaleString("en")} more characters</span>}
      </dd>
    </div>
  );
}

/** The servers that the message passed through, first to last, and the delay at each. */
function ReceivedChain({ headers }: { headers: readonly HeaderField[] }) {
  const hops = parseReceivedChain(headers);
  if (hops.length === 0) return null;
  return (
    <section aria-label="Received chain">
      <h3 className="panel-heading">Delivery path</h3>
      <ol className="hops" data-testid="received-chain">
        {hops.map((hop, at) => (
          <li key={at} className="hop">
            <span className="hop-delay">{hop.delay === null ? "" : formatDelay(hop.delay)}</span>
            <span>
              <strong>{hop.by || "unknown"}</strong> {hop.from !== "" && <>from {hop.from} </>}
              {hop.with !== "" && <span className="badge">{hop.with}</span>}
              <br />
              <span className="is-absent">{hop.at === null ? "no valid date" : formatExactTime(hop.at)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function formatDelay(milliseconds: number): string {
  return milliseconds < 0 ? `−${formatDuration(-milliseconds)}` : `+${formatDuration(milliseconds)}`;
}
