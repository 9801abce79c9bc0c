// A stream of events that comes back: a browser gives one up for good when it is refused once, as while Goodwill is started anew.
const AGAIN = 30_000;

export class Stream {
  constructor(url, kinds) {
    Object.assign(this, { url, kinds });
    this.open();
  }

  open() {
    this.source = new EventSource(this.url);
    for (const [kind, heard] of Object.entries(this.kinds)) {
      this.source.addEventListener(kind, ({ data }) => heard(JSON.parse(data)));
    }
    this.source.addEventListener("error", () => {
      if (this.source.readyState === EventSource.CLOSED) this.waiting = setTimeout(() => this.open(), AGAIN);
    });
  }

  close() {
    clearTimeout(this.waiting);
    this.source.close();
  }
}
