// What people and tools write: pairs with colons or dashes, fours with dots, or nothing between.
const SPELLINGS = [
  /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i,
  /^([0-9a-f]{2}-){5}[0-9a-f]{2}$/i,
  /^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/i,
  /^[0-9a-f]{12}$/i,
];

/**
 * The MAC address of one machine in the form that Linux, libvirt and matchbox write: lower case, with colons. Undefined for what is none, and for an address
 * of several machines (the first byte odd) or of none (all zero).
 */
export function parseMac(text: string): string | undefined {
  if (!SPELLINGS.some((spelling) => spelling.test(text))) return undefined;
  const digits = text.replace(/[:.-]/g, "").toLowerCase();
  const several = (Number.parseInt(digits.slice(0, 2), 16) & 1) === 1;
  return several || /^0+$/.test(digits) ? undefined : (digits.match(/../g) ?? []).join(":");
}
