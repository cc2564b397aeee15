import type { Client, Dispatcher } from "undici";

/** The part of the HTTP library that is needed here. It is handed in, so that nothing loads it before the first request. */
type Library = typeof import("undici");

/**
 * Makes clients of one connection each that report a body with more bytes than its `Content-Length`. The library's own takes the announced ones for all,
 * and closes the connection over the rest, without a word to the request.
 */
export function strictClient({ Client: Base, DecoratorHandler: Handler }: Library): (origin: string | URL, options: object) => Dispatcher {
  class StrictHandler extends Handler {
    constructor(
      private readonly handler: Dispatcher.DispatchHandlers,
      private readonly client: Client,
    ) {
      super(handler);
    }

    public onComplete(trailers: string[] | null): void {
      let excess: Error | undefined;
      const closed = (_origin: URL, _targets: readonly Dispatcher[], error: Error): void => {
        if (isExcess(error)) excess = error;
      };
      this.client.once("disconnect", closed);
      // What came with the last bytes is looked at next. The first turn of the loop ends with the connection closed over it, the second has told of it.
      setImmediate(() =>
        setImmediate(() => {
          this.client.off("disconnect", closed);
          if (excess === undefined) this.handler.onComplete?.(trailers);
          else this.handler.onError?.(new ExcessError());
        }),
      );
    }
  }

  class StrictClient extends Base {
    public dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandlers): boolean {
      return super.dispatch(options, new StrictHandler(handler, this));
    }
  }

  return (origin, options) => new StrictClient(origin, options);
}

/** More bytes than were announced. */
export class ExcessError extends Error {
  constructor() {
    super("more bytes than announced");
    this.name = "ExcessError";
  }
}

function isExcess(error: Error): boolean {
  const { code = "" } = error as NodeJS.ErrnoException;
  return code.startsWith("HPE_") || (code === "UND_ERR_SOCKET" && error.message === "bad response");
}
