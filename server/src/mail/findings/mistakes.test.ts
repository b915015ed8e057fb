import { expect, it } from "vitest";
import { createMail } from "../../../test/support/create-mail.ts";
import { MISTAKES } from "../../../test/support/mistakes.ts";
import { lintMail } from "../lint-mail.ts";

it.each(MISTAKES.map(([code, source, place]) => ({ code, source, place })))(
  "sees $code in $place",
  ({ code, source, place }) => {
    const finding = lintMail(createMail(source)).find((one) => one.code === code);
    const where =
      finding?.where.in === "source" ? source.toString("latin1", finding.where.start, finding.where.end) : null;
    expect({ code: finding?.code, where }).toEqual({ code, where: place });
  },
);
