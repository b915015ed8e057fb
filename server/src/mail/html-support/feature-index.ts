import { createLazy } from "../../base/create-lazy.ts";
import { type FeatureSigns, findSigns, type SpecialSign } from "./feature-signs.ts";
import { getSupportTable, type HtmlFeature } from "./support-table.ts";

/** Features by what they are recognised by. */
export interface FeatureIndex {
  readonly elements: SignMap;
  readonly attributes: SignMap;
  readonly inputTypes: SignMap;
  readonly properties: SignMap;
  readonly values: SignMap;
  readonly words: SignMap;
  readonly functions: SignMap;
  readonly units: SignMap;
  readonly atRules: SignMap;
  readonly mediaFeatures: SignMap;
  readonly pseudos: SignMap;
  readonly imageFormats: SignMap;
  readonly special: ReadonlyMap<SpecialSign, readonly HtmlFeature[]>;
}

export type SignMap = ReadonlyMap<string, readonly HtmlFeature[]>;

/** Returns the index of all features that can be found. It is built on first use. */
export const getFeatureIndex: () => FeatureIndex = createLazy(buildIndex);

function buildIndex(): FeatureIndex {
  const signed = getSupportTable().features.flatMap((feature) => {
    const signs = findSigns(feature.slug, feature.title);
    return signs === undefined ? [] : [{ feature, signs }];
  });
  const mapBy = (select: (signs: FeatureSigns) => readonly string[] | undefined): SignMap => {
    const map = new Map<string, HtmlFeature[]>();
    for (const { feature, signs } of signed) {
      for (const sign of select(signs) ?? []) {
        const features = map.get(sign);
        if (features === undefined) map.set(sign, [feature]);
        else features.push(feature);
      }
    }
    return map;
  };
  return {
    elements: mapBy((signs) => signs.elements),
    attributes: mapBy((signs) => signs.attributes),
    inputTypes: mapBy((signs) => signs.inputTypes),
    properties: mapBy((signs) => signs.properties),
    values: mapBy((signs) => signs.values),
    words: mapBy((signs) => signs.words),
    functions: mapBy((signs) => signs.functions),
    units: mapBy((signs) => signs.units),
    atRules: mapBy((signs) => signs.atRules),
    mediaFeatures: mapBy((signs) => signs.mediaFeatures),
    pseudos: mapBy((signs) => signs.pseudos),
    imageFormats: mapBy((signs) => signs.imageFormats),
    special: new Map(
      signed.flatMap(({ feature, signs }) =>
        signs.special === undefined ? [] : [[signs.special, [feature]] as const],
      ),
    ),
  };
}
