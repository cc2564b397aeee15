import { FlatcarError } from "../../errors";

/** Where in a document something is wrong, and what. */
export interface DocumentFault {
  /** URL or path of the document. */
  readonly file: string;
  /** `line 3`, or the path of a value in JSON, such as `$.amis[0].hvm`. */
  readonly place: string;
  readonly received: unknown;
  readonly allowed: string;
}

/** The error of a document of the feed that is not as such documents are. */
export function documentError({ file, place, received, allowed }: DocumentFault): FlatcarError {
  return new FlatcarError({
    code: "feed-document",
    subject: place,
    received,
    allowed,
    mend: "see what stands there: it is no such document of the release feed",
    path: file,
  });
}
