import { describe, expect, it } from "vitest";
import { chooseAttachmentView } from "./view-mode.ts";

describe("an attachment is shown", () => {
  it.each([
    ["image/png", "a.png", "image"],
    ["image/svg+xml", "a.svg", "text"],
    ["text/html", "a.html", "text"],
    ["application/pdf", "a", "pdf"],
    ["application/octet-stream", "Terms.PDF", "pdf"],
    ["text/csv", "a.csv", "table"],
    ["text/calendar", "a.ics", "event"],
    ["text/x-vcard", "a.vcf", "contact"],
    ["message/rfc822", "a.eml", "message"],
    ["message/delivery-status", "a", "text"],
    ["application/ld+json", "a", "text"],
    ["application/octet-stream", "pdf.exe", "none"],
    ["application/zip", "a.pdf", "none"],
  ])("by type and name: %s %s as %s", (type, filename, view) => {
    expect(chooseAttachmentView({ type, filename, size: 1 })).toBe(view);
  });

  it("only up to a size", () => {
    expect(chooseAttachmentView({ type: "text/plain", filename: "a.txt", size: 1_000_001 })).toBe("none");
    expect(chooseAttachmentView({ type: "text/csv", filename: "a.csv", size: 1_000_001 })).toBe("table");
  });
});
