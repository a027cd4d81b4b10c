/* What Thunderbird is asked to do, in its own words. Each step runs in its main window and answers with plain values. */
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const { FileUtils } = ChromeUtils.importESModule("resource://gre/modules/FileUtils.sys.mjs");
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");

function run(step, words, done) {
  Promise.resolve()
    .then(() => step(...words))
    .then((value) => done({ value: value ?? null }), (fault) => done({ fault: `${fault}\n${fault.stack}` }));
}

/* What is asked for, as soon as it is there; Marionette ends a script that takes too long. */
async function until(look) {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((turn) => setTimeout(turn, 100));
  }
}

/* The entries of the only calendar: UID, beginning, end, status, title, and what was answered. */
async function entries() {
  const [calendar] = cal.manager.getCalendars();
  const items = await calendar.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
  const moment = (date) => new Date(date.nativeTime / 1000).toISOString();
  return items.map((one) => [
    one.id, moment(one.startDate), moment(one.endDate), one.status, one.title,
    one.getAttendees().map((attendee) => attendee.participationStatus).join(),
  ]);
}

/* Ask for the subscribed calendar anew, as "Synchronize" does; once that is read, its entries. */
async function synchronised() {
  const [calendar] = cal.manager.getCalendars();
  await new Promise((read) => {
    const nothing = () => {};
    const observer = {
      QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
      onStartBatch: nothing, onEndBatch: nothing, onAddItem: nothing, onModifyItem: nothing, onDeleteItem: nothing,
      onError: nothing, onPropertyChanged: nothing, onPropertyDeleting: nothing,
      onLoad() {
        calendar.removeObserver(observer);
        read();
      },
    };
    calendar.addObserver(observer);
    calendar.refresh();
  });
  return entries();
}

/* Put a mail into the inbox, open it, and press one of the buttons above it; what stood there before and after. */
async function pressed(path, button) {
  const root = MailServices.accounts.localFoldersServer.rootFolder;
  if (!root.containsChildNamed("Inbox")) root.createSubfolder("Inbox", null);
  const inbox = await until(() => root.containsChildNamed("Inbox") && root.getChildNamed("Inbox"));
  await MailUtils.copyFileMessageAsync(new FileUtils.File(path), inbox, null);
  const window = MailUtils.openMessageInNewWindow([...inbox.messages].at(-1));
  const page = await until(() => {
    const found = window.messageBrowser?.contentWindow;
    return found?.calImipBar?.itipItem ? found : null;
  });
  const { calImipBar, document } = page;
  const said = document.querySelector(".calendar-notification-bar .msgNotificationBarText").textContent;
  const wanted = document.getElementById(button);
  if (wanted.hidden) throw new Error(`no ${button} beside: ${said}`);
  wanted.doCommand();
  const told = await until(() => calImipBar.label); /* the bar itself then says something else */
  window.close();
  return [said, told];
}
