import { Key } from "../ui/Key.tsx";
import { COMMANDS, type Command } from "./commands.ts";
import { showKey } from "./keys.ts";
import "./commands.css";

const GROUPS: readonly Command["group"][] = ["List", "Message", "Page"];

/** The table of keys, made from the commands themselves. */
export function Help() {
  return (
    <div className="help">
      {GROUPS.map((group) => (
        <section key={group} aria-label={group}>
          <h3 className="room-heading">{group}</h3>
          <dl>
            {COMMANDS.filter((command) => command.group === group && command.keys.length > 0).map(
              ({ id, keys, title }) => (
                <div key={id} className="help-row">
                  <dt>
                    {keys.map((key) => (
                      <Key key={key} name={showKey(key)} />
                    ))}
                    <span className="visually-hidden">{keys.map(showKey).join(" or ")}</span>
                  </dt>
                  <dd>{title}</dd>
                </div>
              ),
            )}
          </dl>
        </section>
      ))}
      <p className="help-note">
        In the list: Shift-click picks a range, Ctrl-click one more, a middle click opens a new tab.
      </p>
    </div>
  );
}
