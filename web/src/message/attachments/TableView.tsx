import Papa from "papaparse";
import { use, useMemo } from "react";
import { loadPartText } from "../../data/load-message.ts";
import { formatAmount, formatCount } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";

const MAX_ROWS = 1_000;
const MAX_COLUMNS = 100;

/** A CSV file as a table. The separator is detected; the first row is taken for the names of the columns. */
export function TableView({ id, number }: { id: string; number: string }) {
  const text = use(loadPartText(`${id} ${number}`));
  const { data, meta } = useMemo(
    () => Papa.parse<string[]>(text.replace(/^\ufeff/, ""), { skipEmptyLines: true, preview: MAX_ROWS + 2 }),
    [text],
  );
  const [names = [], ...rows] = data;
  if (data.length === 0) return <p className="panel-note">This table is empty.</p>;
  const hasMore = rows.length > MAX_ROWS || meta.truncated;
  return (
    <div className="attachment-scroll" tabIndex={0} data-testid="attachment-table">
      <table className="csv">
        <thead>
          <tr>
            {names.slice(0, MAX_COLUMNS).map((name, at) => (
              <th key={at} scope="col">
                {revealHidden(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS).map((cells, row) => (
            <tr key={row}>
              {cells.slice(0, MAX_COLUMNS).map((cell, at) => (
                <td key={at}>{revealHidden(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="attachment-note">
        {hasMore ? `The first ${formatCount(MAX_ROWS)} rows` : formatAmount(rows.length, "row")}, separated by{" "}
        <code>{meta.delimiter === "\t" ? "tab" : meta.delimiter}</code>
      </p>
    </div>
  );
}
