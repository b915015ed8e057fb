import { Libmime } from "libmime";

let instance: Libmime | undefined;

/** Loads libmime, with its large tables of character sets, on first use. */
export const getLibmime = (): Libmime => {
  instance ??= new Libmime();
  return instance;
};
