/** The last key of an address: a number in brackets, or a text with Terraform's escapes. */
const KEY = /\[(\d+|"(?:[^"\\]|\\.)*")\]$/;

/** The address of the resource that an object is of: without the key that `count` or `for_each` gives it. */
export function resourceAddress(address: string): string {
  return address.replace(KEY, "");
}

/** The place among the objects of a resource with `count`; undefined without such. */
export function countIndex(address: string): number | undefined {
  const key = KEY.exec(address)?.[1];
  return key === undefined || key.startsWith('"') ? undefined : Number(key);
}
