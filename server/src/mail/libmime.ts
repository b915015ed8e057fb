import { Libmime } from "libmime";
import { createLazy } from "../base/create-lazy.ts";

/** Loads libmime, with its large tables of character sets, on first use. */
export const getLibmime: () => Libmime = createLazy(() => new Libmime());
