import type { HeaderField } from "@mailglass/shared";
import { Copy } from "lucide-react";
import { use, useState } from "react";
import { routeTo } from "../app/router.ts";
import { formatExactTime, formatSpan } from "../model/format.ts";
import { visible } from "../model/visible.ts";
import { Marked } from "../search/Marked.tsx";
import { marksIn, wordsInHeaders } from "../search/marks.ts";
import { useWords } from "../search/use-words.ts";
import { Button, Segments } from "../ui/Button.tsx";
import { copy } from "../ui/copy.ts";
import { Filter } from "../ui/Filter.tsx";
import { Link } from "../ui/Link.tsx";
import { loadMessage } from "./load.ts";
import { receivedChain } from "./received.ts";
import "./headers.css";

const READINGS = [
  { value: "decoded", label: "Decoded", title: "Encoded words decoded, folds undone" },
  { value: "unfolded", label: "Unfolded", title: "As sent, folds undone" },
  { value: "sent", label: "As sent", title: "As sent, with its folds" },
] as const;
type Reading = (typeof READINGS)[number]["value"];

/** A field of megabytes is not a thing to draw: the rest is in the source. */
const MOST_CHARACTERS = 4_000;
const MOST_FIELDS = 1_000;

function read(field: HeaderField, reading: Reading): string {
  if (reading === "decoded") return field.value;
  return reading === "sent" ? field.raw.trimStart() : field.raw.replace(/\r?\n(?=[ \t])/g, "").trimStart();
}

/** The header fields in their order, as they mean and as they were sent. */
export function HeadersRoom({ id }: { id: string }) {
  const { headers } = use(loadMessage(id));
  const [reading, setReading] = useState<Reading>("decoded");
  const [filter, setFilter] = useState("");
  const words = useWords(wordsInHeaders);
  const wanted = filter.toLowerCase();
  const shown = headers.filter(({ name, value }) => `${name}: ${value}`.toLowerCase().includes(wanted));
  const drawn = shown.slice(0, MOST_FIELDS).map((field) => ({ field, text: beginningOf(read(field, reading)) }));
  const marks = marksIn(
    drawn.map(({ text }) => text.shown),
    words,
  );
  const text = () => shown.map((field) => `${field.name}: ${read(field, reading)}`).join("\n");
  return (
    <>
      <div className="room-bar">
        <Filter label="Filter fields" data-testid="header-filter" value={filter} onText={setFilter} />
        <Segments label="Reading" size="small" value={reading} options={READINGS} onChange={setReading} />
        <span className="is-end">
          {shown.length === headers.length ? headers.length : `${shown.length} of ${headers.length}`} fields
        </span>
        <Button size="small" kind="plain" onClick={() => void copy(text(), "Headers")}>
          <Copy size={13} aria-hidden /> Copy
        </Button>
      </div>
      <div className="room-body" tabIndex={0} role="region" aria-label="Header fields">
        {headers.length === 0 && <p>This message has no header fields at all.</p>}
        <dl className="headers" data-reading={reading}>
          {drawn.map(({ field, text }, at) => (
            <Field key={field.start} id={id} field={field} text={text} words={words} marks={marks[at] ?? 0} />
          ))}
        </dl>
        {shown.length > MOST_FIELDS && <p>and {shown.length - MOST_FIELDS} more: see the source.</p>}
        {wanted === "" && <Received headers={headers} />}
      </div>
    </>
  );
}

interface FieldProps {
  id: string;
  field: HeaderField;
  text: Beginning;
  words: readonly string[];
  marks: number;
}

/** What is drawn of a field, and how many characters it has besides. */
interface Beginning {
  readonly shown: string;
  readonly more: number;
}

function beginningOf(text: string): Beginning {
  const shown = visible(text.slice(0, MOST_CHARACTERS).replaceAll("\r\n", "\n"));
  return { shown, more: Math.max(0, text.length - MOST_CHARACTERS) };
}

function Field({ id, field, text, words, marks }: FieldProps) {
  const { name, start, end } = field;
  return (
    <div className="header" data-testid="header">
      <dt>
        <Link to={routeTo({ id, tab: "source", at: { start, end } })} title="Show in the source">
          {name}
        </Link>
      </dt>
      <dd>
        <Marked text={text.shown} words={words} most={marks} />
        {text.more > 0 && <span className="badge">and {text.more.toLocaleString("en")} characters more</span>}
      </dd>
    </div>
  );
}

/** The servers that the message came through, first to last, and how long each took. */
function Received({ headers }: { headers: readonly HeaderField[] }) {
  const hops = receivedChain(headers);
  if (hops.length === 0) return null;
  return (
    <section aria-label="Received chain">
      <h3 className="room-heading">The way it came</h3>
      <ol className="hops" data-testid="received-chain">
        {hops.map((hop, at) => (
          <li key={at} className="hop">
            <span className="hop-delay">{hop.delay === null ? "" : delay(hop.delay)}</span>
            <span>
              <strong>{hop.by || "unknown"}</strong> {hop.from !== "" && <>from {hop.from} </>}
              {hop.with !== "" && <span className="badge">{hop.with}</span>}
              <br />
              <span className="is-absent">{hop.at === null ? "no readable date" : formatExactTime(hop.at)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function delay(milliseconds: number): string {
  return milliseconds < 0 ? `−${formatSpan(-milliseconds)}` : `+${formatSpan(milliseconds)}`;
}
