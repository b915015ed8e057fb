/* Octets that structure a message (RFC 20). */

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const DASH = 45;
export const COLON = 58;
