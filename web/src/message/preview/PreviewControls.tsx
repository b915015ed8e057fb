import { PREVIEW_ZOOMS, settingsStore, useSettings } from "../../data/settings.ts";
import { SegmentedControl } from "../../ui/Button.tsx";
import { Contrast, Eclipse, Monitor, Moon, SlidersHorizontal, Smartphone, Sun, Tablet } from "../../ui/icons.tsx";
import { Menu, MenuChoice, MenuHeading } from "../../ui/Menu.tsx";

const WIDTHS = [
  { value: "375px", label: <Smartphone size={14} />, title: "Phone, 375 px" },
  { value: "768px", label: <Tablet size={14} />, title: "Tablet, 768 px" },
  { value: "100%", label: <Monitor size={14} />, title: "Desktop, full width" },
] as const;

const THEMES = [
  { value: "light", label: <Sun size={14} />, title: "Light mail client" },
  { value: "dark", label: <Moon size={14} />, title: "Dark mail client" },
  { value: "partial-inversion", label: <Contrast size={14} />, title: "Partly inverted, as Gmail does" },
  { value: "full-inversion", label: <Eclipse size={14} />, title: "Fully inverted, as Outlook does" },
] as const;

/** Which mail client the preview simulates: its width, its colours, whether it shows images, and its zoom. */
export function PreviewControls() {
  const width = useSettings((settings) => settings.previewWidth);
  const theme = useSettings((settings) => settings.previewTheme);
  return (
    <>
      <SegmentedControl
        label="Width"
        size="small"
        value={width}
        options={WIDTHS}
        onChange={(previewWidth) => settingsStore.dispatch({ previewWidth })}
      />
      <SegmentedControl
        label="Colours"
        size="small"
        value={theme}
        options={THEMES}
        onChange={(previewTheme) => settingsStore.dispatch({ previewTheme })}
      />
      <PreviewOptions />
    </>
  );
}

function PreviewOptions() {
  const images = useSettings((settings) => settings.previewImages);
  const zoom = useSettings((settings) => settings.previewZoom);
  return (
    <Menu
      testId="preview-options"
      size="small"
      label="Images and zoom"
      button={
        <>
          <SlidersHorizontal size={14} />
          {zoom !== 100 && `${zoom} %`}
        </>
      }
    >
      <MenuChoice
        kind="checkbox"
        checked={images}
        testId="preview-images"
        onSelect={() => settingsStore.dispatch({ previewImages: !images })}
      >
        Images
      </MenuChoice>
      <MenuHeading>Zoom</MenuHeading>
      {PREVIEW_ZOOMS.map((percent) => (
        <MenuChoice
          key={percent}
          kind="radio"
          checked={percent === zoom}
          testId={`preview-zoom-${percent}`}
          onSelect={() => settingsStore.dispatch({ previewZoom: percent })}
        >
          {`${percent} %`}
        </MenuChoice>
      ))}
    </Menu>
  );
}
