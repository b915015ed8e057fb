import { client } from "../data/client.ts";
import { formatAmount, formatBytes, formatCount } from "../model/format.ts";
import { Button, IconButton, LinkButton } from "../ui/Button.tsx";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import { FindControls } from "../ui/FindControls.tsx";
import { ChevronDown, ChevronUp, Copy, Download } from "../ui/icons.tsx";
import { MAX_MATCHES } from "./find-bytes.ts";
import type { SourceMatches } from "./use-find-in-source.ts";

interface SourceBarProps {
  id: string;
  bytes: Uint8Array;
  lines: number;
  text: string;
  matches: SourceMatches;
  step: number;
  /** Number of places that findings refer to. */
  placeCount: number;
  /** Index of the place that is shown; -1 if none is. */
  placeAt: number;
  /** The codes of its findings. */
  placeName: string;
  onPlace: (by: 1 | -1) => void;
  onText: (text: string) => void;
  onStep: (by: 1 | -1) => void;
}

/** Maximum bytes for the clipboard: tens of megabytes stop most programs that paste them. */
const MAX_COPY_BYTES = 5_000_000;

export function SourceBar({ id, bytes, lines, text, matches, step, onText, onStep, ...places }: SourceBarProps) {
  return (
    <div className="panel-bar">
      <FindControls
        label="Find in source"
        text={text}
        found={describeMatches(matches, step)}
        onText={onText}
        onStep={onStep}
      />
      {text === "" && places.placeCount > 0 && <PlaceSteps {...places} />}
      <span className="is-end">
        {formatAmount(lines, "line")} ·{" "}
        <span title={`${formatCount(bytes.length)} bytes`}>{formatBytes(bytes.length)}</span>
      </span>
      <Button
        size="small"
        kind="plain"
        disabled={bytes.length > MAX_COPY_BYTES}
        title={bytes.length > MAX_COPY_BYTES ? "Too large for the clipboard: download it" : undefined}
        onClick={() => void copyToClipboard(new TextDecoder().decode(bytes), "Source")}
      >
        <Copy size={13} /> Copy
      </Button>
      <LinkButton size="small" kind="plain" href={client.urlOf("getRaw", { id }).href} download="">
        <Download size={13} /> .eml
      </LinkButton>
    </div>
  );
}

type PlaceStepsProps = Pick<SourceBarProps, "placeCount" | "placeAt" | "placeName" | "onPlace">;

/** Steps through the places of the findings. */
function PlaceSteps({ placeCount, placeAt, placeName, onPlace }: PlaceStepsProps) {
  return (
    <span className="source-places" role="group" aria-label="Places of findings in the source">
      <output className="source-found" data-testid="place-count">
        {placeAt < 0 ? formatAmount(placeCount, "place") : `${formatCount(placeAt + 1)} of ${formatCount(placeCount)}`}
      </output>
      <IconButton label="Previous finding" size="small" onClick={() => onPlace(-1)}>
        <ChevronUp size={14} />
      </IconButton>
      <IconButton label="Next finding" size="small" onClick={() => onPlace(1)}>
        <ChevronDown size={14} />
      </IconButton>
      <span className="source-place-name">{placeName}</span>
    </span>
  );
}

function describeMatches(matches: SourceMatches, step: number): string {
  if (matches.offsets.length === 0) return matches.isComplete ? "not found" : "searching…";
  const overflow = matches.offsets.length >= MAX_MATCHES ? "+" : "";
  return `${formatCount(step + 1)} of ${formatCount(matches.offsets.length)}${overflow}${matches.isComplete ? "" : "…"}`;
}
