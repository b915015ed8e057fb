import type { ProviderField, ProviderRequest } from "@mailglass/shared";
import { use } from "react";
import { loadRequest } from "../../data/load-message.ts";
import { formatAmount, formatExactTime } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { RequestFieldTable } from "./RequestFieldTable.tsx";
import "./request-tab.css";

/** The request to a provider's API that sent a message: what it contained, what each value became, and the reply. */
export function RequestTab({ id }: { id: string }) {
  const request = use(loadRequest(id));
  const { fields, fieldCount, headers, template, reply } = request;
  const unknown = fields.filter(({ mappedTo }) => mappedTo === null);
  return (
    <div className="panel-body" tabIndex={0} role="region" aria-label="Request">
      <RequestFacts request={request} />
      <h3 className="panel-heading">
        Fields <span className="badge">{formatAmount(fieldCount, "value")}</span>
      </h3>
      <UnknownFields fields={unknown} label={request.label} />
      <RequestFieldTable fields={fields} />
      {fieldCount > fields.length && <p>and {formatAmount(fieldCount - fields.length, "more value")}</p>}
      {template !== null && <TemplateFacts template={template} />}
      <h3 className="panel-heading">Header fields of the request</h3>
      <dl className="facts" data-testid="request-headers">
        {headers.map(({ name, value }, at) => (
          <Fact key={at} name={name} value={value} />
        ))}
      </dl>
      <h3 className="panel-heading">
        Reply <span className="badge">{reply.status}</span>
      </h3>
      <Json text={reply.body} label="Body of the reply" />
    </div>
  );
}

function RequestFacts({ request }: { request: ProviderRequest }) {
  const { label, method, path, messageId, scheduledAt } = request;
  return (
    <dl className="facts" data-testid="request-facts">
      <Fact name="API" value={label} />
      <Fact name="Request" value={`${method} ${path}`} />
      <Fact name="Id in the reply" value={messageId} />
      {scheduledAt !== null && <Fact name="Scheduled for" value={formatExactTime(scheduledAt)} />}
    </dl>
  );
}

function UnknownFields({ fields, label }: { fields: readonly ProviderField[]; label: string }) {
  if (fields.length === 0) return null;
  return (
    <p className="request-note" data-testid="unknown-fields">
      {fields.length === 1 ? "One value was" : `${fields.length} values were`} not recognised: {label} may ignore or
      refuse {fields.length === 1 ? "it" : "them"}.
    </p>
  );
}

function TemplateFacts({ template }: { template: NonNullable<ProviderRequest["template"]> }) {
  return (
    <>
      <h3 className="panel-heading">
        Template{" "}
        <span className="badge" data-kind={template.rendered ? "good" : "warning"}>
          {template.rendered ? "rendered" : "not rendered"}
        </span>
      </h3>
      <dl className="facts" data-testid="request-template">
        <Fact name="Id" value={template.id} />
      </dl>
      <Json text={template.variables} label="Variables of the template" />
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{revealHidden(name)}</dt>
      <dd>{revealHidden(value)}</dd>
    </>
  );
}

/** JSON with indentation; a text that is not JSON, or was cut, as it is. */
function Json({ text, label }: { text: string; label: string }) {
  if (text === "") return <p>The body is empty.</p>;
  return (
    <pre className="request-json" tabIndex={0} role="region" aria-label={label}>
      {revealHidden(indentJson(text))}
    </pre>
  );
}

function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
