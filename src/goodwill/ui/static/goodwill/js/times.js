// "3 minutes ago" stays true while the page is open.
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" });

function tell(time) {
  const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  time.textContent = words.format(Math.round(seconds / size), unit);
}

setInterval(() => document.querySelectorAll("time[data-ago]").forEach(tell), 30_000);
