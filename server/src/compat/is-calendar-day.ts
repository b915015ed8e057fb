/** Returns whether the calendar has this day; months count from 1. Date.parse makes the 3rd of March of the 31st of February. */
export const isCalendarDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
