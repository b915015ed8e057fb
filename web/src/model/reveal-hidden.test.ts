import { expect, it } from "vitest";
import { revealHidden } from "./reveal-hidden.ts";

it("shows what would hide or turn text, and leaves all that can be read", () => {
  expect(revealHidden("invoice\u202Egnp.exe")).toBe("invoice⟨U+202E⟩gnp.exe");
  expect(revealHidden("a\u0000b\u007f\u200b\ufeff\u0085")).toBe("a␀b␡⟨U+200B⟩⟨U+FEFF⟩⟨U+0085⟩");
  expect(revealHidden("Grüße, 山田\tשלום 👩‍👩‍👧\n")).toBe("Grüße, 山田\tשלום 👩‍👩‍👧\n");
});
