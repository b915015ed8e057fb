import type { Fault } from "@mailglass/shared";
import { openFaultForm } from "../data/dialogs.ts";
import { deleteFault, isUsedUp } from "../data/faults.ts";
import { Button } from "../ui/Button.tsx";
import { Trash2 } from "../ui/icons.tsx";
import { describeAction, describeConditions, describeHits } from "./describe-fault.ts";

/** One rule: what it does, when, and how often it did. */
export function FaultRow({ fault }: { fault: Fault }) {
  const { id, rule, seen, hits } = fault;
  const action = describeAction(rule);
  const usedUp = isUsedUp(fault);
  return (
    <li className="fault" data-used-up={usedUp ? "" : undefined} data-testid="fault">
      <div className="fault-text">
        <h3>{action}</h3>
        <p>{describeConditions(rule).join(" · ")}</p>
      </div>
      <p className="fault-hits" data-testid="fault-hits">
        {describeHits(seen, hits)}
        {usedUp && <span className="badge">used up</span>}
      </p>
      <div className="fault-actions">
        <Button size="small" aria-label={`Edit: ${action}`} onClick={() => openFaultForm({ id, rule })}>
          Edit
        </Button>
        <Button size="small" needsServer aria-label={`Delete: ${action}`} onClick={() => void deleteFault(id)}>
          <Trash2 size={13} /> Delete
        </Button>
      </div>
    </li>
  );
}
