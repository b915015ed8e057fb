import ICAL from "ical.js";

/** A contact, ready to be shown. */
export interface Contact {
  readonly name: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

const MAX_CONTACTS = 100;
const MAX_FACTS = 50;

/** The properties of a vCard that are shown, with their names (RFC 6350 §6). Others are for programs. */
const PROPERTY_NAMES: ReadonlyMap<string, string> = new Map([
  ["org", "Organization"],
  ["title", "Title"],
  ["role", "Role"],
  ["email", "Email"],
  ["tel", "Phone"],
  ["adr", "Address"],
  ["url", "Website"],
  ["bday", "Birthday"],
  ["nickname", "Nickname"],
  ["note", "Note"],
]);

/** Reads the contacts of a vCard file (RFC 6350); none if it is invalid. */
export function readContacts(text: string): Contact[] {
  try {
    const parsed: unknown = ICAL.parse(text);
    if (!Array.isArray(parsed)) return [];
    // One vCard is parsed to a component, several to a list of them.
    const components: unknown[] = typeof parsed[0] === "string" ? [parsed] : parsed;
    return components.slice(0, MAX_CONTACTS).flatMap((one) => (Array.isArray(one) ? [readContact(one)] : []));
  } catch {
    return [];
  }
}

function readContact(jCard: unknown[]): Contact {
  const component = new ICAL.Component(jCard);
  const facts = component.getAllProperties().flatMap((property) => {
    const label = PROPERTY_NAMES.get(property.name);
    const value = formatValue(property.getValues());
    if (label === undefined || value === "") return [];
    const type: unknown = property.getParameter("type");
    const kind = [type]
      .flat()
      .filter((one) => typeof one === "string")
      .join(", ")
      .toLowerCase();
    return [{ name: kind === "" ? label : `${label} (${kind})`, value }];
  });
  const name = component.getFirstPropertyValue("fn") ?? component.getFirstPropertyValue("n");
  return { name: formatValue([name]) || "(no name)", facts: facts.slice(0, MAX_FACTS) };
}

/** Formats values, which may be structured: the parts of an address, or of an organization. */
function formatValue(values: readonly unknown[]): string {
  const texts = values.flat(3).map((value) => formatSimpleValue(value));
  return texts.filter((text) => text !== "").join(", ");
}

/** Formats a text, a number, or a date of ical.js, which has a method for it. */
function formatSimpleValue(value: unknown): string {
  if (typeof value === "string") return value.trim();
  if (value instanceof ICAL.Time) return value.toString();
  return typeof value === "number" ? String(value) : "";
}
