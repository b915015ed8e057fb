import type { ProviderField } from "@mailglass/shared";
import { revealHidden } from "../../model/reveal-hidden.ts";

/** The values of a request, each with what it became in the message. */
export function RequestFieldTable({ fields }: { fields: readonly ProviderField[] }) {
  if (fields.length === 0) return <p>The request has no fields.</p>;
  return (
    <table className="request-fields">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Value</th>
          <th scope="col">Became</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, value, mappedTo }, at) => (
          <tr key={at} data-testid="request-field">
            <th scope="row">{revealHidden(name)}</th>
            <td className="request-value">{revealHidden(value)}</td>
            <td>
              {mappedTo ?? (
                <span className="badge" data-kind="warning">
                  not recognised
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
