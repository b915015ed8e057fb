/** Returns whether `Accept-Encoding` names a coding with a weight other than 0 (RFC 9110 §12.5.3). */
export function acceptsCoding(accepted: string, coding: string): boolean {
  return accepted.split(",").some((each) => {
    const [name, ...parameters] = each.split(";").map((part) => part.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
