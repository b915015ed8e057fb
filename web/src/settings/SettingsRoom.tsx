import { useEffect } from "react";
import { readInfo, useInfo } from "../app/live.ts";
import { formatBytes, formatCount } from "../model/format.ts";
import { Segments } from "../ui/Button.tsx";
import { say } from "../ui/toast.ts";
import { type Settings, settings, useSettings } from "./settings.ts";
import "../message/message.css";
import "./settings.css";

/** What a person chooses about the page, and what the server says of itself. */
export function SettingsRoom() {
  const now = useSettings((settings) => settings);
  return (
    <div className="room-body settings" tabIndex={0} role="region" aria-label="Settings">
      <h2>Settings</h2>
      <p className="settings-note">Kept in this browser. Each works as it is chosen.</p>
      <Choice
        name="Theme"
        value={now.theme}
        onChange={choose("theme")}
        options={[
          { value: "system", label: "System" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
      <Choice
        name="Rows"
        value={now.density}
        onChange={choose("density")}
        options={[
          { value: "comfortable", label: "Comfortable" },
          { value: "compact", label: "Compact" },
        ]}
      />
      <Choice
        name="Times"
        value={now.time}
        onChange={choose("time")}
        options={[
          { value: "relative", label: "Relative" },
          { value: "24h", label: "24 hours" },
          { value: "12h", label: "12 hours" },
        ]}
      />
      <Choice
        name="New mail"
        value={now.notify ? "notify" : "quiet"}
        onChange={(value) => void setNotify(value === "notify")}
        options={[
          { value: "quiet", label: "Count only" },
          { value: "notify", label: "Notify" },
        ]}
      />
      <Server />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

function Choice<T extends string>({ name, ...choice }: ChoiceProps<T>) {
  return (
    <div className="settings-choice">
      <span aria-hidden>{name}</span>
      <Segments label={name} {...choice} />
    </div>
  );
}

/** Sets one of them. */
function choose<K extends keyof Settings>(name: K): (value: Settings[K]) => void {
  return (value) => settings.dispatch({ [name]: value });
}

/** The browser asks the person; what they answer decides. */
async function setNotify(notify: boolean): Promise<void> {
  if (!notify) return settings.dispatch({ notify });
  if (!("Notification" in window)) return void say("This browser has no notifications here.", { kind: "error" });
  const answer = await Notification.requestPermission();
  if (answer === "granted") settings.dispatch({ notify });
  else say("The browser does not allow notifications from this page: see its site settings.", { kind: "error" });
}

/** What runs, within which limits. */
function Server() {
  const info = useInfo((info) => info);
  useEffect(() => void readInfo(), []);
  if (info === null) return null;
  const { smtp, smtps, lmtp, http, limits, counts, version } = info;
  return (
    <section aria-label="Server">
      <h3 className="room-heading">This server</h3>
      <dl className="facts">
        <dt>Version</dt>
        <dd>{version}</dd>
        <dt>SMTP</dt>
        <dd>
          {address(smtp)}
          {info.starttls && ", with STARTTLS"}
        </dd>
        {smtps !== null && (
          <>
            <dt>SMTPS</dt>
            <dd>{address(smtps)}</dd>
          </>
        )}
        {lmtp !== null && (
          <>
            <dt>LMTP</dt>
            <dd>{address(lmtp)}</dd>
          </>
        )}
        <dt>Page and API</dt>
        <dd>{address(http)}</dd>
        <dt>Keeps at most</dt>
        <dd>
          {formatCount(limits.messages)} messages, {formatBytes(limits.bytes)}; {formatBytes(limits.messageBytes)} each
        </dd>
        <dt>Holds</dt>
        <dd>
          {formatCount(counts.messages)} messages, {formatBytes(counts.bytes)}
        </dd>
        <dt>Since the start</dt>
        <dd>
          {formatCount(counts.received)} received, {formatCount(counts.evicted)} dropped to make room
        </dd>
      </dl>
    </section>
  );
}

function address(listener: { host: string; port: number | null } | null): string {
  if (listener === null) return "off";
  return listener.port === null ? listener.host : `${listener.host}:${listener.port}`;
}
