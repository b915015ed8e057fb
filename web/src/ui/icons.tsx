import arrowLeft from "virtual:lucide/arrow-left";
import arrowLeftRight from "virtual:lucide/arrow-left-right";
import arrowUp from "virtual:lucide/arrow-up";
import bookmark from "virtual:lucide/bookmark";
import bug from "virtual:lucide/bug";
import calendarDays from "virtual:lucide/calendar-days";
import camera from "virtual:lucide/camera";
import check from "virtual:lucide/check";
import checkCheck from "virtual:lucide/check-check";
import chevronDown from "virtual:lucide/chevron-down";
import chevronLeft from "virtual:lucide/chevron-left";
import chevronRight from "virtual:lucide/chevron-right";
import chevronUp from "virtual:lucide/chevron-up";
import circleAlert from "virtual:lucide/circle-alert";
import circleCheck from "virtual:lucide/circle-check";
import code from "virtual:lucide/code";
import contrast from "virtual:lucide/contrast";
import copy from "virtual:lucide/copy";
import download from "virtual:lucide/download";
import eclipse from "virtual:lucide/eclipse";
import ellipsis from "virtual:lucide/ellipsis";
import externalLink from "virtual:lucide/external-link";
import eye from "virtual:lucide/eye";
import file from "virtual:lucide/file";
import fileDiff from "virtual:lucide/file-diff";
import fileText from "virtual:lucide/file-text";
import folderArchive from "virtual:lucide/folder-archive";
import image from "virtual:lucide/image";
import inbox from "virtual:lucide/inbox";
import info from "virtual:lucide/info";
import keyboard from "virtual:lucide/keyboard";
import link2 from "virtual:lucide/link-2";
import mail from "virtual:lucide/mail";
import mailOpen from "virtual:lucide/mail-open";
import menu from "virtual:lucide/menu";
import monitor from "virtual:lucide/monitor";
import moon from "virtual:lucide/moon";
import panelLeft from "virtual:lucide/panel-left";
import paperclip from "virtual:lucide/paperclip";
import pencil from "virtual:lucide/pencil";
import printer from "virtual:lucide/printer";
import repeat from "virtual:lucide/repeat";
import search from "virtual:lucide/search";
import send from "virtual:lucide/send";
import settings from "virtual:lucide/settings";
import shieldAlert from "virtual:lucide/shield-alert";
import slidersHorizontal from "virtual:lucide/sliders-horizontal";
import smartphone from "virtual:lucide/smartphone";
import sun from "virtual:lucide/sun";
import table from "virtual:lucide/table";
import tablet from "virtual:lucide/tablet";
import tag from "virtual:lucide/tag";
import trash2 from "virtual:lucide/trash-2";
import triangleAlert from "virtual:lucide/triangle-alert";
import userRound from "virtual:lucide/user-round";
import x from "virtual:lucide/x";

interface IconProps {
  /** Width and height, CSS pixels. */
  readonly size: number;
  readonly strokeWidth?: number;
  readonly className?: string;
}

/** Icons are decoration: the control around one has the name that assistive technology reads. */
function createIcon(body: string) {
  return function Icon({ size, strokeWidth, className }: IconProps) {
    const content =
      strokeWidth === undefined ? body : body.replaceAll(/stroke-width="\d+"/g, `stroke-width="${strokeWidth}"`);
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        className={className}
        aria-hidden
        // The content comes from the icon set, at build time.
        dangerouslySetInnerHTML={{ __html: content }}
      />
    );
  };
}

export const ArrowLeft = createIcon(arrowLeft);
export const ArrowLeftRight = createIcon(arrowLeftRight);
export const ArrowUp = createIcon(arrowUp);
export const Bookmark = createIcon(bookmark);
export const Bug = createIcon(bug);
export const Camera = createIcon(camera);
export const Check = createIcon(check);
export const CheckCheck = createIcon(checkCheck);
export const ChevronDown = createIcon(chevronDown);
export const ChevronLeft = createIcon(chevronLeft);
export const ChevronRight = createIcon(chevronRight);
export const ChevronUp = createIcon(chevronUp);
export const CircleAlert = createIcon(circleAlert);
export const CircleCheck = createIcon(circleCheck);
export const Code = createIcon(code);
export const Copy = createIcon(copy);
export const Download = createIcon(download);
export const Contrast = createIcon(contrast);
export const Eclipse = createIcon(eclipse);
export const Ellipsis = createIcon(ellipsis);
export const FolderArchive = createIcon(folderArchive);
export const Repeat = createIcon(repeat);
export const ExternalLink = createIcon(externalLink);
export const Eye = createIcon(eye);
export const FileDiff = createIcon(fileDiff);
export const Inbox = createIcon(inbox);
export const Info = createIcon(info);
export const Keyboard = createIcon(keyboard);
export const Link2 = createIcon(link2);
export const Mail = createIcon(mail);
export const MailOpen = createIcon(mailOpen);
export const Menu = createIcon(menu);
export const Monitor = createIcon(monitor);
export const Moon = createIcon(moon);
export const PanelLeft = createIcon(panelLeft);
export const Paperclip = createIcon(paperclip);
export const Pencil = createIcon(pencil);
export const Printer = createIcon(printer);
export const Search = createIcon(search);
export const Send = createIcon(send);
export const SettingsIcon = createIcon(settings);
export const ShieldAlert = createIcon(shieldAlert);
export const SlidersHorizontal = createIcon(slidersHorizontal);
export const Smartphone = createIcon(smartphone);
export const Sun = createIcon(sun);
export const Tablet = createIcon(tablet);
export const Tag = createIcon(tag);
export const Trash2 = createIcon(trash2);
export const TriangleAlert = createIcon(triangleAlert);
export const X = createIcon(x);
export const CalendarDays = createIcon(calendarDays);
export const File = createIcon(file);
export const FileText = createIcon(fileText);
export const Image = createIcon(image);
export const Table = createIcon(table);
export const UserRound = createIcon(userRound);
