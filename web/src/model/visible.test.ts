import { expect, it } from "vitest";
import { visible } from "./visible.ts";

it("shows what would hide or turn text, and leaves all that can be read", () => {
  expect(visible("invoice\u202Egnp.exe")).toBe("invoice⟨U+202E⟩gnp.exe");
  expect(visible("a\u0000b\u007f\u200b\ufeff\u0085")).toBe("a␀b␡⟨U+200B⟩⟨U+FEFF⟩⟨U+0085⟩");
  expect(visible("Grüße, 山田\tשלום 👩‍👩‍👧\n")).toBe("Grüße, 山田\tשלום 👩‍👩‍👧\n");
});
