import * as Type from "typebox";
import { DkimCheck } from "./dkim-check.ts";
import { FindingPlace } from "./finding.ts";
import { CheckableLinks } from "./link-check.ts";
import { SpamCheck } from "./spam-check.ts";

/** A mail client that supports a feature in part, or not at all. */
export const FeatureClient = Type.Object(
  {
    client: Type.String({ description: "Client and platform, e.g. Outlook Windows" }),
    family: Type.String({ description: "e.g. Outlook" }),
    version: Type.String({ description: "The newest version that was tested, or the month of the test" }),
    since: Type.String({ description: "The oldest tested version since which support has been the same" }),
    notes: Type.Array(Type.String(), { description: "In Markdown" }),
  },
  { $id: "FeatureClient" },
);
export type FeatureClient = Type.Static<typeof FeatureClient>;

/** A feature that the HTML uses, and how the newest versions of mail clients support it. */
export const HtmlFeatureSupport = Type.Object(
  {
    slug: Type.String({ description: "Its stable name at caniemail.com, e.g. css-display-flex" }),
    title: Type.String({ description: "e.g. display:flex" }),
    category: Type.String({ description: "html, css, image or others" }),
    url: Type.String({ description: "Its page at caniemail.com" }),
    count: Type.Integer({ description: "How often it is used" }),
    places: Type.Array(FindingPlace, { description: "The first 100 uses" }),
    clients: Type.Object({
      full: Type.Array(Type.String(), { description: "Client and platform" }),
      partial: Type.Array(FeatureClient),
      none: Type.Array(FeatureClient),
    }),
  },
  { $id: "HtmlFeatureSupport" },
);
export type HtmlFeatureSupport = Type.Static<typeof HtmlFeatureSupport>;

/** How the clients of one family support the features that the HTML uses, in percent. */
export const ClientFamilyScore = Type.Object(
  {
    family: Type.String({ description: "e.g. Outlook" }),
    clients: Type.Array(Type.String(), { description: "e.g. Outlook Windows" }),
    full: Type.Number({ description: "Percent of the tests of its clients" }),
    partial: Type.Number(),
    none: Type.Number(),
  },
  { $id: "ClientFamilyScore" },
);
export type ClientFamilyScore = Type.Static<typeof ClientFamilyScore>;

/** How mail clients support the HTML of a message, according to caniemail.com. */
export const HtmlCheck = Type.Object(
  {
    dataUpdated: Type.String({ description: "The day of the data, e.g. 2026-05-13" }),
    featureCount: Type.Integer({ description: "Number of features in the data" }),
    isTruncated: Type.Boolean({ description: "True if only the first part of the HTML was checked" }),
    families: Type.Array(ClientFamilyScore, { description: "The families with the most users first" }),
    features: Type.Array(HtmlFeatureSupport, { description: "The features that it uses, the least supported first" }),
  },
  { $id: "HtmlCheck" },
);
export type HtmlCheck = Type.Static<typeof HtmlCheck>;

export const MessageChecksQuery = Type.Object(
  {
    network: Type.Optional(
      Type.Boolean({ default: true, description: "false leaves out the checks that may need other servers" }),
    ),
  },
  { additionalProperties: false },
);
export type MessageChecksQuery = Type.Static<typeof MessageChecksQuery>;

/** The checks of a message that are tables, or that need other servers. */
export const MessageChecks = Type.Object(
  {
    kindCount: Type.Integer({ description: "Number of kinds of findings that every message is checked for" }),
    html: Type.Union([HtmlCheck, Type.Null()], { description: "null if the message has no HTML" }),
    dkim: Type.Union([DkimCheck, Type.Null()], { description: "null with network=false" }),
    spam: Type.Union([SpamCheck, Type.Null()], {
      description: "null with network=false, or if the server was started without --spamassassin and --rspamd",
    }),
    links: Type.Union([CheckableLinks, Type.Null()], {
      description: "null with network=false, or if the server was started without --check-links",
    }),
  },
  { $id: "MessageChecks" },
);
export type MessageChecks = Type.Static<typeof MessageChecks>;
