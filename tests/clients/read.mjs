// What ical.js makes of calendars: for each file UID, start and end of its entries as instants.
// Run: node read.mjs ICAL.JS FILE...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [library, ...files] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(library).href);

function entries(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((entry) => {
    const event = new ICAL.Event(entry);
    return [event.uid, ...[event.startDate, event.endDate].map((time) => time.toJSDate().toISOString())];
  });
}

console.log(JSON.stringify(files.map((file) => entries(readFileSync(file, "utf8")))));
