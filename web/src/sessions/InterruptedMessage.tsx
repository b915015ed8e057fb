import type { Session } from "@mailglass/shared";
import { formatCount } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";

/** What was received of a message before the connection closed. */
export function InterruptedMessage({ session: { interrupted } }: { session: Session }) {
  if (interrupted === null) return null;
  const { size, head, tail } = interrupted;
  return (
    <section aria-label="Interrupted message" data-testid="interrupted">
      <h3 className="panel-heading">Interrupted message, {formatCount(size)} bytes received</h3>
      <pre className="interrupted-bytes">{revealHidden(head)}</pre>
      {tail !== "" && (
        <>
          <p className="transcript-note">The end:</p>
          <pre className="interrupted-bytes">{revealHidden(tail)}</pre>
        </>
      )}
    </section>
  );
}
