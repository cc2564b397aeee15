import * as fs from "node:fs/promises";
import * as path from "node:path";
import { ifThere, reading, writing } from "../../release/cache/disk-error";
import type { HetznerApi } from "./api";
import { UploadReport } from "./report";
import { TemporaryResource, findTemporary, nameOf, removalOf, removeAll, wordsOf } from "./temporary";
import { LEFTOVER_MS } from "./timing";

/**
 * Deletes what one upload has made for itself, also what it was never told of. What is left is told, with how to delete it.
 *
 * @param made what it knows of
 * @param except what has become something that stays
 * @returns whether nothing is left
 */
export async function removeMade(
  api: HetznerApi,
  run: string,
  made: readonly TemporaryResource[],
  except: TemporaryResource | undefined,
  report: UploadReport,
): Promise<boolean> {
  const resources = new Map<string, TemporaryResource>();
  try {
    for (const resource of await findTemporary(api, run)) resources.set(nameOf(resource), resource);
  } catch (e) {
    report.tell(`whether more was made than is known of could not be seen: ${wordsOf(e)}`);
  }
  for (const resource of made) resources.set(nameOf(resource), resource);
  if (except !== undefined) resources.delete(nameOf(except));
  return remove(api, [...resources.values()], report);
}

/**
 * Deletes what uploads that were killed have left behind: all that is temporary and older than an hour. What is younger may be in use, and is told.
 *
 * @param now by this machine's clock. Where that is ahead of the API's, the API's counts: nobody's upload is to end because somebody's clock is wrong.
 * @returns whether all that is old enough is gone
 */
export async function removeLeftovers(api: HetznerApi, now: Date, report: UploadReport): Promise<boolean> {
  const old: TemporaryResource[] = [];
  const found = await findTemporary(api);
  const time = Math.min(now.getTime(), api.answeredAt ?? Infinity);
  for (const resource of found) {
    const isOld = time - Date.parse(resource.created ?? "") > LEFTOVER_MS;
    if (isOld) old.push(resource);
    const what = `${nameOf(resource)}, made ${resource.created}`;
    report.tell(isOld ? `deleting what an earlier upload has left: ${what}` : `left alone, as another upload may be using it: ${what}`);
  }
  return remove(api, old, report);
}

/** Deletes keys of uploads that were killed. They open no door: their servers are gone, or go as {@link removeLeftovers} finds them. */
export async function removeOldKeys(keyDirectory: string, now: Date): Promise<void> {
  for (const name of (await reading(keyDirectory, () => ifThere(() => fs.readdir(keyDirectory)))) ?? []) {
    const folder = path.join(keyDirectory, name);
    const stat = await reading(folder, () => ifThere(() => fs.lstat(folder)));
    if (stat === undefined || now.getTime() - stat.mtimeMs <= LEFTOVER_MS) continue;
    await writing(folder, async () => fs.rm(folder, { recursive: true, force: true }));
  }
}

async function remove(api: HetznerApi, resources: readonly TemporaryResource[], report: UploadReport): Promise<boolean> {
  const left = await removeAll(api, resources);
  for (const [resource, e] of left) report.tell(`${nameOf(resource)} is left: ${removalOf(resource)} deletes it (${wordsOf(e)})`);
  return left.length === 0;
}
