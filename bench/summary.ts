import { table as columns } from "../lib/table";
import { Figure, TableName, amount, amountOf, ratioText } from "./figure";
import type { Table } from "./table";

/** All figures of a run as one table of a terminal, and below it what each part of it is about. */
export function summary(figures: readonly Figure[], tables: readonly Pick<Table, "name" | "title" | "against">[]): string {
  const rows = figures.map((figure) => [
    figure.table,
    figure.subject,
    figure.size === undefined ? "" : amount(figure.size),
    figure.what,
    amountOf(figure.ours, figure.unit),
    figure.against === undefined ? "" : amountOf(figure.against, figure.unit),
    ratioText(figure),
  ]);
  const measured = new Set<TableName>(figures.map(({ table }) => table));
  const notes = tables
    .filter(({ name }) => measured.has(name))
    .map(({ name, title, against }) => [name, against === undefined ? title : `${title}; against ${against}`]);
  return `${columns([["table", "of", "size", "what", "ours", "against", "ratio"], ...rows])}\n${columns(notes)}`;
}
