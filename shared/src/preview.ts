import * as Type from "typebox";

/** How the HTML of a message is displayed. */
export const PreviewQuery = Type.Object(
  {
    remote: Type.Optional(
      Type.Boolean({ default: false, description: "Allow images, fonts and styles from other hosts" }),
    ),
    theme: Type.Optional(
      Type.Union(
        [
          Type.Literal("light"),
          Type.Literal("dark"),
          Type.Literal("partial-inversion"),
          Type.Literal("full-inversion"),
        ],
        {
          description:
            "Simulate a mail client: light; dark, following prefers-color-scheme; or one that makes every mail dark, by inverting only light backgrounds and dark text (Gmail) or all colours (Outlook)",
        },
      ),
    ),
    images: Type.Optional(Type.Boolean({ default: true, description: "Show images; false shows their alt texts" })),
    surround: Type.Optional(
      Type.Union([Type.Literal("light"), Type.Literal("dark")], {
        description: "The page around the preview: below the end of the mail, its colour is shown",
      }),
    ),
  },
  { additionalProperties: false },
);
export type PreviewQuery = Type.Static<typeof PreviewQuery>;

/** What the preview leaves out unless requested. */
export const PreviewInfo = Type.Object(
  {
    remote: Type.Integer({ description: "References to images, styles and fonts on other hosts" }),
    hosts: Type.Array(Type.String(), { description: "The hosts they are on, each once" }),
  },
  { $id: "PreviewInfo" },
);
export type PreviewInfo = Type.Static<typeof PreviewInfo>;
