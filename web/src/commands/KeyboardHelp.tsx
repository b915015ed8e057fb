import { KeyCap } from "../ui/KeyCap.tsx";
import { COMMANDS } from "./commands.ts";
import { formatKey } from "./keyboard-shortcuts.ts";
import type { PageCommand } from "./page-command.ts";
import "./commands.css";

const GROUPS: readonly PageCommand["group"][] = ["List", "Message", "Page"];

/** The table of keys, generated from the commands. */
export function KeyboardHelp() {
  return (
    <div className="help">
      {GROUPS.map((group) => (
        <section key={group} aria-label={group}>
          <h3 className="panel-heading">{group}</h3>
          <dl>
            {COMMANDS.filter((command) => command.group === group && command.keys.length > 0).map(
              ({ id, keys, title }) => (
                <div key={id} className="help-row">
                  <dt>
                    {keys.map((key) => (
                      <KeyCap key={key} name={formatKey(key)} />
                    ))}
                    <span className="visually-hidden">{keys.map(formatKey).join(" or ")}</span>
                  </dt>
                  <dd>{title}</dd>
                </div>
              ),
            )}
          </dl>
        </section>
      ))}
      <p className="help-note">
        In the list: Shift-click selects a range, Ctrl-click adds a row, middle-click opens a new tab.
      </p>
    </div>
  );
}
