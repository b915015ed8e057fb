import { useEffect, useState } from "react";
import { openFaultForm } from "../data/dialogs.ts";
import { countActiveFaults, deleteAllFaults, loadFaults, useFaults } from "../data/faults.ts";
import { formatAmount, formatCount } from "../model/format.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { LoadingPlaceholder } from "../ui/LoadingPlaceholder.tsx";
import { FaultRow } from "./FaultRow.tsx";
import "../ui/bar.css";
import "../ui/pane.css";
import "./faults.css";

/** The hit counts are reloaded at this interval in milliseconds: the stream does not report every hit. */
const REFRESH_MS = 1_000;

/** The fault rules with their hit counts. */
export function FaultsView() {
  const phase = useFaults((state) => state.phase);
  const faults = useFaults((state) => state.faults);
  useEffect(() => {
    void loadFaults();
    const timer = setInterval(() => void loadFaults(), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <section className="faults" aria-label="Faults">
      <FaultsBar />
      <div className="panel-body faults-body" tabIndex={0} role="region" aria-label="Fault rules">
        {phase === "loading" && <LoadingPlaceholder />}
        {phase === "failed" && <FaultsProblem />}
        {phase === "ready" && faults.length === 0 && <NoFaults />}
        {faults.length > 0 && (
          <ol className="faults-list" aria-label="Rules, in the order in which they are tried">
            {faults.map((fault) => (
              <FaultRow key={fault.id} fault={fault} />
            ))}
          </ol>
        )}
      </div>
    </section>
  );
}

function FaultsBar() {
  const [isConfirming, setIsConfirming] = useState(false);
  const active = useFaults(countActiveFaults);
  const count = useFaults((state) => state.faults.length);
  return (
    <div className="bar faults-bar">
      <h2>Faults</h2>
      <span className="faults-count" data-testid="fault-count">
        {formatCount(active)} active
        {count > active && `, ${formatCount(count - active)} used up`}
      </span>
      <Button size="small" kind="main" onClick={() => openFaultForm()}>
        Add a fault
      </Button>
      <Button size="small" needsServer disabled={count === 0} onClick={() => setIsConfirming(true)}>
        Delete all
      </Button>
      <ConfirmDialog
        open={isConfirming}
        title={`Delete ${formatAmount(count, "fault")}?`}
        text="The server then accepts mail again. This cannot be undone."
        action={`Delete ${formatAmount(count, "fault")}`}
        onConfirm={() => void deleteAllFaults()}
        onClose={() => setIsConfirming(false)}
      />
    </div>
  );
}

function FaultsProblem() {
  const problem = useFaults((state) => state.problem);
  return (
    <div className="panel-note" role="alert">
      <p>{problem}</p>
      <Button onClick={() => void loadFaults()}>Try again</Button>
    </div>
  );
}

/** Shown in place of the list. */
function NoFaults() {
  return (
    <div className="panel-note">
      <p>No faults: the server accepts mail as usual.</p>
      <p>A fault makes it fail on purpose, so that you can see how your program handles that.</p>
      <Button kind="main" onClick={() => openFaultForm()}>
        Add a fault
      </Button>
    </div>
  );
}
