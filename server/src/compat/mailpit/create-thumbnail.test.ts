import fc from "fast-check";
import jpeg from "jpeg-js";
import { PNG } from "pngjs";
import { expect, test } from "vitest";
import { createThumbnail } from "./create-thumbnail.ts";

const limit = { pixels: 4_000_000, bytes: 1_000_000 };

function png(width: number, height: number, colour: readonly [number, number, number, number]): Buffer {
  const image = new PNG({ width, height });
  for (let at = 0; at < image.data.length; at += 4) image.data.set(colour, at);
  return PNG.sync.write(image);
}

/** Red, green and blue of a pixel of a thumbnail, roughly: JPEG loses a little. */
async function pixel(type: string, bytes: Buffer, x: number, y: number): Promise<string> {
  const { width, height, data } = jpeg.decode(await createThumbnail(type, bytes, limit), { useTArray: true });
  expect([width, height]).toEqual([180, 120]);
  return [0, 1, 2].map((channel) => ((data[(y * width + x) * 4 + channel] ?? 0) > 127 ? "1" : "0")).join("");
}

test("a large image fills the tile", async () => {
  const red = png(400, 400, [255, 0, 0, 255]);
  expect(await pixel("image/png", red, 1, 1)).toBe("100");
  expect(await pixel("image/png", red, 178, 118)).toBe("100");
});

test("a small image is centred on white, and transparent pixels are white", async () => {
  const blue = png(20, 20, [0, 0, 255, 255]);
  expect(await pixel("image/png", blue, 90, 60)).toBe("001");
  expect(await pixel("image/png", blue, 5, 5)).toBe("111");
  expect(await pixel("image/png", png(400, 400, [0, 0, 0, 0]), 90, 60)).toBe("111");
});

test("a JPEG is read too", async () => {
  const { data } = jpeg.encode({ width: 200, height: 200, data: Buffer.alloc(200 * 200 * 4, 0) }, 90);
  expect(await pixel("image/jpeg", data, 90, 60)).toBe("000");
});

test("what is no image, broken or too large is a white tile", async () => {
  const bomb = png(1, 1, [0, 0, 0, 255]);
  bomb.writeUInt32BE(100_000, 16);
  bomb.writeUInt32BE(100_000, 20);
  for (const [type, bytes] of [
    ["text/plain", Buffer.from("x")],
    ["image/gif", Buffer.from("GIF89a")],
    ["image/png", bomb],
    ["image/jpeg", Buffer.from("ffd8ffe0", "hex")],
  ] as const) {
    expect(await pixel(type, bytes, 90, 60)).toBe("111");
  }
});

test("no bytes make it fail", async () => {
  const whole = png(30, 30, [1, 2, 3, 4]);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
      const broken = Buffer.from(whole);
      broken[at] = byte;
      expect((await createThumbnail("image/png", broken, limit)).subarray(0, 2).toString("hex")).toBe("ffd8");
    }),
    { numRuns: 15 },
  );
});

test("an image beyond a limit of pixels or bytes is a white tile", async () => {
  const red = png(400, 400, [255, 0, 0, 255]);
  for (const lower of [{ pixels: 159_999 }, { bytes: red.length - 1 }]) {
    const { data } = jpeg.decode(await createThumbnail("image/png", red, { ...limit, ...lower }), { useTArray: true });
    expect([...data.subarray(0, 3)].every((channel) => channel > 250)).toBe(true);
  }
});
