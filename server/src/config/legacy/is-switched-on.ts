/** Whether a variable switches something on. */
export const isSwitchedOn = (text: string): boolean => /^(1|true|yes|on)$/i.test(text);
