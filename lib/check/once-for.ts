/** What is found out once of each object, a stack for one, however often it is asked for. */
export function onceFor<K extends object, T>(find: (of: K) => T): (of: K) => T {
  const known = new WeakMap<K, { readonly found: T }>();
  return (of) => {
    const entry = known.get(of) ?? { found: find(of) };
    known.set(of, entry);
    return entry.found;
  };
}
