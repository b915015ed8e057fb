import { formatSource } from "@mailglass/shared";
import { routeTo } from "../../data/router.ts";
import { RouteLink } from "../../ui/RouteLink.tsx";

/** The provider through whose API a message arrived, as a link to the request. */
export function ProviderLink({ id, source }: { id: string; source: string }) {
  return (
    <RouteLink
      to={routeTo({ id, tab: "request" })}
      className="why"
      title={`Show the request to the API of ${formatSource(source)}`}
      data-testid="provider"
    >
      <span className="visually-hidden">through </span>
      {formatSource(source)}
    </RouteLink>
  );
}
